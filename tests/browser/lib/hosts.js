// nginx and Caddy with what `keyfolio host-config` prints, in front of portals that the program built. What
// is printed is for a machine's own ports, folders and certificates: those are put in other words here, and
// nothing else is; each must be found.

import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as plainly } from 'node:http';
import { request as securely } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { KEYFOLIO } from './portals.js';
import { freePort, start, waitFor } from './processes.js';

const run = promisify(execFile);
const PROTOTYPE = join(import.meta.dirname, '..', 'prototype');
/** A film that is asked for part by part: this much sound, 16 bits at 48 kHz. */
const FILM = { seconds: 24, rate: 48_000 };

/** @type {Record<string, string>} */
const AGENCY = {
  'content/acme/client.yaml': 'name: Acme\naccess: {mode: link}\npeople:\n  - {id: ada, name: Ada}\n',
  'content/bolt/client.yaml': 'name: Bolt\naccess: {mode: code}\npeople:\n  - {id: ben, name: Ben}\n',
  'content/cole/client.yaml': 'name: Cole\naccess: {mode: plain}\n',
  'content/cole/documents/note.html': '<!doctype html><title>Note</title><script>document.title = origin</script>',
  'content/cole/documents/offer.pdf': '%PDF-1.4\n',
};

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string} body
 *
 * @typedef {object} Site
 * @property {string} base - where the output is, without a slash at the end
 * @property {string} folder - of the output
 * @property {Record<string, { client: string, locator: string, fragment: string, code: string }>} links - by client
 * @property {(url: string, headers?: Record<string, string>) => Promise<Answer>} get
 * @property {(path: string) => Promise<Answer>} getInTheClear
 * @property {() => Promise<void>} close
 */

/**
 * Starts a server with its own configuration, in front of a small agency's portals.
 *
 * @param {keyof typeof SERVERS} server
 * @param {string} address - the agency's `base_url`, with `PORT` in it
 * @returns {Promise<Site>}
 */
