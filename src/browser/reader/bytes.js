// Bytes and the few encodings of the sealed format (docs/format.md, "Words and notation").

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * @param {string} text
 * @returns {Bytes}
 */
export const utf8 = (text) => new TextEncoder().encode(text);

/**
 * @param {Bytes[]} parts
 * @returns {Bytes}
 */
export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * A label of the format, a zero byte, and what is bound in after it.
 *
 * @param {string} label
 * @param {Bytes[]} parts
 */
export const labelled = (label, ...parts) => concat(utf8(label), new Uint8Array(1), ...parts);

/**
 * Four bytes, big-endian.
 *
 * @param {number} number
 */
export function u32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

/**
 * RFC 4648 without padding, in lower case.
 *
 * @param {Bytes} bytes
 */
export function base32(bytes) {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held & 31) << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
  }
  return bits ? text + BASE32[(held << (5 - bits)) & 31] : text;
}

/**
 * @param {string} text - in either case
 * @param {number} length - of what it must stand for, in bytes
 * @returns {Bytes | undefined} nothing where it does not stand for so many bytes
 */
export function fromBase32(text, length) {
  const bytes = new Uint8Array(length);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const symbol of text.toLowerCase()) {
    const value = BASE32.indexOf(symbol);
    if (value < 0) return;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes[at++] = held >> (bits -= 8);
  }
  return at === length && base32(bytes) === text.toLowerCase() ? bytes : undefined;
}

/**
 * RFC 4648 base64url without padding.
 *
 * @param {unknown} text
 * @param {number} length - of what it must stand for, in bytes
 * @returns {Bytes | undefined}
 */
export function fromBase64url(text, length) {
  if (typeof text !== 'string' || !/^[\w-]*$/.test(text)) return;
  if (text.length !== Math.ceil((length * 4) / 3)) return;
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(decoded, (byte) => byte.charCodeAt(0));
}

/**
 * @param {unknown} text - lower-case hexadecimal
 * @param {number} length - of what it must stand for, in bytes
 * @returns {Bytes | undefined}
 */
export function fromHex(text, length) {
  if (typeof text !== 'string' || text.length !== 2 * length || !/^[0-9a-f]*$/.test(text))
    return;
  return Uint8Array.from({ length }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/**
 * Whether two byte strings are equal, in a time that does not depend on where they differ.
 *
 * @param {Bytes} a
 * @param {Bytes} b
 */
export function sameBytes(a, b) {
  let different = a.length ^ b.length;
  for (const [at, byte] of a.entries()) different |= byte ^ (b[at] ?? 0);
  return different === 0;
}
