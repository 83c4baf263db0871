// Sealed portals straight from object storage: SeaweedFS, as S3, that knows no index documents, lets
// everybody read and nobody list. What is there was put there by `keyfolio publish`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AwsClient } from 'aws4fetch';
import { openChromium } from './lib/engines/chromium.js';
import { KEYFOLIO } from './lib/portals.js';
import { freePort, startListening } from './lib/processes.js';
import { visitor } from './lib/visitor.js';

const run = promisify(execFile);
const BUCKET = 'portals';
const KEYS = { AWS_ACCESS_KEY_ID: 'testkey', AWS_SECRET_ACCESS_KEY: 'testsecret1' };
/** How long SeaweedFS may take until its parts know of each other, or of a rule. */
const PATIENCE = 60_000;

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` },
  ],
};

/** A rule for who may read from other origins, as docs/hosting.md has it. */
const corsRule = (/** @type {string} */ origin) =>
  `<CORSConfiguration><CORSRule><AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>GET</AllowedMethod>` +
  '<AllowedMethod>HEAD</AllowedMethod></CORSRule></CORSConfiguration>';

const CONTENT = /** @type {Record<string, string>} */ ({
  'content/lindholm/client.yaml': 'name: Lindholm\n',
  'content/lindholm/updates/2026-11-01-hello.md': '# Hello\n\nWe begin.\n',
  'content/lindholm/documents/notes.txt': 'What we said.\n',
  'content/open/client.yaml': 'name: Open\naccess: { mode: plain }\n',
  'content/open/documents/notes.txt': 'What we said.\n',
  'content/coded/client.yaml': 'name: Coded\naccess: { mode: code }\n',
  'content/coded/updates/2026-11-01-hello.md': '# Hello\n\nWe begin.\n',
});

/** SeaweedFS with one bucket that everybody reads and nobody lists. */
async function startStorage() {
  const folder = await mkdtemp(join(tmpdir(), 'keyfolio-seaweed-'));
  const names = ['master.port', 'master.port.grpc', 'volume.port', 'volume.port.grpc', 'filer.port', 'filer.port.grpc', 's3.port.grpc'];
  const ports = await Promise.all(names.map(async (name) => `-${name}=${await freePort()}`));
  const others = ['webdav', 'admin.ui', 'master.telemetry'].map((name) => `-${name}=false`);
  const server = await startListening(
    'weed',
    (port) => ['mini', `-dir=${folder}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', `-s3.port=${port}`, '-s3.port.iceberg=0', '-s3.port.lance=0', ...ports, ...others],
    KEYS,
  );
  const bucket = `${server.url}/${BUCKET}`;
  const client = new AwsClient({ accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY, service: 's3', region: 'us-east-1', retries: 0 });
  const put = async (/** @type {string} */ url, /** @type {string} */ body) => {
    const answer = await client.fetch(url, { method: 'PUT', body });
    return answer.ok;
  };
  const deadline = Date.now() + PATIENCE;
  while (!((await put(bucket, '')) && (await put(`${bucket}/ready`, 'ready')))) {
    assert.ok(Date.now() < deadline, server.output());
    await sleep(100);
  }
  assert.ok(await put(`${bucket}?policy`, JSON.stringify(POLICY)), 'the policy is taken');
  const allow = async (/** @type {string} */ origin) =>
    assert.ok(await put(`${bucket}?cors`, corsRule(origin)), 'the CORS rule is taken');
  const close = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { endpoint: server.url, bucket, allow, close };
}

/**
 * Builds an agency and publishes it.
 *
 * @param {string} endpoint
 */
async function publish(endpoint) {
  const workspace = await mkdtemp(join(tmpdir(), 'keyfolio-published-'));
  const target = `{ kind: s3, bucket: ${BUCKET}, region: us-east-1, endpoint: "${endpoint}" }`;
  const files = { ...CONTENT, 'keyfolio.yaml': `name: North Yard\npublish:\n  online: ${target}\n` };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(workspace, path, '..'), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  const keyfolio = (/** @type {string[]} */ ...args) =>
    run(KEYFOLIO, args, { cwd: workspace, env: { ...process.env, ...KEYS } });
  await keyfolio('build');
  await keyfolio('publish');
  const { stdout } = await keyfolio('links', '--format', 'json');
  const rows = stdout.trim().split('\n').map((line) => JSON.parse(line));
  await rm(workspace, { recursive: true });
  return new Map(rows.map((row) => [/** @type {string} */ (row.client), row]));
}

