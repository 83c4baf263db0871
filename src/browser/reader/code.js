// Access codes and link secrets as people type, paste and mail them (docs/format.md, "From a link
// or a code to the root").

import { fromBase32 } from './bytes.js';

/**
 * What a code is taken for, however it was typed: `mxkq-70fr`, `MXKQ 7OFR` and `mxkq7ofr` are one.
 *
 * @param {string} typed
 * @returns {string | undefined} nothing where it is too short or too long to be a code
 */
export function normalisedCode(typed) {
  const code = typed
    .normalize('NFKC')
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length >= 8 && code.length <= 128 ? code : undefined;
}

/**
 * The 16 bytes of a link secret.
 *
 * @param {string} fragment - without the `#`
 */
export const linkSecret = (fragment) => fromBase32(fragment, 16);
