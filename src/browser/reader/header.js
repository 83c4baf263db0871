// `header.json`: how a portal is opened; and what all JSON of the format has in common.

import { fromBase64url } from './bytes.js';
import { Failure, must } from './failure.js';

/**
 * @typedef {import('./bytes.js').Bytes} Bytes
 *
 * @typedef {object} Header
 * @property {import('./keys.js').Mode} mode
 * @property {import('./keys.js').Kdf | undefined} kdf
 * @property {Bytes} digest - SHA-256 of the header's bytes
 */

/**
 * @param {Bytes} bytes
 * @returns {Promise<Header>}
 */
export async function headerOf(bytes) {
  const { mode, kdf } = json(bytes);
  must(mode === 'link' || mode === 'code' || mode === 'link+code'); // a header has a mode
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  if (mode === 'link') return { mode, kdf: undefined, digest };
  const salt = fromBase64url(kdf?.salt, 16);
  const { name, iterations } = kdf ?? {};
  must(salt && name === 'PBKDF2-HMAC-SHA-256'); // a code is stretched as it says here
  must(natural(iterations) && iterations >= 600_000 && iterations <= 1e7); // a count within bounds
  return { mode, kdf: { iterations, salt }, digest };
}

/**
 * An object of version 1.
 *
 * @param {Bytes} bytes
 */
export function json(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Failure('damaged'); // it is JSON
  }
  must(natural(value?.version)); // it has a version
  if (value.version !== 1) throw new Failure('outdated', `version ${value.version}`);
  return value;
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export const natural = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