describe('Chromium, straight from a bucket', () => {
  /** @type {Awaited<ReturnType<typeof startStorage>>} */
  let storage;
  /** @type {Awaited<ReturnType<typeof publish>>} */
  let links;
  /** @type {import('./lib/engines/chromium.js').Chromium} */
  let engine;
  before(async () => {
    storage = await startStorage();
    links = await publish(storage.endpoint);
    engine = await openChromium();
  });
  after(async () => {
    await engine?.close();
    await storage?.close();
  });

  // Who visits here needs nothing of the tests' own server.
  const { run: script, typeCode, click, until, opened } = visitor(() => engine, /** @type {any} */ ({}));

  test('nobody lists it, and a folder is no page', async () => {
    const { locator } = links.get('lindholm');
    const status = async (/** @type {string} */ path) => (await fetch(`${storage.bucket}${path}`)).status;
    for (const path of ['', '/', '/?list-type=2', `/?prefix=${locator}/`, '/?versions', '/?policy'])
      assert.ok([403, 404].includes(await status(path)), `${path}: ${await status(path)}`);
    // SeaweedFS says that there is such a folder, and nothing of what is in it.
    const folder = await fetch(`${storage.bucket}/${locator}/`);
    if (folder.ok) assert.equal(await folder.text(), '');
    assert.equal(await status(`/${locator}/index.html`), 200);
    assert.ok([403, 404].includes(await status(`/${locator}/slots/nobody`)));
  });

  test('a link opens the portal, and its pages', async () => {
    const { locator, fragment } = links.get('lindholm');
    await engine.requests();
    await engine.driver.get(`${storage.bucket}/${locator}/index.html#${fragment}`);
    await opened('Lindholm');
    await click('a[href*="updates/2026-11-01-hello"]');
    await opened('Hello');
    await until("document.body.innerText.includes('We begin.')");
    const asked = await engine.requests();
    const own = `${storage.bucket}/${locator}/`;
    const web = asked.filter((url) => url.startsWith('http'));
    assert.ok(web.length > 5 && web.every((url) => url.startsWith(own) && !url.includes(fragment)), web.join('\n'));
    assert.deepEqual(await engine.problems(), []);
  });

  test('a page without an origin, as a prototype is, reads where the CORS rule lets it', async () => {
    const { locator } = links.get('open');
    await engine.driver.get(`${storage.bucket}/ready`);
    const read = () =>
      engine.driver.executeAsyncScript(
        `const [address, done] = arguments;
         const frame = document.createElement('iframe');
         frame.sandbox = 'allow-scripts';
         frame.srcdoc = \`<script>
           const tell = (said) => parent.postMessage(said, '*');
           fetch("\${address}", { cache: 'no-store' }).then(async (answer) => tell(origin + ': ' + await answer.text()), tell);
         </script>\`;
         addEventListener('message', ({ data }) => done(String(data)), { once: true });
         document.body.append(frame);`,
        `${storage.bucket}/${locator}/index.html`,
      );
    await storage.allow('https://other.example');
    assert.match(String(await read()), /^TypeError/);
    await storage.allow('*');
    let said = '';
    for (const late = Date.now() + PATIENCE; !said.startsWith('null: ') && Date.now() < late; await sleep(100)) said = String(await read());
    assert.match(said, /^null: <!doctype html>[^]*Open/);
    await engine.problems(); // of the refusal
  });

  test('a code opens the other one', async () => {
    const { locator, code } = links.get('coded');
    await engine.driver.get(`${storage.bucket}/${locator}/index.html`);
    await typeCode(code);
    await opened('Coded');
    assert.ok(!(await script('return location.href')).includes(code));
  });
});
