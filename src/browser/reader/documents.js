// Padding, and messages that say their own length (docs/format.md, "Padding").

import { openMessage } from './cobblestone.js';
import { must } from './failure.js';
import { each, joined } from './streams.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

/**
 * The padded length (Padmé; Nikitin et al., PETS 2019, algorithm 1).
 *
 * @param {number} length
 */
export function padme(length) {
  if (length < 2) return length;
  const exponent = log2(length);
  const step = 2 ** (exponent - log2(exponent) - 1);
  return Math.ceil(length / step) * step;
}

/** @param {number} number - a whole one, exact up to 2^53 */
const log2 = (number) => number.toString(2).length - 1;

/** @param {Bytes} bytes */
export const zeros = (bytes) => bytes.every((byte) => byte === 0);

/**
 * The body of a document.
 *
 * @param {CryptoKey} key
 * @param {Bytes} context
 * @param {Bytes} sealed
 * @param {number} minimum - length of the plaintext
 */
export async function openDocument(key, context, sealed, minimum) {
  const plain = await joined(openMessage(key, context, each(sealed)));
  must(plain.length >= minimum); // a document has its minimal length
  const end = 4 + new DataView(plain.buffer).getUint32(0);
  must(plain.length === Math.max(minimum, padme(end))); // a document has its padded length
  must(zeros(plain.subarray(end))); // the padding is zero
  return plain.slice(4, end);
}
