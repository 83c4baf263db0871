// A part of a sealed message, however large the whole is: only the chunks that it lies in are asked
// for, by Range requests of a bounded size, so that neither the memory nor the traffic grows with
// what nobody asked for. One request for everything that follows would do as well where an engine
// stops the host when nobody reads; not every engine does.

import { concat } from './bytes.js';
import { CHUNK, HEAD, SEALED_CHUNK, sealedLength } from './cobblestone.js';
import { padme, zeros } from './documents.js';
import { ABSENT, Failure, must } from './failure.js';
import { arriving, pieces } from './streams.js';

/**
 * @typedef {import('./bytes.js').Bytes} Bytes
 *
 * @typedef {(from: number, to: number, signal: AbortSignal) => Promise<Response>} Get - asks a host for
 *   the bytes of the message from `from` up to, and not including, `to`
 *
 * @typedef {object} Sealed
 * @property {import('./cobblestone.js').Message} message
 * @property {number} stored - length of what the message holds, without padding
 * @property {Get} get
 */

/** How many chunks are asked for at first, for a film is to begin soon; and at most: 1 MiB. */
const FIRST = 16;
const MOST = 64;

/**
 * What is stored, from `start` up to and not including `end`, block by block.
 *
 * @param {Sealed} sealed
 * @param {number} start
 * @param {number} end
 * @returns {AsyncGenerator<Bytes>}
 */
export async function* readPart(sealed, start, end) {
  must(start <= end && end <= sealed.stored); // a part is a part of what is stored
  if (start === end) return;
  let number = Math.floor(start / CHUNK);
  for await (const piece of sealedPieces(sealed, number, Math.ceil(end / CHUNK))) {
    const chunks = [];
    for (let from = 0; from < piece.length; from += SEALED_CHUNK)
      chunks.push(sealed.message.chunk(number++, piece.subarray(from, from + SEALED_CHUNK)));
    let at = (number - chunks.length) * CHUNK;
    const opened = await Promise.all(chunks);
    for (const plain of opened) {
      yield plain.subarray(Math.max(0, start - at), Math.min(plain.length, end - at));
      at += CHUNK;
    }
  }
}

/**
 * Makes sure that the message ends where its length says. Where a host can only give the whole of it,
 * that has to wait until somebody reads so far.
 *
 * @param {Sealed} sealed
 */
export async function checkEnd(sealed) {
  const { message, stored, get } = sealed;
  const number = Math.floor(padme(stored) / CHUNK);
  const [from, to] = [HEAD + number * SEALED_CHUNK, sealedLength(padme(stored))];
  const abort = new AbortController();
  const { status, body } = await asked(get, from, to, abort);
  if (status !== 206) return abort.abort();
  const plain = await message.chunk(number, await whole(body, to - from, []));
  must(zeros(plain.subarray(Math.max(0, stored - number * CHUNK)))); // the padding is zero
}

/**
 * The first bytes of what a host gives, and not one more.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} length
 */
export async function beginning(body, length) {
  /** @type {Bytes[]} */
  const blocks = [];
  let held = 0;
  for await (const block of pieces(body)) {
    blocks.push(block);
    held += block.length;
    if (held >= length) break;
  }
  must(held >= length); // a message has a head
  return concat(...blocks).slice(0, length);
}

/**
 * Sealed chunks, in pieces of whole ones. The next piece is on its way while one is being opened.
 *
 * @param {Sealed} sealed
 * @param {number} first
 * @param {number} stop - behind the last one
 * @returns {AsyncGenerator<Bytes>}
 */
async function* sealedPieces(sealed, first, stop) {
  const end = sealedLength(padme(sealed.stored));
  const place = (/** @type {number} */ chunk) => Math.min(HEAD + chunk * SEALED_CHUNK, end);
  const abort = new AbortController();
  /** @type {ArrayBuffer[]} */
  const spare = [];
  let count = FIRST;
  const ask = async (/** @type {number} */ at) => {
    const until = Math.min(at + count, stop);
    count = Math.min(2 * count, MOST);
    const { status, body } = await asked(sealed.get, place(at), place(until), abort);
    if (status !== 206) return { body, at, until };
    return { piece: await whole(body, place(until) - place(at), spare), at, until };
  };
  try {
    let next = ask(first);
    for (;;) {
      const { piece, body, at, until } = await next;
      if (!piece) return yield* skipping(body, place(at), place(stop));
      if (until < stop) {
        next = ask(until);
        next.catch(() => {}); // told when its turn comes
      }
      yield piece;
      spare.push(piece.buffer);
      if (until === stop) return;
    }
  } finally {
    abort.abort();
  }
}

/**
 * What a host says, where it gives anything.
 *
 * @param {Get} get
 * @param {number} from
 * @param {number} to
 * @param {AbortController} abort
 */
export async function asked(get, from, to, abort) {
  const response = await get(from, to, abort.signal).catch((error) => {
    throw new Failure('offline', String(error));
  });
  const { status, ok, body } = response;
  if (ABSENT.includes(status)) throw new Failure('missing');
  must(status !== 416); // a message is as long as it should be
  if (!ok || !body) throw new Failure('offline', `status ${status}`);
  return { status, body };
}

/**
 * All that a host gives. Where the engine can, into room that was used before: what a browser has to
 * collect, it collects late.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} length
 * @param {ArrayBuffer[]} spare
 * @returns {Promise<Bytes>}
 */
async function whole(body, length, spare) {
  let room = spare.pop() ?? new ArrayBuffer(MOST * SEALED_CHUNK);
  let at = 0;
  const reader = intoRoom(body);
  if (!reader)
    for await (const block of arriving(body, length)) {
      new Uint8Array(room).set(block, at);
      at += block.length;
    }
  while (reader && at < length) {
    const { done, value } = await reader.read(new Uint8Array(room, at, length - at)).catch((error) => {
      throw new Failure('offline', String(error));
    });
    if (value) room = value.buffer;
    if (done) break;
    at += value.length;
  }
  reader?.cancel().catch(() => {});
  must(at === length); // a host gives what it was asked for
  return new Uint8Array(room, 0, length);
}

/**
 * Reads into given room; nothing where the engine cannot.
 *
 * @param {ReadableStream<Uint8Array>} body
 */
function intoRoom(body) {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

/**
 * The same from a host that gives everything from the beginning, whatever it was asked for.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} from
 * @param {number} to
 * @returns {AsyncGenerator<Bytes>}
 */
async function* skipping(body, from, to) {
  const most = FIRST * SEALED_CHUNK;
  /** @type {Bytes[]} */
  let blocks = [];
  let held = 0;
  let at = 0;
  const given = pieces(body);
  while (at < to) {
    const { done, value } = await given.next().catch((error) => {
      throw new Failure('offline', String(error));
    });
    must(!done); // a message is as long as it should be
    const own = value.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += value.length;
    blocks.push(own);
    held += own.length;
    if (held < most && at < to) continue;
    const all = concat(...blocks);
    const ready = at < to ? all.length - (all.length % SEALED_CHUNK) : all.length;
    if (ready > 0) yield all.subarray(0, ready);
    blocks = [all.subarray(ready)];
    held = all.length - ready;
  }
  await given.return(undefined);
}
