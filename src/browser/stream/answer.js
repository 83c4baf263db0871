// What the browser is told of a file: the whole of it or a part, never anything that could run.

import { Message } from '../reader/cobblestone.js';
import { must } from '../reader/failure.js';
import { inflate } from '../reader/inflate.js';
import { readPart } from '../reader/part.js';
import { rangeOf } from './range.js';

/**
 * @typedef {import('../reader/bytes.js').Bytes} Bytes
 *
 * @typedef {object} File - a file of an open portal, as its page knows it
 * @property {string} url - of the object
 * @property {CryptoKey} key - of this object alone; it cannot be read out
 * @property {Bytes} nonce
 * @property {number} size
 * @property {number} stored
 * @property {string | undefined} encoding
 * @property {string} type
 * @property {string} name - under which it is put on disk; empty where it is played in the page
 */

/** What is played in a page. Nothing in it can run, and `nosniff` keeps it from being anything else. */
const PLAYED = /^(audio|video)\//;
/** What keeps its type on its way to the disk: browsers name and open it by that. */
const INERT = /^((audio|video)\/.*|image\/(png|jpeg|gif|webp|avif|bmp)|application\/(pdf|zip)|text\/plain)$/;

/**
 * @param {File} file
 * @param {string | null} range - the request's header
 * @param {typeof fetch} get
 * @param {(end: { error?: unknown }) => void} ended - called once, when the body was read, broke or is no longer wanted
 * @returns {Response}
 */
export function answer(file, range, get, ended) {
  const { size, encoding } = file;
  const part = encoding ? undefined : rangeOf(range, size);
  const headers = new Headers(headersOf(file));
  if (part === 'nothing') {
    ended({});
    headers.set('Content-Range', `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = part ?? { start: 0, end: size };
  headers.set('Content-Length', String(end - start));
  if (part) headers.set('Content-Range', `bytes ${start}-${end - 1}/${size}`);
  const body = streamed(content(file, start, end, get), ended);
  return new Response(body, { status: part ? 206 : 200, headers });
}

/**
 * @param {File} file
 * @returns {Record<string, string>}
 */
function headersOf({ type, name, encoding }) {
  const played = !name && PLAYED.test(type);
  return {
    'Content-Type': played || INERT.test(type) ? type : 'application/octet-stream',
    'Content-Disposition': played ? 'inline' : `attachment; filename*=UTF-8''${quoted(name || 'file')}`,
    'Accept-Ranges': encoding ? 'none' : 'bytes',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
}

/** After how much a worker should be freed of what it read, and what it thinks it holds then, in bytes. */
const COLLECTED = 2 ** 20;
const PRESSURE = 32 * 2 ** 20;

/**
 * Chromium collects what streams and WebCrypto gave when some 64 MiB of it lie about, beside what its
 * player holds. Room that is asked for and never touched takes none, and has it collect sooner.
 */
function presses() {
  new ArrayBuffer(PRESSURE);
  return 0;
}

/**
 * A name as RFC 8187 wants it in a header.
 *
 * @param {string} name
 */
const quoted = (name) =>
  encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_')).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/**
 * @param {File} file
 * @param {number} start
 * @param {number} end
 * @param {typeof fetch} get
 */
function content({ url, key, nonce, stored, size, encoding }, start, end, get) {
  const sealed = {
    message: new Message(key, nonce),
    stored,
    get: (/** @type {number} */ from, /** @type {number} */ to, /** @type {AbortSignal} */ signal) =>
      get(url, {
        headers: { Range: `bytes=${from}-${to - 1}` },
        // Played again it is asked for again: a film would push everything else out of the cache.
        cache: 'no-store',
        credentials: 'same-origin',
        signal,
      }),
  };
  return encoding ? exactly(inflate(readPart(sealed, 0, stored), size), size) : readPart(sealed, start, end);
}

/**
 * @param {AsyncIterable<Bytes>} blocks
 * @param {number} size
 */
async function* exactly(blocks, size) {
  let length = 0;
  for await (const block of blocks) {
    length += block.length;
    yield block;
  }
  must(length === size); // a file has the size that the manifest says
}

/**
 * Blocks as a body that is read no faster than it is wanted. It breaks where one of them does, and
 * everything in front of that was checked.
 *
 * @param {AsyncGenerator<Bytes>} blocks
 * @param {(end: { error?: unknown }) => void} ended
 */
function streamed(blocks, ended) {
  let given = 0;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await blocks.next();
          if (!done) {
            given += value.length;
            if (given > COLLECTED) given = presses();
            return controller.enqueue(value);
          }
          controller.close();
          ended({});
        } catch (error) {
          controller.error(error);
          ended({ error });
        }
      },
      async cancel() {
        ended({});
        await blocks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
