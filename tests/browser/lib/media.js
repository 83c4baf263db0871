// Portals with a film and a download of any size: sound that every engine plays, worked out piece by
// piece and never held in memory.

import { createHash } from 'node:crypto';
import { cp, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seal, sealLarge } from './sealer.js';

const HEAD = 44;
const RATE = 192_000;
const CHANNELS = 2;
/** Bytes that a second of sound takes. */
export const SECOND = RATE * CHANNELS * 2;
const MIB = 2 ** 20;
/** Noise, each MiB of which begins with its number. */
const NOISE = Buffer.alloc(MIB);
for (let at = 0, state = 1; at < MIB; at += 4) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  NOISE.writeUInt32LE(state, at);
}

/**
 * The bytes of a file that is all noise.
 *
 * @param {number} at
 * @param {number} length
 */
export function noise(at, length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const from = (at + done) % MIB;
    const taken = Math.min(MIB - from, length - done);
    NOISE.copy(bytes, done, from, from + taken);
    const number = Buffer.alloc(8);
    number.writeDoubleLE(Math.floor((at + done) / MIB));
    if (from < 8) number.copy(bytes, done, from, Math.min(8, from + taken));
    done += taken;
  }
  return bytes;
}

/**
 * The bytes of a WAV file of so many seconds: PCM, 16 bits, two channels.
 *
 * @param {number} seconds
 */
export function sound(seconds) {
  const data = seconds * SECOND;
  const head = Buffer.alloc(HEAD);
  head.write('RIFF', 0);
  head.writeUInt32LE(data + HEAD - 8, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(CHANNELS, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(SECOND, 28);
  head.writeUInt16LE(CHANNELS * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data, 40);
  return {
    size: HEAD + data,
    /** @param {number} at @param {number} length */
    content: (at, length) => {
      const bytes = noise(at, length);
      if (at < HEAD) head.copy(bytes, 0, at);
      return bytes;
    },
  };
}

const PAGES = {
  'index.html': `<!doctype html><html lang="en"><head><title>Start</title></head><body><main><h1>Start</h1>
<a id="to-film" href="film.html">film</a> <a id="download" href="files/data.bin" download="Über alles.bin">data</a>
<a id="to-short" href="short.html">short</a> <a id="small" href="files/small.bin" download="small.bin">small</a></main></body></html>`,
  'film.html': `<!doctype html><html lang="en"><head><title>Film</title></head><body><main><h1>Film</h1>
<audio src="files/film.wav" controls preload="metadata"></audio></main></body></html>`,
  'short.html': `<!doctype html><html lang="en"><head><title>Short</title></head><body><main><h1>Short</h1>
<a id="to-film" href="film.html">film</a> <audio src="files/short.wav" controls preload="metadata"></audio></main></body></html>`,
  'no-film.html': `<!doctype html><html lang="en"><head><title>No film</title></head><body><main><h1>No film</h1>
<audio src="files/none.wav" controls preload="metadata"></audio></main></body></html>`,
};

/**
 * @typedef {object} Published
 * @property {string} link
 * @property {Record<string, string>} objects - file of each path on disk
 * @property {ReturnType<typeof sound>} film
 * @property {{ size: number, sha256: string }} download
 */

/**
 * @param {string} shell - folder with what stands in front of a portal
 * @param {string} folder
 * @param {{ seconds: number, download: number }} sizes
 * @returns {Promise<Published>}
 */
export async function publishMedia(shell, folder, { seconds, download }) {
  const film = sound(seconds);
  const short = sound(1);
  const page = (/** @type {string} */ html) => ({ type: 'text/html', bytes: Buffer.from(html) });
  const { files, link, paths, keys } = seal({
    site: {
      ...Object.fromEntries(Object.entries(PAGES).map(([path, html]) => [path, page(html)])),
      // No sound, whatever it says.
      'files/none.wav': { type: 'audio/wav', bytes: noise(0, 2 * MIB) },
      'files/short.wav': { type: 'audio/wav', bytes: short.content(0, short.size) },
      'files/small.bin': { type: 'application/octet-stream', bytes: noise(0, MIB) },
    },
    large: {
      'files/film.wav': { type: 'audio/wav', size: film.size },
      'files/data.bin': { type: 'application/octet-stream', size: download },
    },
  });
  await cp(shell, folder, { recursive: true });
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  const objects = Object.fromEntries(Object.entries(paths).map(([path, object]) => [path, join(folder, object)]));
  const hash = createHash('sha256');
  for (const [path, size, content] of /** @type {const} */ ([
    ['files/film.wav', film.size, film.content],
    ['files/data.bin', download, (/** @type {number} */ at, /** @type {number} */ length) => {
      const bytes = noise(at, length);
      hash.update(bytes);
      return bytes;
    }],
  ])) {
    const file = await open(objects[path] ?? '', 'w');
    for (const piece of sealLarge(/** @type {import('./sealer.js').LargeKeys} */ (keys[path]), size, content))
      await file.write(piece);
    await file.close();
  }
  return { link, objects, film, download: { size: download, sha256: hash.digest('hex') } };
}
