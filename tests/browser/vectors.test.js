// The test vectors of the sealed format through the browser's reader, under Node.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { expected, read } from './lib/vectors.js';

const VECTORS = join(import.meta.dirname, '../vectors');

/** Node's `DecompressionStream` takes what follows compressed data; those of browsers refuse it. */
const NOT_IN_NODE = ['manifest-deflate-trailing', 'object-deflate-trailing'];

/** @param {string} folder */
const host = (folder) => async (/** @type {string} */ path) => {
  try {
    return new Response(readFileSync(join(folder, path)));
  } catch {
    return new Response('', { status: 404 });
  }
};

describe('vectors', { concurrency: 4 }, () => {
  for (const entry of readdirSync(VECTORS, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(VECTORS, entry.name);
    const vector = JSON.parse(readFileSync(join(folder, 'vector.json'), 'utf8'));
    const skip = NOT_IN_NODE.includes(entry.name) && 'see the engines';
    test(`${entry.name}: ${vector.about}`, { skip }, async () => {
      assert.deepEqual(await read(vector, host(join(folder, 'portal'))), expected(vector));
    });
  }
});
