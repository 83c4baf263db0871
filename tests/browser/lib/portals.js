// The agencies that the tests open, the starter and every example, built by the program itself
// into a folder that goes when the tests end.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../../..');
const AGENCIES = resolve(import.meta.dirname, '../agencies');
const STARTER = 'starter';
export const KEYFOLIO = process.env['KEYFOLIO'] ?? join(REPOSITORY, 'target/debug/keyfolio');

/**
 * @typedef {object} Page
 * @property {string} path - from the portal's folder, with `/`
 * @property {string} kind - pages of one kind come from one template
 * @property {string} file - on disk
 *
 * @typedef {object} Portal
 * @property {string} client - the client's id
 * @property {string} locator - its folder in the output
 * @property {Page[]} pages
 *
 * @typedef {object} Agency
 * @property {string} name
 * @property {string} workspace
 * @property {string} dist - the folder with the output
 * @property {Page[]} front - the pages that name no client
 * @property {Portal[]} portals
 */

/**
 * Builds the starter, as `keyfolio init` makes it, a copy of every example, and of the agencies
 * that are here for the tests alone. Nothing of it is sealed: what is looked at are pages.
 *
 * @returns {Promise<{ agencies: Agency[], root: string, remove: () => Promise<void> }>} `root`
 *   holds the output of every agency, in a folder of its name.
 */
export async function buildAgencies() {
  const temporary = await mkdtemp(join(tmpdir(), 'keyfolio-browser-'));
  const root = join(temporary, 'output');
  const examples = join(REPOSITORY, 'examples');
  const folders = await Promise.all([examples, AGENCIES].map(foldersIn));

  /** @type {Agency[]} */
  const agencies = [];
  for (const source of [STARTER, ...folders.flat()]) {
    const name = basename(source);
    const workspace = join(temporary, name);
    // Copied, so that no secret and no cache is left in the repository.
    if (source === STARTER) await run(KEYFOLIO, ['init', workspace]);
    else await cp(source, workspace, { recursive: true });
    await letIn(workspace, 'plain');
    agencies.push(await build(name, workspace, join(root, name)));
  }
  return { agencies, root, remove: () => rm(temporary, { recursive: true, force: true }) };
}

/**
 * Changes an agency so that all of its clients get in by one mode.
 *
 * @param {string} workspace
 * @param {string} mode
 */
export async function letIn(workspace, mode) {
  const content = join(workspace, 'content');
  const clients = (await readdir(content)).map((client) => join(content, client, 'client.yaml'));
  for (const file of [join(workspace, 'keyfolio.yaml'), ...clients]) {
    const text = (await readFile(file, 'utf8')).replace(/^access:.*\n(?:[ \t]+.*\n)*/m, '');
    const access = clients.includes(file) ? '' : `\naccess:\n  mode: ${mode}\n`;
    await writeFile(file, text + access);
  }
}

/**
 * What stands in front of an agency's portals when they are sealed, as it is for every client.
 *
 * @param {Agency} agency
 * @returns {Promise<Page>}
 */
export async function lockScreen({ name, workspace, dist }) {
  const out = join(dirname(dist), `${name}-sealed`);
  await letIn(workspace, 'link');
  await run(KEYFOLIO, ['build', '--quiet', '--out', out], { cwd: workspace });
  const page = (await pagesIn(out)).find(({ path }) => path.endsWith('/index.html'));
  if (!page) throw new Error(`there is no sealed portal in ${out}`);
  return page;
}

/** @param {string} folder */
async function foldersIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  // Beside the agencies there are examples of other things.
  return folders.filter((one) => existsSync(join(one, 'keyfolio.yaml')));
}

/**
 * @param {string} name
 * @param {string} workspace
 * @param {string} dist
 * @returns {Promise<Agency>}
 */
async function build(name, workspace, dist) {
  await run(KEYFOLIO, ['build', '--quiet', '--out', dist], { cwd: workspace });
  const { stdout } = await run(KEYFOLIO, ['links', '--format', 'json'], { cwd: workspace });
  const portals = [];
  for (const line of stdout.trim().split('\n')) {
    const { client, locator } = JSON.parse(line);
    portals.push({ client, locator, pages: await pagesIn(join(dist, locator)) });
  }
  const front = (await pagesIn(dist)).filter(({ path }) => !path.includes('/'));
  return { name, workspace, dist, front, portals };
}

/**
 * The portal's own pages: those of a prototype are not the theme's.
 *
 * @param {string} folder
 * @returns {Promise<Page[]>}
 */
async function pagesIn(folder) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const pages = files
    .filter((entry) => entry.isFile() && entry.name.endsWith('.html'))
    .map(async (entry) => {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      return { path: relative(folder, file).split(sep).join('/'), kind: await kindOf(file), file };
    });
  const own = (await Promise.all(pages)).filter(({ path }) => !path.startsWith('files/'));
  return own.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The theme writes the kind of a page into its body: `<body class="on-update">`.
 *
 * @param {string} file
 */
async function kindOf(file) {
  return /<body class="([^"]*)"/.exec(await readFile(file, 'utf8'))?.[1] ?? '';
}

/**
 * One page of each kind of an agency, and the first page of every portal.
 *
 * @param {Agency} agency
 */
export function onePageOfEachKind(agency) {
  /** @type {Set<string>} */
  const seen = new Set();
  return agency.portals.flatMap(({ pages }) =>
    pages.filter(({ path, kind }) => path === 'index.html' || (!seen.has(kind) && seen.add(kind))),
  );
}
