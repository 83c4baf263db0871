// The browser's reader under Node: what a sealer written from docs/format.md seals, it opens; what
// was altered, cut or exchanged, it refuses, and says as what.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linkSecret, normalisedCode } from '../../src/browser/reader/code.js';
import { padme } from '../../src/browser/reader/documents.js';
import { rootOf, wayOf } from '../../src/browser/reader/keys.js';
import { Portal, readHeader } from '../../src/browser/reader/portal.js';
import { isShared } from '../../src/browser/later/remember.js';
import { seal } from './lib/sealer.js';

const CODE = 'MXKQ70FR2A';
const page = Buffer.from('<!doctype html><title>Ahoy</title>'.repeat(40));
const film = Buffer.alloc(3 * 2 ** 20 + 17, 'film');
const site = {
  'index.html': { type: 'text/html', bytes: page },
  'files/empty.bin': { type: 'application/octet-stream', bytes: Buffer.alloc(0) },
  'files/chunk.bin': { type: 'application/octet-stream', bytes: Buffer.alloc(16384, 7) },
  'files/film ü.mp4': { type: 'video/mp4', bytes: film },
};

/**
 * A host that has these files, and gives them in pieces of odd sizes.
 *
 * @param {Record<string, Buffer>} files
 */
const host = (files) => async (/** @type {string} */ path) => {
  const bytes = files[path];
  if (!bytes) return new Response('not here', { status: 404 });
  let at = 0;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(new Uint8Array(bytes.subarray(at, (at += 10_007))));
      },
    }),
  );
};

/**
 * @param {Record<string, Buffer>} files
 * @param {string} link
 * @param {string} [code]
 */
async function open(files, link, code) {
  const get = host(files);
  const header = await readHeader(get);
  const way = await wayOf(await rootOf(header.mode, linkSecret(link), normalisedCode(code ?? ''), header.kdf));
  return Portal.open(get, header, way);
}

/** @param {string} kind */
const failsAs = (kind) => (/** @type {any} */ error) => {
  assert.equal(error.kind, kind, String(error.stack));
  return true;
};

describe('opening', () => {
  for (const mode of /** @type {const} */ (['link', 'code', 'link+code'])) {
    test(`${mode}: every file is what it was`, async () => {
      const { files, link } = seal({ mode, code: CODE, epoch: 3, site });
      const portal = await open(files, link, 'mxkq-7Ofr 2a');
      assert.deepEqual([...portal.manifest.entries.keys()], Object.keys(site));
      for (const [path, { bytes, type }] of Object.entries(site)) {
        assert.ok(bytes.equals(await portal.bytes(path)), path);
        const blob = await portal.blob(path);
        assert.deepEqual([blob.type, blob.size], [type, bytes.length]);
      }
    });
  }

  test('another link, another code, either of two: no slot has that name', async () => {
    const other = 'a'.repeat(26);
    const linked = seal({ site });
    await assert.rejects(open(linked.files, other), failsAs('wrong-link'));
    const coded = seal({ mode: 'code', code: CODE, site });
    await assert.rejects(open(coded.files, '', 'aaaabbbbcc'), failsAs('wrong-code'));
    const both = seal({ mode: 'link+code', code: CODE, site });
    await assert.rejects(open(both.files, both.link, 'aaaabbbbcc'), failsAs('wrong-pair'));
    await assert.rejects(open(both.files, other, CODE), failsAs('wrong-pair'));
  });

  test('nothing there, and a host that fails, are not a wrong link', async () => {
    const { files, link } = seal({ site });
    await assert.rejects(open({}, link), failsAs('no-portal'));
    await assert.rejects(readHeader(async () => { throw new TypeError('no network'); }), failsAs('offline'));
    await assert.rejects(readHeader(async () => new Response('', { status: 503 })), failsAs('offline'));
    delete files['manifest'];
    await assert.rejects(open(files, link), failsAs('missing'));
  });

  test('headers that ask for what no reader may do', async () => {
    const kdf = { name: 'PBKDF2-HMAC-SHA-256', iterations: 600_000, salt: 'A'.repeat(22) };
    const refused = /** @type {[object, string][]} */ ([
      [{ version: 2, mode: 'link' }, 'outdated'],
      [{ version: 1, mode: 'plain' }, 'damaged'],
      [{ version: 1, mode: 'code' }, 'damaged'],
      [{ version: 1, mode: 'code', kdf: { ...kdf, iterations: 1000 } }, 'damaged'],
      [{ version: 1, mode: 'code', kdf: { ...kdf, iterations: 1e9 } }, 'damaged'],
      [{ version: 1, mode: 'code', kdf: { ...kdf, salt: 'AAAA' } }, 'damaged'],
      [{ version: 1, mode: 'link', more: 'x'.repeat(4096) }, 'damaged'],
    ]);
    for (const [header, kind] of refused) {
      const files = { 'header.json': Buffer.from(JSON.stringify(header)) };
      await assert.rejects(readHeader(host(files)), failsAs(kind));
    }
    const good = { version: 1, mode: 'code', kdf, later: true };
    const files = { 'header.json': Buffer.from(JSON.stringify(good)) };
    assert.equal((await readHeader(host(files))).mode, 'code');
  });
});

