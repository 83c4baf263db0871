// What a `Range` header asks for (RFC 9110, section 14.2).

/**
 * @typedef {object} Part
 * @property {number} start
 * @property {number} end - behind the last byte
 */

/**
 * @param {string | null} header
 * @param {number} size - of the file
 * @returns {Part | 'nothing' | undefined} nothing at all where the header is to be ignored, as one that
 *   is not understood is, and one for several parts may be; `'nothing'` where there is no such part
 */
export function rangeOf(header, size) {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') {
    const start = Math.max(0, size - Number(last));
    return start < size ? { start, end: size } : 'nothing';
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  const end = last === '' ? size : Math.min(size, Number(last) + 1);
  return start < size ? { start, end } : 'nothing';
}
