// Bytes as they come. Not every engine lets a stream be walked over, so there are generators here.

import { concat } from './bytes.js';
import { Failure, must } from './failure.js';

/** @typedef {import('./bytes.js').Bytes} Bytes */

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* pieces(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield /** @type {Bytes} */ (value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/**
 * What arrives from the host, until it is more than it can be. A connection that breaks is not
 * damage.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {number} limit - in bytes
 */
export async function* arriving(stream, limit) {
  let length = 0;
  const arrived = pieces(stream);
  for (;;) {
    const next = await arrived.next().catch((error) => {
      throw new Failure('offline', String(error));
    });
    if (next.done) return;
    length += next.value.length;
    must(length <= limit); // a file is no longer than it can be
    yield next.value;
  }
}

/** @param {Bytes[]} blocks */
export async function* each(...blocks) {
  yield* blocks;
}

/**
 * @template T
 * @param {AsyncIterable<T>} items
 */
export async function collected(items) {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
}

/** @param {AsyncIterable<Bytes>} blocks */
export const joined = async (blocks) => concat(...(await collected(blocks)));
