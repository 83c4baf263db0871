// A small agency of our own under `keyfolio serve`, to be changed while it is looked at.

import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { KEYFOLIO } from './portals.js';
import { startListening } from './processes.js';

/** A day far from today, and two that are gone. */
const FAR = '2999-05-04';
const GONE = '2020-01-02';

/** How many days ago the last update of `acme` was. */
export const SILENCE = 40;

/** The first text of the update that the tests change. */
export const HELLO = 'The tower stands.';

/** The update that the tests change; it is long enough to be scrolled. */
export const UPDATE = 'content/acme/updates/hello.md';

/** @param {string} text */
export const update = (text) => `---
title: Hello
date: ${new Date(Date.now() - SILENCE * 86_400_000).toISOString().slice(0, 10)}
---

${'A paragraph that makes the page long.\n\n'.repeat(80)}${text}
`;

/** The client whose files the tests break and mend. */
export const CLIENT = 'content/acme/client.yaml';
export const MENDED = 'name: Acme & Sons\naccess: { mode: plain }\n';
export const BROKEN = 'name: Acme & Sons\nlogoo: acme.svg\naccess: { mode: plain }\n';

/** An update of a client whose portal is sealed. */
export const SEALED_UPDATE = 'content/cove/updates/hello.md';

/** @type {Record<string, string>} */
const FILES = {
  'keyfolio.yaml': 'name: North Yard\ntime_zone: UTC\nbase_url: https://portals.example/\n',
  [CLIENT]: MENDED,
  [UPDATE]: update(HELLO),
  'content/acme/status.yaml': `phases: [Design, Build]
phase: Build
health: at_risk
reason: The printer is late.
progress: 40
milestones:
  - title: First proof
    id: proof
    planned: ${GONE}
  - title: Opening night
    id: opening
    planned: ${FAR}
next_steps:
  - title: Send us the photographs
    owner: you
    due: ${GONE}
`,
  'content/bolt/client.yaml': 'name: Bolt\nlogoo: bolt.svg\n',
  'content/cove/client.yaml': 'name: Cove\n',
  [SEALED_UPDATE]: update(HELLO),
  // An empty file is worth a warning.
  'content/cove/documents/plan.pdf': '',
  'content/dale/client.yaml': 'name: Dale Mills\narchived: true\n',
};

/**
 * @typedef {object} Preview
 * @property {string} url - of the dashboard
 * @property {(client: string) => Promise<string>} portal - URL of a client's portal
 * @property {(path: string, text: string) => Promise<void>} write
 * @property {(folder?: string) => Promise<string>} output - everything in a folder of the output
 * @property {() => Promise<void>} close
 */

/**
 * Makes the agency and serves it.
 *
 * @param {Record<string, string>} [files] - instead of the usual ones
 * @returns {Promise<Preview>}
 */
export async function preview(files = FILES) {
  const folder = await mkdtemp(join(tmpdir(), 'keyfolio-serve-'));
  /** @type {Preview['write']} */
  const write = async (path, text) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    // At once, or a build may read the file while it is still empty.
    const written = join(folder, '.written');
    await writeFile(written, text);
    await rename(written, join(folder, path));
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  const program = await startListening(KEYFOLIO, (port) => [
    ...['-C', folder, 'serve', '--port', String(port)],
  ]);
  const url = `${program.url}/`;
  // It listens before it builds, and answers after that.
  await fetch(url);
  return {
    url,
    portal: async (client) => {
      const dashboard = await (await fetch(url)).text();
      const href = new RegExp(`<a href="([^"]+)">${client}</a>`).exec(dashboard)?.[1];
      if (!href) throw new Error(`the dashboard has no link to ${client}:\n${dashboard}`);
      return new URL(href, url).href;
    },
    write,
    output: async (inside = '') => {
      const dist = join(folder, 'dist', inside);
      const entries = await readdir(dist, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      const texts = files.map((file) => readFile(join(file.parentPath ?? file.path, file.name)));
      return (await Promise.all(texts)).join('\n');
    },
    close: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
