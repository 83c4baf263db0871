// A portal as the program builds it through the browser's reader, under Node: whichever byte is altered,
// the file that it stands in is refused, as damaged.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { linkSecret } from '../../src/browser/reader/code.js';
import { rootOf, wayOf } from '../../src/browser/reader/keys.js';
import { Portal, readHeader } from '../../src/browser/reader/portal.js';
import { openVault } from './lib/vault.js';

describe('every byte of a built portal', () => {
  /** @type {Record<string, Buffer>} */
  const files = {};
  /** @type {Awaited<ReturnType<typeof openVault>>} */
  let vault;
  before(async () => {
    vault = await openVault();
    for (const name of await vault.files(vault.acme)) {
      const path = name.replaceAll('\\', '/');
      if (!/^(header\.json|manifest|slots\/.+|objects\/.+)$/.test(path)) continue;
      files[path] = await readFile(join(vault.folder(vault.acme), name));
    }
  });
  after(() => vault?.close());

  /** @param {Record<string, Buffer>} served */
  const host = (served) => async (/** @type {string} */ path) => {
    const bytes = served[path];
    return bytes ? new Response(new Uint8Array(bytes)) : new Response('', { status: 404 });
  };
  /** @param {Record<string, Buffer>} served */
  const open = async (served) => {
    const get = host(served);
    const header = await readHeader(get);
    const secret = linkSecret(vault.acme.secret);
    return Portal.open(get, header, await wayOf(await rootOf(header.mode, secret, undefined, header.kdf)));
  };
  /**
   * @param {string} path
   * @param {number} at
   */
  const flipped = (path, at) => {
    const copy = Buffer.from(files[path] ?? []);
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << (at % 8)), at);
    return { ...files, [path]: copy };
  };
  /**
   * @param {() => Promise<unknown>} read
   * @param {RegExp} kinds
   * @param {string} what
   */
  const refused = async (read, kinds, what) => {
    const kind = await read().then(
      () => 'opened',
      (error) => error.kind ?? String(error.stack),
    );
    assert.match(kind, kinds, what);
  };

  test('header, slot and manifest', async () => {
    await open(files);
    const parts = Object.keys(files).filter((path) => !path.startsWith('objects/'));
    assert.equal(parts.length, 3);
    for (const path of parts)
      for (let at = 0; at < (files[path]?.length ?? 0); at += 1) {
        // Another version of the format says so.
        const kinds = path === 'header.json' ? /^(damaged|outdated)$/ : /^damaged$/;
        await refused(() => open(flipped(path, at)), kinds, `${path}, byte ${at}`);
      }
  });

  test('objects', async () => {
    const portal = await open(files);
    let alterations = 0;
    for (const [path, { object }] of portal.manifest.entries) {
      const file = `objects/${object}`;
      const length = files[file]?.length ?? 0;
      for (let at = 0; at < length; at += at < 80 || at > length - 40 ? 1 : 101) {
        portal.get = host(flipped(file, at));
        await refused(() => portal.bytes(path), /^damaged$/, `${path}, byte ${at}`);
        alterations += 1;
      }
    }
    assert.ok(alterations > 1000, String(alterations));
  });
});
