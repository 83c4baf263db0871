// Sealed messages: C2SP chunked-encryption with SHA-512 and AES-256-GCM, there named
// Cobblestone-256 (docs/format.md, "Sealed messages"). No byte is given out before it was checked.

import { concat, labelled, sameBytes } from './bytes.js';
import { Failure, must } from './failure.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

const LABEL = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM';
const SALT = 24;
export const HEAD = 56;
export const CHUNK = 16384;
const TAG = 16;
export const SEALED_CHUNK = CHUNK + TAG;
/** How many chunks are opened at a time: 1 MiB. */
const AT_ONCE = 64;

/**
 * The length of the message that holds so many bytes.
 *
 * @param {number} plain
 */
export const sealedLength = (plain) => HEAD + plain + TAG * (Math.floor(plain / CHUNK) + 1);

/** One message whose head was checked. Its chunks can be opened in any order. */
export class Message {
  /**
   * @param {CryptoKey} key
   * @param {Bytes} nonce
   */
  constructor(key, nonce) {
    this.key = key;
    this.nonce = nonce;
  }

  /**
   * @param {CryptoKey} key - the input key; see `messageKey`
   * @param {Bytes} context
   * @param {Bytes} head - the first 56 bytes
   */
  static async open(key, context, head) {
    must(head.length === HEAD); // a message has a head
    const expanded = await expand(key, labelled(LABEL, head.slice(0, SALT), context));
    const fits = sameBytes(head.subarray(SALT), expanded.subarray(44, 76));
    must(fits); // the commitment is that of the key and the context
    const raw = expanded.subarray(0, 32);
    const aes = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    raw.fill(0);
    return new Message(aes, expanded.slice(32, 44));
  }

  /**
   * @param {number} number - of the chunk, from 0
   * @param {Bytes} sealed
   * @returns {Promise<Bytes>}
   */
  async chunk(number, sealed) {
    const iv = this.nonce.slice();
    const counter = new DataView(iv.buffer, 4);
    counter.setBigUint64(0, counter.getBigUint64(0) ^ BigInt(number));
    try {
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.key, sealed),
      );
    } catch {
      throw new Failure('damaged'); // a chunk has its tag
    }
  }
}

/**
 * HKDF-Expand-SHA-512, 76 bytes. WebCrypto's own HKDF always extracts first.
 *
 * @param {CryptoKey} key
 * @param {Bytes} info
 * @returns {Promise<Bytes>}
 */
async function expand(key, info) {
  const sign = async (/** @type {Bytes} */ message) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  const first = await sign(concat(info, Uint8Array.of(1)));
  return concat(first, await sign(concat(first, info, Uint8Array.of(2)))).subarray(0, 76);
}

/**
 * Opens a message from its beginning to its end, in memory that does not grow with it. Only when
 * the last block was given out is it certain that nothing was cut off.
 *
 * @param {CryptoKey} key
 * @param {Bytes} context
 * @param {AsyncIterable<Bytes>} sealed - in pieces of any size
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* openMessage(key, context, sealed) {
  /** @type {Message | undefined} */
  let message;
  /** @type {Bytes[]} */
  let pieces = [];
  let held = 0;
  let number = 0;

  /** @param {Bytes} bytes - whole chunks, the last one maybe short */
  const open = async (bytes) => {
    const chunks = [];
    for (let at = 0; at < bytes.length; at += SEALED_CHUNK)
      chunks.push(message?.chunk(number++, bytes.subarray(at, at + SEALED_CHUNK)));
    return concat(.../** @type {Bytes[]} */ (await Promise.all(chunks)));
  };

  for await (const piece of sealed) {
    pieces.push(piece);
    held += piece.length;
    if (held < (message ? AT_ONCE * SEALED_CHUNK : HEAD)) continue;
    let all = concat(...pieces);
    if (!message) {
      message = await Message.open(key, context, all.slice(0, HEAD));
      all = all.subarray(HEAD);
    }
    // The last chunk is always short, so a whole one is followed by another.
    const whole = Math.floor(all.length / SEALED_CHUNK) * SEALED_CHUNK;
    if (whole > 0) yield await open(all.subarray(0, whole));
    pieces = [all.subarray(whole)];
    held = all.length - whole;
  }
  const rest = concat(...pieces);
  must(message && rest.length % SEALED_CHUNK >= TAG); // a message has the length of a plaintext
  yield await open(rest);
}
