// Sealed portals to open: the starter's own, in each mode, and some that are damaged or hostile.

import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { letIn } from './portals.js';
import { seal } from './sealer.js';
import { serve } from './server.js';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../../..');
const KEYFOLIO = process.env['KEYFOLIO'] ?? join(REPOSITORY, 'target/debug/keyfolio');
const SHELL = join(dirname(KEYFOLIO), 'examples/shell');

const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
});

/** As the tests type it, sloppily, and as it is. */
export const TYPED = 'mxkq 7ofr-2A8x';
const CODE = 'MXKQ70FR2A8X';

/** What a page of a hostile update might hold, had nothing taken it out before. */
const HOSTILE = `<!doctype html><html lang="en"><head><title>Hostile</title>
<link rel="stylesheet" href="hostile.css">
<style>main{color:rgb(1,2,3)}</style><script>pwned = 'inline'</script></head>
<body onload="pwned = 'body'"><main><h1>Hostile</h1>
<img src="nowhere.png" onerror="pwned = 'image'" alt="">
<img src="https://elsewhere.invalid/x.png" onerror="pwned = 'image'" alt="">
<img srcset="files/secret-name.png 1x, files/100%.png 2x" alt="">
<svg><image href="files/secret-name.png"/><use href="files/secret-name.svg#a"/></svg>
<table background="files/secret-name.png"></table><input type="image" src="files/secret-name.png" alt="">
<iframe id="framed" src="files/attached.html" title="attached"></iframe>
<iframe id="drawn" src="files/attached.svg" title="drawing"></iframe>
<iframe id="text" src="files/plain.txt" title="text"></iframe>
<svg onload="pwned = 'svg'"><script>pwned = 'svg script'</script></svg>
<iframe srcdoc="<script>parent.pwned = 'frame'</script>" title="frame"></iframe>
<a id="js" href="javascript:pwned = 'link'">link</a>
<a id="html" href="files/attached.html">page</a>
<a id="svg" href="files/attached.svg">drawing</a>
<object data="files/attached.svg" type="image/svg+xml"></object>
<embed src="files/attached.svg">
</main></body></html>`;
const ATTACHED = `<!doctype html><title>Attached</title><script>
try { opener.pwned = 'attached' } catch {} try { parent.pwned = 'attached' } catch {}</script>`;
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg"><script>
try { parent.pwned = 'drawing' } catch {}</script></svg>`;

/** The client of the starter whose portal it is. */
const WHOSE = 'lindholm-ferries';

/**
 * @typedef {object} Variant
 * @property {string} base - URL of the portal's folder, with a slash at the end
 * @property {string} folder - on disk
 * @property {string} link - what stands behind the `#`
 *
 * @typedef {Record<string, { type: string, bytes: Buffer }>} Site
 * @typedef {(files: Record<string, Buffer>, objects: Record<string, string>) => void} Alter - `objects` are
 *   the names of the objects, by path
 */

const flip = (/** @type {Buffer | undefined} */ bytes, /** @type {number} */ at) => {
  const altered = Buffer.from(bytes ?? []);
  altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
  return altered;
};

const hostile = (/** @type {Site} */ site) => ({
  ...site,
  'hostile.css': { type: 'text/css', bytes: Buffer.from('body { background: URL(files/secret-name.png) }') },
  'hostile.html': { type: 'text/html', bytes: Buffer.from(HOSTILE) },
  'files/plain.txt': { type: 'text/plain', bytes: Buffer.from('Ahoy') },
  'files/attached.html': { type: 'text/html', bytes: Buffer.from(ATTACHED) },
  'files/attached.svg': { type: 'image/svg+xml', bytes: Buffer.from(DRAWING) },
});

