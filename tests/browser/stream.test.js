// The parts of a file that the service worker gives, under Node: which part a header asks for, that
// only its chunks are asked of the host, and that nothing is given that was not checked.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Streaming } from '../../src/browser/later/streaming.js';
import { labelled, u32, utf8 } from '../../src/browser/reader/bytes.js';
import { HEAD, Message, SEALED_CHUNK } from '../../src/browser/reader/cobblestone.js';
import { linkSecret } from '../../src/browser/reader/code.js';
import { messageKey, rootOf, wayOf } from '../../src/browser/reader/keys.js';
import { checkEnd } from '../../src/browser/reader/part.js';
import { Portal, readHeader } from '../../src/browser/reader/portal.js';
import { answer } from '../../src/browser/stream/answer.js';
import { rangeOf } from '../../src/browser/stream/range.js';
import { seal } from './lib/sealer.js';

const film = Buffer.alloc(5 * 2 ** 20 + 17);
for (let at = 0; at + 4 <= film.length; at += 4) film.writeUInt32BE(at, at);
const site = {
  'index.html': { type: 'text/html', bytes: Buffer.from('<!doctype html><title>Ahoy</title>') },
  'files/film.mp4': { type: 'video/mp4', bytes: film },
  'files/whole.bin': { type: 'application/octet-stream', bytes: Buffer.alloc(16384, 7) },
  'files/empty.bin': { type: 'application/octet-stream', bytes: Buffer.alloc(0) },
  'files/table.csv': { type: 'text/csv', bytes: Buffer.from('a,b,c\n'.repeat(90_000)) },
};
const { files, link, paths } = seal({ site });

/**
 * A host that understands `Range` or does not, and remembers what it was asked for.
 *
 * @param {Record<string, Buffer>} files
 * @param {boolean} [ranges]
 */
function hostOf(files, ranges = true) {
  /** @type {string[]} */
  const asked = [];
  const get = async (/** @type {any} */ url, /** @type {any} */ { headers = {} } = {}) => {
    const bytes = files[url];
    if (!bytes) return new Response('', { status: 404 });
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.Range ?? '');
    if (headers.Range) asked.push(headers.Range);
    if (!range || !ranges) return new Response(new Uint8Array(bytes));
    if (Number(range[1]) >= bytes.length) return new Response('', { status: 416 });
    return new Response(new Uint8Array(bytes.subarray(Number(range[1]), Number(range[2]) + 1)), { status: 206 });
  };
  return { asked, get };
}

/** @param {Record<string, Buffer>} files */
async function open(files) {
  const { get } = hostOf(files);
  const header = await readHeader(get);
  return Portal.open(get, header, await wayOf(await rootOf('link', linkSecret(link), undefined, undefined)));
}

/**
 * @param {keyof typeof site} path
 * @param {string} [name]
 */
async function fileOf(path, name = '') {
  const portal = await open(files);
  const { type, size, stored, encoding } = portal.entry(path);
  const { portal: id, key, epoch } = portal.slot;
  const sealed = files[paths[path] ?? ''] ?? assert.fail();
  const message = await Message.open(
    await messageKey(key, 'keyfolio/v1/object'),
    labelled('keyfolio/v1/object', id, u32(epoch), utf8(path)),
    new Uint8Array(sealed.subarray(0, HEAD)),
  );
  const url = paths[path] ?? '';
  return { url, key: message.key, nonce: message.nonce, size, stored, encoding, type, name };
}

/**
 * @param {keyof typeof site} path
 * @param {string | null} range
 * @param {{ host?: ReturnType<typeof hostOf>, name?: string }} [how]
 */
async function ask(path, range, { host = hostOf(files), name = '' } = {}) {
  /** @type {{ error?: any }[]} */
  const ends = [];
  const response = answer(await fileOf(path, name), range, /** @type {any} */ (host.get), (end) => ends.push(end));
  return { response, ends, host };
}

describe('ranges', () => {
  /** @type {[string | null, number, ReturnType<typeof rangeOf>][]} */
  const all = [
    [null, 10, undefined],
    ['bytes=0-', 10, { start: 0, end: 10 }],
    ['bytes=3-5', 10, { start: 3, end: 6 }],
    ['bytes=3-99', 10, { start: 3, end: 10 }],
    ['bytes=-4', 10, { start: 6, end: 10 }],
    ['bytes=-40', 10, { start: 0, end: 10 }],
    ['bytes=10-', 10, 'nothing'],
    ['bytes=-0', 10, 'nothing'],
    ['bytes=0-', 0, 'nothing'],
    ['bytes=5-3', 10, undefined],
    ['bytes=0-1,5-6', 10, undefined],
    ['bytes=-', 10, undefined],
    ['lines=1-2', 10, undefined],
  ];
  for (const [header, size, part] of all)
    test(`${header} of ${size}`, () => assert.deepEqual(rangeOf(header, size), part));
});