describe('damage', () => {
  const { files, link, paths } = seal({ site });
  const slot = Object.keys(files).find((name) => name.startsWith('slots/')) ?? '';

  for (const name of [slot, 'manifest', paths['index.html'] ?? ''])
    test(`one byte of ${name.split('/')[0]} is another`, async () => {
      const sealed = /** @type {Buffer} */ (files[name]);
      for (const at of [0, 24, 56, sealed.length - 17, sealed.length - 1]) {
        const altered = Buffer.from(sealed);
        altered.writeUInt8(sealed.readUInt8(at) ^ 1, at);
        const portal = open({ ...files, [name]: altered }, link);
        await assert.rejects(
          portal.then((portal) => portal.bytes('index.html')),
          failsAs('damaged'),
          `at ${at}`,
        );
      }
    });

  test('cut at a chunk, cut within one, or longer', async () => {
    const name = paths['files/film ü.mp4'] ?? '';
    const sealed = /** @type {Buffer} */ (files[name]);
    for (const other of [
      sealed.subarray(0, 56 + 5 * 16400),
      sealed.subarray(0, 100_000),
      sealed.subarray(0, 56),
      sealed.subarray(0, 20),
      Buffer.concat([sealed, Buffer.alloc(16)]),
    ]) {
      const portal = await open({ ...files, [name]: other }, link);
      await assert.rejects(portal.bytes('files/film ü.mp4'), failsAs('damaged'));
    }
  });

  test('a damaged copy that was kept is replaced', async () => {
    const name = paths['index.html'] ?? '';
    const damaged = Buffer.from(/** @type {Buffer} */ (files[name]));
    damaged.writeUInt8(damaged.readUInt8(90) ^ 1, 90);
    const get = host(files);
    const kept = host({ ...files, [name]: damaged });
    const header = await readHeader(get);
    const way = await wayOf(await rootOf('link', linkSecret(link), undefined, undefined));
    const portal = await Portal.open((path, fresh) => (fresh ? get : kept)(path), header, way);
    assert.ok(page.equals(await portal.bytes('index.html')));
  });

  test('an object in the place of another, or of another epoch', async () => {
    const [one = '', two = ''] = [paths['index.html'], paths['files/chunk.bin']];
    const swapped = { ...files, [one]: /** @type {Buffer} */ (files[two]) };
    const portal = await open(swapped, link);
    await assert.rejects(portal.bytes('index.html'), failsAs('damaged'));
    const later = seal({ site, epoch: 1 });
    const mixed = { ...files, manifest: /** @type {Buffer} */ (later.files['manifest']) };
    await assert.rejects(open(mixed, link), failsAs('damaged'));
  });

  test('a portal that was published anew is followed; an object that is gone is missing', async () => {
    const before = seal({ site });
    const changed = { ...site, 'index.html': { type: 'text/html', bytes: Buffer.from('new') } };
    const after = seal({ site: changed, epoch: 1, sequence: 2 });
    const files = { ...before.files };
    const portal = await open(files, before.link);
    for (const name of Object.keys(files)) delete files[name];
    Object.assign(files, after.files);
    assert.equal(Buffer.from(await portal.bytes('index.html')).toString(), 'new');
    assert.equal(portal.manifest.sequence, 2);
    delete files[after.paths['index.html'] ?? ''];
    await assert.rejects(portal.bytes('index.html'), failsAs('missing'));
    await assert.rejects(portal.bytes('nowhere.html'), failsAs('missing'));
  });
});

