// DEFLATE (RFC 1951), never to more bytes than were promised.

import { Failure, must } from './failure.js';
import { pieces } from './streams.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

/**
 * @param {AsyncIterable<Bytes>} deflated
 * @param {number} limit - in bytes
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* inflate(deflated, limit) {
  const stream = new DecompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  /** @type {unknown} */
  let fault;
  const fed = (async () => {
    for await (const block of deflated) await writer.write(block);
    await writer.close();
  })().catch((error) => {
    fault ??= error;
    return writer.abort(error).catch(() => {});
  });
  let length = 0;
  try {
    for await (const block of pieces(stream.readable)) {
      length += block.length;
      must(length <= limit); // what is compressed has the length that was promised
      yield block;
    }
    await fed;
    if (fault) throw fault;
  } catch (error) {
    // What broke off the feeding is the cause; what the stream makes of it, not.
    if (fault instanceof Failure) throw fault;
    if (error instanceof Failure) throw error;
    throw new Failure('damaged'); // what is compressed can be inflated
  }
}