describe('answers', () => {
  test('a part, wherever it begins and ends, and no chunk besides', async () => {
    const edges = [0, 1, 16383, 16384, 16385, 300_000, 5 * 2 ** 20, film.length - 1];
    for (const start of edges)
      for (const end of edges.filter((end) => end >= start)) {
        const { response, ends, host } = await ask('files/film.mp4', `bytes=${start}-${end}`);
        assert.equal(response.status, 206);
        assert.equal(response.headers.get('content-range'), `bytes ${start}-${end}/${film.length}`);
        assert.ok(film.subarray(start, end + 1).equals(Buffer.from(await response.arrayBuffer())), `${start}-${end}`);
        assert.deepEqual(ends, [{}]);
        const sealed = host.asked.flatMap((range) => [...range.matchAll(/\d+/g)].map(Number));
        assert.equal(sealed[0], HEAD + Math.floor(start / 16384) * SEALED_CHUNK);
        const last = HEAD + (Math.floor(end / 16384) + 1) * SEALED_CHUNK;
        assert.ok(Number(sealed.at(-1)) < last);
      }
  });

  test('the whole, from a host that understands ranges and from one that does not', async () => {
    for (const host of [hostOf(files), hostOf(files, false)])
      for (const path of /** @type {(keyof typeof site)[]} */ (Object.keys(site))) {
        const { response } = await ask(path, null, { host });
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('content-length'), String(site[path].bytes.length));
        assert.ok(site[path].bytes.equals(Buffer.from(await response.arrayBuffer())), path);
      }
    const { response } = await ask('files/film.mp4', 'bytes=1000001-1000009', { host: hostOf(files, false) });
    assert.ok(film.subarray(1000001, 1000010).equals(Buffer.from(await response.arrayBuffer())));
  });

  test('what there is no part of, and what has no parts', async () => {
    const none = await ask('files/film.mp4', `bytes=${film.length}-`);
    assert.deepEqual([none.response.status, none.response.headers.get('content-range')], [416, `bytes */${film.length}`]);
    const packed = await ask('files/table.csv', 'bytes=5-9');
    assert.deepEqual([packed.response.status, packed.response.headers.get('accept-ranges')], [200, 'none']);
  });

  test('it is read no faster than it is wanted, and no longer', async () => {
    const { response, ends, host } = await ask('files/film.mp4', 'bytes=0-');
    const reader = response.body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(host.asked.length <= 2, host.asked.join());
    await reader?.cancel();
    assert.deepEqual(ends, [{}]);
    assert.ok(host.asked.length <= 2, host.asked.join());
  });

  test('what could run goes to the disk as bytes, whatever it says it is', async () => {
    const file = await fileOf('files/film.mp4');
    for (const type of ['text/html', 'image/svg+xml', 'application/xml', 'text/xml', 'application/xhtml+xml', 'text/javascript', 'x/y']) {
      const { headers } = answer({ ...file, type }, null, fetch, () => {});
      assert.equal(headers.get('content-type'), 'application/octet-stream', type);
      assert.match(headers.get('content-disposition') ?? '', /^attachment/);
    }
    const { response } = await ask('files/film.mp4', null, { name: "Über 'uns' (1).mp4" });
    const { headers } = response;
    assert.equal(headers.get('content-disposition'), "attachment; filename*=UTF-8''%C3%9Cber%20%27uns%27%20%281%29.mp4");
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(headers.get('content-security-policy') ?? '', /sandbox/);
  });
});