export async function publishOn(server, address) {
  const folder = await mkdtemp(join(tmpdir(), `keyfolio-${server}-`));
  // Where the tests are root's, nginx reads as somebody else.
  await chmod(folder, 0o755);
  const [port, clear] = await Promise.all([freePort(), freePort()]);
  const base = address.replace('PORT', String(port));
  const host = new URL(base.replace('{locator}.', '')).hostname;
  const inside = new URL(base.replace('{locator}.', '')).pathname;
  const root = join(folder, 'portals');
  const output = join(root, base.includes('{locator}') ? '' : inside);
  const links = await build(join(folder, 'agency'), base, output);
  const certificate = await certify(folder, host);
  const { stdout } = await run(KEYFOLIO, ['host-config', server], { cwd: join(folder, 'agency') });
  const place = { folder, root, host, port, clear, certificate };
  const program = await SERVERS[server](stdout, place);

  const get = (/** @type {string} */ url, /** @type {Record<string, string>} */ headers = {}) =>
    ask(securely, url, { port, headers, rejectUnauthorized: false });
  // Only this one has that page. Where another program has one of its ports, nginx goes on for seconds before it says so and ends.
  const own = links['acme']?.locator ?? '';
  const portal = base.includes('{locator}') ? base.replace('{locator}', own) : `${base}${own}/`;
  await waitFor(program, server, port, () => {
    const asked = ask(securely, `${portal}index.html`, { port, rejectUnauthorized: false, signal: AbortSignal.timeout(5000) });
    return asked.then(({ status }) => status === 200, () => false);
  });

  return {
    base: base.replace(/\/$/, ''),
    folder: output,
    links,
    get,
    getInTheClear: (path) => ask(plainly, `http://${host}${path}`, { port: clear }),
    close: async () => {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @typedef {object} Place
 * @property {string} folder
 * @property {string} root
 * @property {string} host
 * @property {number} port
 * @property {number} clear - the port for `http:`
 * @property {{ chain: string, key: string }} certificate
 */

const SERVERS = {
  /** @param {string} text @param {Place} place */
  nginx: async (text, { folder, root, host, port, clear, certificate }) => {
    const own = swapped(text.replace(/^ *listen \[::\].*\n/gm, ''), [
      ['listen 80;', `listen 127.0.0.1:${clear};`],
      [`listen ${port} ssl`, `listen 127.0.0.1:${port} ssl`],
      ['root /srv/portals', `root ${root}`],
      [`/etc/letsencrypt/live/${host}/fullchain.pem`, certificate.chain],
      [`/etc/letsencrypt/live/${host}/privkey.pem`, certificate.key],
    ]);
    await writeFile(join(folder, 'keyfolio.conf'), own);
    const main = join(folder, 'nginx.conf');
    const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
    await writeFile(
      main,
      `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}
       http { include /etc/nginx/mime.types; access_log off; ${bodies.join(' ')} include ${folder}/keyfolio.conf; }`,
    );
    const nginx = await found('nginx');
    const args = ['-c', main, '-p', folder, '-e', 'stderr'];
    await run(nginx, [...args, '-t']);
    return start(nginx, args);
  },
  /** @param {string} text @param {Place} place */
  caddy: async (text, { folder, root, host, port, clear, certificate }) => {
    const given = `tls ${certificate.chain} ${certificate.key}`;
    const wild = text.includes('\n*.');
    const own = swapped(text, [
      ['root * /srv/portals', `root * ${root}`],
      ...(wild
        ? /** @type {[string, string][]} */ ([[`tls /etc/ssl/keyfolio/${host}.pem /etc/ssl/keyfolio/${host}.key`, given]])
        : []),
      [`\n${host}:${port} {\n`, `\n${host}:${port} {\n    ${given}\n`],
    ]);
    const file = join(folder, 'Caddyfile');
    const globals = `{
      admin off
      default_bind 127.0.0.1
      http_port ${clear}
      storage file_system ${folder}/caddy
    }`;
    await writeFile(file, `${globals}\n${own}`);
    const caddy = await found('caddy');
    const args = ['--config', file, '--adapter', 'caddyfile'];
    const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    await run(caddy, ['validate', ...args], { env: { ...process.env, ...env } });
    return start(caddy, ['run', ...args], env);
  },
};

/**
 * @param {string} text
 * @param {[string, string][]} words
 */
function swapped(text, words) {
  for (const [from, to] of words) {
    if (!text.includes(from)) throw new Error(`there is no \`${from}\` in\n${text}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/**
 * A server's program; Debian puts it where only root looks.
 *
 * @param {string} name
 */
async function found(name) {
  const { stdout } = await run('sh', ['-c', `PATH="$PATH:/usr/sbin:/sbin" command -v ${name}`]);
  return stdout.trim();
}

/**
 * A certificate of its own making.
 *
 * @param {string} folder
 * @param {string} host
 */
async function certify(folder, host) {
  const certificate = { chain: join(folder, 'chain.pem'), key: join(folder, 'key.pem') };
  const names = `subjectAltName=DNS:${host},DNS:*.${host}`;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', certificate.key];
  await run('openssl', ['req', '-x509', ...key, '-out', certificate.chain, '-days', '2', '-subj', `/CN=${host}`, '-addext', names]);
  await chmod(certificate.key, 0o644);
  return certificate;
}

/**
 * The agency's portals, and what opens each.
 *
 * @param {string} workspace
 * @param {string} base
 * @param {string} output
 */
async function build(workspace, base, output) {
  const files = { 'keyfolio.yaml': `name: North Yard\nbase_url: "${base}"\n`, ...AGENCY };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  for (const client of ['acme', 'cole'])
    await cp(PROTOTYPE, join(workspace, 'content', client, 'deliverables/crossings/v1'), { recursive: true });
  const film = join(workspace, 'content/acme/deliverables/film/v1/film.wav');
  await mkdir(dirname(film), { recursive: true });
  await writeFile(film, sound());
  await mkdir(dirname(output), { recursive: true });
  await run(KEYFOLIO, ['build', '--quiet', '--out', output], { cwd: workspace });
  await writeFile(join(output, '.hidden'), 'not for the web\n');
  const { stdout } = await run(KEYFOLIO, ['links', '--format', 'json', '--out', output], { cwd: workspace });
  const links = stdout.trim().split('\n').map((line) => JSON.parse(line));
  // As a publish puts it when a portal gets a new key.
  const { locator } = links.find(({ client }) => client === 'acme');
  await cp(join(output, locator, 'manifest'), join(output, locator, 'manifest-1'));
  return Object.fromEntries(links.map((link) => [link.client, link]));
}

/** Noise as a WAV file: PCM, 16 bits, one channel. */
function sound() {
  const data = Buffer.alloc(FILM.seconds * FILM.rate * 2);
  for (let at = 0, state = 1; at < data.length; at += 2) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data.writeInt16LE((state >>> 16) - 32_768, at);
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(data.length + 36, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(FILM.rate, 24);
  head.writeUInt32LE(FILM.rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/**
 * Asks this machine, by whichever host name.
 *
 * @param {typeof securely} send
 * @param {string} url
 * @param {import('node:https').RequestOptions} options
 * @returns {Promise<Answer>}
 */
function ask(send, url, { headers = {}, ...options }) {
  const { hostname, host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = send(
      // As it is written: `..` is the server's to understand.
      { ...options, host: '127.0.0.1', servername: hostname, path: pathname + search, headers: { Host: host, ...headers } },
      (answer) => {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: /** @type {Record<string, string>} */ (answer.headers),
            body: Buffer.concat(parts).toString('latin1'),
          }),
        );
      },
    );
    request.on('error', reject).end();
  });
}
