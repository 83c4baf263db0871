// Portals with prototypes among their deliverables: one that uses what prototypes use, and one that
// tries to get out.

import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KEYFOLIO, letIn } from './portals.js';
import { serve } from './server.js';

const run = promisify(execFile);
const BROWSER_TESTS = join(import.meta.dirname, '..');

/** @param {{ watchErrors?: boolean }} [options] - see `serve` */
export async function publishPrototypes(options) {
  const temporary = await mkdtemp(join(tmpdir(), 'keyfolio-prototypes-'));
  const workspace = join(temporary, 'starter');
  await run(KEYFOLIO, ['init', workspace]);
  const root = join(temporary, 'portals');
  const server = await serve(root, options);
  /** What a prototype would ask if it could ask anybody. */
  const elsewhere = await serve(temporary);

  const deliverables = join(workspace, 'content/lindholm-ferries/deliverables');
  await cp(join(BROWSER_TESTS, 'prototype'), join(deliverables, 'crossings/v1'), { recursive: true });
  await cp(join(BROWSER_TESTS, 'hostile-prototype'), join(deliverables, 'hostile/v1'), { recursive: true });
  const page = join(deliverables, 'hostile/v1/index.html');
  const html = await readFile(page, 'utf8');
  await writeFile(page, html.replaceAll('ELSEWHERE', elsewhere.base.slice(0, -1)));

  const built = async (/** @type {string} */ mode) => {
    await letIn(workspace, mode);
    await run(KEYFOLIO, ['build', '--quiet', '--out', join(root, mode)], { cwd: workspace });
    const { stdout } = await run(KEYFOLIO, ['links', '--format', 'json'], { cwd: workspace });
    const { locator, fragment } = JSON.parse(stdout.split('\n')[0] ?? '');
    return { base: `${server.base}${mode}/${locator}/`, folder: join(root, mode, locator), fragment };
  };
  const plain = await built('plain');
  const sealed = await built('link');
  return {
    server,
    elsewhere,
    plain,
    sealed,
    /** The names that a host sees. */
    names: await readdir(sealed.folder, { recursive: true }),
    close: async () => {
      await server.close();
      await elsewhere.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}