describe('what is not as it was sealed', () => {
  const object = paths['files/film.mp4'] ?? '';
  const sealed = files[object] ?? assert.fail();
  /**
   * @param {(bytes: Buffer) => Buffer | undefined} alter
   * @param {string} kind
   * @param {number} given - how many bytes may be given before it breaks
   * @param {boolean} ranges
   */
  const breaks = async (alter, kind, given, ranges) => {
    const altered = alter(Buffer.from(sealed));
    const { [object]: _, ...others } = files;
    const host = hostOf(altered ? { ...others, [object]: altered } : others, ranges);
    const { response, ends } = await ask('files/film.mp4', 'bytes=0-', { host });
    /** @type {Buffer[]} */
    const got = [];
    await assert.rejects(async () => {
      for await (const block of response.body ?? assert.fail()) got.push(Buffer.from(block));
    });
    assert.equal(ends[0]?.error?.kind, kind);
    const all = Buffer.concat(got);
    assert.ok(all.length <= given && film.subarray(0, all.length).equals(all), `${all.length} bytes`);
  };
  for (const ranges of [true, false]) {
    const host = ranges ? 'a host with ranges' : 'a host without';
    test(`${host}: a flipped bit ends it before its chunk`, () =>
      breaks((bytes) => (bytes.writeUInt8(bytes.readUInt8(HEAD + 200 * SEALED_CHUNK + 7) ^ 1, HEAD + 200 * SEALED_CHUNK + 7), bytes), 'damaged', 200 * 16384, ranges));
    test(`${host}: two chunks that changed places`, () =>
      breaks((bytes) => {
        const one = Buffer.from(bytes.subarray(HEAD + 9 * SEALED_CHUNK, HEAD + 10 * SEALED_CHUNK));
        bytes.copyWithin(HEAD + 9 * SEALED_CHUNK, HEAD + 10 * SEALED_CHUNK, HEAD + 11 * SEALED_CHUNK);
        one.copy(bytes, HEAD + 10 * SEALED_CHUNK);
        return bytes;
      }, 'damaged', 9 * 16384, ranges));
    test(`${host}: cut off between two chunks`, () =>
      breaks((bytes) => bytes.subarray(0, HEAD + 100 * SEALED_CHUNK), 'damaged', 100 * 16384, ranges));
    test(`${host}: gone`, () => breaks(() => undefined, 'missing', 0, ranges));
  }

  test('the end is looked at before the length is trusted', async () => {
    const { url, key, nonce, stored } = await fileOf('files/film.mp4');
    const check = (/** @type {Buffer} */ bytes) => {
      const { get } = hostOf({ [url]: bytes });
      const asking = (/** @type {number} */ from, /** @type {number} */ to) => get(url, { headers: { Range: `bytes=${from}-${to - 1}` } });
      return checkEnd({ message: new Message(key, nonce), stored, get: asking });
    };
    await check(sealed);
    await assert.rejects(check(sealed.subarray(0, -SEALED_CHUNK)), { kind: 'damaged' });
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1);
    await assert.rejects(check(altered), { kind: 'damaged' });
  });
});

describe('a film that is gone from an open portal', () => {
  const base = 'https://portals.example/';
  const { fetch } = globalThis;
  afterEach(() => {
    globalThis.fetch = fetch;
    Reflect.deleteProperty(globalThis, 'location');
  });
  /**
   * Opens a portal, puts another state of it on the host, and asks for the film's address.
   *
   * @param {{ epoch: number, sequence: number }} other
   */
  const afterwards = async (other) => {
    const { files, paths } = seal({ site, epoch: 1, sequence: 9 });
    const portal = await open(files);
    delete files[paths['files/film.mp4'] ?? ''];
    const changed = { ...site, 'files/film.mp4': { type: 'video/mp4', bytes: Buffer.from('another film') } };
    Object.assign(files, seal({ site: changed, ...other }).files);
    const { get } = hostOf(files);
    globalThis.fetch = (url, options) => get(String(url).slice(base.length), options);
    Object.assign(globalThis, { location: new URL(base) });
    return { portal, address: () => new Streaming(portal).address('files/film.mp4', '', () => {}) };
  };
  const stateOf = (/** @type {Portal} */ { slot, manifest }) => [slot.epoch, manifest.sequence];

  test('is the new one where the portal was published since', async () => {
    for (const newer of [{ epoch: 1, sequence: 10 }, { epoch: 2, sequence: 10 }]) {
      const { portal, address } = await afterwards(newer);
      assert.match(await address(), /^stream\/[0-9a-f]{32}$/);
      assert.deepEqual(stateOf(portal), [newer.epoch, newer.sequence]);
    }
  });

  test('is refused where the host went back to an older state', async () => {
    for (const older of [{ epoch: 1, sequence: 8 }, { epoch: 0, sequence: 12 }]) {
      const { portal, address } = await afterwards(older);
      await assert.rejects(address(), { kind: 'rollback' });
      assert.deepEqual(stateOf(portal), [1, 9]);
    }
  });
});
