// From a link or a code to the keys (docs/format.md, "From a link or a code to the root"). Keys
// are held as `CryptoKey`s that cannot be read out again; raw bytes are wiped once they are taken in.

import { base32, concat, utf8 } from './bytes.js';

/**
 * @typedef {import('./bytes.js').Bytes} Bytes
 *
 * @typedef {object} Kdf
 * @property {number} iterations
 * @property {Bytes} salt
 *
 * @typedef {'link' | 'code' | 'link+code'} Mode
 */

/** @param {string} label */
const hkdf = (label) => ({
  name: 'HKDF',
  hash: 'SHA-256',
  salt: new Uint8Array(),
  info: utf8(label),
});

/**
 * Takes a key in, to derive others from, and wipes `raw`.
 *
 * @param {Bytes} raw
 */
export async function keyFrom(raw) {
  const key = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveBits', 'deriveKey']);
  raw.fill(0);
  return key;
}

/**
 * HKDF-SHA-256 (RFC 5869).
 *
 * @param {CryptoKey} key
 * @param {string} label
 * @param {number} length - in bytes
 * @returns {Promise<Bytes>}
 */
export async function derive(key, label, length) {
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(label), key, length * 8));
}

/**
 * The input key of sealed messages: what HKDF-Expand-SHA-512 is done with.
 *
 * @param {CryptoKey} key
 * @param {string} label
 */
export const messageKey = (key, label) =>
  crypto.subtle.deriveKey(
    hkdf(label),
    key,
    { name: 'HMAC', hash: 'SHA-512', length: 256 },
    false,
    ['sign'],
  );

/**
 * PBKDF2-HMAC-SHA-256 (RFC 8018). Takes about a second on a phone, and runs beside the page.
 *
 * @param {string} code - normalised
 * @param {Kdf} kdf
 */
async function stretch(code, { iterations, salt }) {
  const password = utf8(code);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  password.fill(0);
  const how = { name: 'PBKDF2', hash: 'SHA-256', iterations, salt };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
}

/**
 * The key from which a person's slot is found and opened (`wayOf`).
 *
 * @param {Mode} mode
 * @param {Bytes | undefined} link - the link secret; it is left as it is
 * @param {string | undefined} code - normalised
 * @param {Kdf | undefined} kdf
 */
export async function rootOf(mode, link, code, kdf) {
  const parts = [];
  if (mode !== 'code' && link) parts.push(link.slice());
  if (mode !== 'link' && code && kdf) parts.push(await stretch(code, kdf));
  const input = await keyFrom(concat(...parts));
  for (const part of parts) part.fill(0);
  return keyFrom(await derive(input, `keyfolio/v1/root/${mode}`, 32));
}

/**
 * Where a person's slot is, and the key that opens it.
 *
 * @typedef {object} Way
 * @property {string} name - of the slot
 * @property {CryptoKey} key
 * @property {CryptoKey} [root] - that both come from, where the link or code was given just now
 */

/**
 * @param {CryptoKey} root
 * @returns {Promise<Way>}
 */
export const wayOf = async (root) => ({
  root,
  name: base32(await derive(root, 'keyfolio/v1/slot-name', 20)),
  key: await messageKey(root, 'keyfolio/v1/slot-key'),
});