/** The portals that there can be: how each is sealed, and what is altered in it then. */
const VARIANTS = {
  link: {},
  code: { how: { mode: 'code' } },
  slow: { how: { mode: 'code', iterations: 6_000_000 } },
  pair: { how: { mode: 'link+code' } },
  expired: { how: { expires: '2020-02-29' } },
  idle: { how: { mode: 'code', idle: 60 } },
  hostile: { content: hostile },
  damaged: {
    /** @type {Alter} */
    alter: (files, objects) => {
      const path = objects['updates/index.html'] ?? '';
      files[path] = flip(files[path], 100);
      delete files[objects['team.html'] ?? ''];
    },
  },
  broken: {
    /** @type {Alter} */
    alter: (files) => {
      files['manifest'] = flip(files['manifest'], 70);
    },
  },
  gone: {
    /** @type {Alter} */
    alter: (files) => delete files['header.json'],
  },
  revoked: {},
  rollback: { how: { sequence: 9 } },
  altered: {},
};

/**
 * Of the variants only those that are named: each takes its time.
 *
 * @template {keyof typeof VARIANTS} Name
 * @param {readonly Name[]} names
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function publishSealed(names, options) {
  const temporary = await mkdtemp(join(tmpdir(), 'keyfolio-sealed-'));
  const workspace = join(temporary, 'starter');
  await run(KEYFOLIO, ['init', workspace]);
  const root = join(temporary, 'sealed');
  /**
   * The portal as the program builds it.
   *
   * @param {string} mode
   * @returns {Promise<{ folder: string, fragment: string | null, code: string | null }>}
   */
  const built = async (mode) => {
    await letIn(workspace, mode);
    const out = join(root, `built ${mode}`);
    await run(KEYFOLIO, ['build', '--client', WHOSE, '--quiet', '--out', out], { cwd: workspace });
    const { stdout } = await run(KEYFOLIO, ['links', WHOSE, '--format', 'json'], { cwd: workspace });
    const { locator, fragment, code } = JSON.parse(stdout.split('\n')[0] ?? '');
    return { folder: join(out, locator), fragment, code };
  };
  const site = await siteIn((await built('plain')).folder);
  const shell = join(temporary, 'shell');
  await run(SHELL, [workspace, shell]);

  const server = await serve(root, options);
  /**
   * @param {Name} name
   * @returns {Promise<Variant>}
   */
  const variant = async (name) => {
    /** @type {{ how?: object, content?: (site: Site) => Site, alter?: Alter }} */
    const { how, content = (site) => site, alter } = VARIANTS[name];
    const { files, link, paths } = seal({ code: CODE, site: content(site), ...how });
    const folder = join(root, name);
    await cp(shell, folder, { recursive: true });
    alter?.(files, paths);
    for (const [path, bytes] of Object.entries(files)) await put(join(folder, path), bytes);
    if (name === 'altered')
      for (const file of await readdir(join(folder, 'app')))
        if (file.endsWith('.js')) await appendFile(join(folder, 'app', file), "\nwindow.pwned = 'script';\n");
    return { base: `${server.base}${name}/`, folder, link };
  };
  const variants = /** @type {Record<Name, Variant>} */ ({});
  for (const name of names) variants[name] = await variant(name);

  return {
    server,
    site,
    variants,
    /** The same portal as the program builds it, in each mode. */
    inEachMode: async () => {
      const portals = [];
      for (const mode of ['link', 'code', 'link+code']) {
        const { folder, fragment, code } = await built(mode);
        const path = relative(root, folder).split(sep).map(encodeURIComponent).join('/');
        const base = `${server.base}${path}/`;
        portals.push({ mode, base, url: `${base}index.html${fragment ? `#${fragment}` : ''}`, code });
      }
      return portals;
    },
    /**
     * The same portal as the host had it before.
     *
     * @param {Variant} newer
     */
    rollBack: async ({ folder }) => {
      const { files } = seal({ code: CODE, site, sequence: 3 });
      await put(join(folder, 'manifest'), /** @type {Buffer} */ (files['manifest']));
    },
    /**
     * The same portal without the person's slot.
     *
     * @param {Variant} revoked
     */
    revoke: ({ folder }) => rm(join(folder, 'slots'), { recursive: true }),
    root,
    close: async () => {
      await server.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} file
 * @param {Buffer} bytes
 */
async function put(file, bytes) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** @param {string} folder */
async function siteIn(folder) {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  /** @type {Site} */
  const site = {};
  for (const entry of files.filter((entry) => entry.isFile())) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    site[path] = { type, bytes: await readFile(file) };
  }
  return site;
}