test('at each step of a publish with a new key the portal is the old one or the new one', async () => {
  const changed = { ...site, 'index.html': { type: 'text/html', bytes: Buffer.from('new') } };
  const before = seal({ site, epoch: 9 });
  const after = seal({ site: changed, epoch: 10 });
  const names = Object.keys(after.files);
  const slot = names.find((name) => name.startsWith('slots/')) ?? '';
  const files = /** @type {Record<string, Buffer>} */ ({ ...before.files });
  const manifest = /** @type {Buffer} */ (after.files['manifest']);
  const steps = /** @type {[string, string][]} */ ([
    ...names.filter((name) => name.startsWith('objects/')).map((name) => [name, 'old']),
    ['manifest-10', 'old'],
    [slot, 'new'],
    ['manifest', 'new'],
  ]);
  const shown = async () => {
    const bytes = Buffer.from(await (await open(files, before.link)).bytes('index.html'));
    return bytes.equals(page) ? 'old' : String(bytes);
  };
  assert.equal(await shown(), 'old');
  for (const [name, expected] of steps) {
    files[name] = after.files[name] ?? manifest;
    assert.equal(await shown(), expected, `with ${name}`);
  }
  // Who opened the old one follows while the manifest is still the old one; and a slot of before opens nothing more.
  const visited = { ...before.files };
  const portal = await open(visited, before.link);
  for (const name of Object.values(before.paths)) delete visited[name];
  Object.assign(visited, after.files, { manifest: before.files['manifest'], 'manifest-10': manifest });
  assert.equal(String(Buffer.from(await portal.bytes('index.html'))), 'new');
  await assert.rejects(open({ ...files, [slot]: /** @type {Buffer} */ (before.files[slot]) }, before.link), failsAs('damaged'));
});

test('a host that goes back to an older state under an open portal is refused', async () => {
  const changed = { ...site, 'index.html': { type: 'text/html', bytes: Buffer.from('old') } };
  for (const older of [{ epoch: 1, sequence: 8 }, { epoch: 0, sequence: 12 }]) {
    const { files, link, paths } = seal({ site, epoch: 1, sequence: 9 });
    const portal = await open(files, link);
    delete files[paths['index.html'] ?? ''];
    Object.assign(files, seal({ site: changed, ...older }).files);
    await assert.rejects(portal.bytes('index.html'), failsAs('rollback'));
    assert.deepEqual([portal.slot.epoch, portal.manifest.sequence], [1, 9]);
  }
});

describe('small things', () => {
  test('hosts whose origin many people share', () => {
    for (const host of [
      's3.amazonaws.com', 's3-eu-west-1.amazonaws.com', 's3.cn-north-1.amazonaws.com.cn', 's3.eu-central-2.wasabisys.com',
      's3.us-west-004.backblazeb2.com', 'f004.backblazeb2.com', 's3.fr-par.scw.cloud', 'storage.googleapis.com',
      'fra1.digitaloceanspaces.com', 'fsn1.your-objectstorage.com', 'ada.blob.core.windows.net',
    ])
      assert.ok(isShared(host), host);
    for (const host of ['portal.northlight.example', 'bucket.s3.amazonaws.com', 'bucket.fra1.digitaloceanspaces.com', 's3x.example', 'localhost'])
      assert.ok(!isShared(host), host);
  });

  test('codes as people type them', () => {
    assert.equal(normalisedCode(' mxkq-7oFr·２Ａli '), 'MXKQ70FR2A11');
    assert.equal(normalisedCode('1234567'), undefined);
    assert.equal(normalisedCode('x'.repeat(129)), undefined);
  });

  test('link secrets in either case, and nothing else', () => {
    const { link } = seal({ site: {} });
    assert.deepEqual(linkSecret(link.toUpperCase()), linkSecret(link));
    assert.equal(linkSecret(link)?.length, 16);
    for (const other of ['', link.slice(1), `${link}a`, link.replace(/.$/, '7'), '/updates/kickoff'])
      assert.equal(linkSecret(other), undefined, other);
  });

  test('padded lengths', () => {
    const lengths = [0, 1, 2, 3, 9, 100, 1000, 2 ** 40 + 1];
    assert.deepEqual(lengths.map(padme), [0, 1, 2, 3, 10, 104, 1024, 2 ** 40 + 2 ** 34]);
  });
});
