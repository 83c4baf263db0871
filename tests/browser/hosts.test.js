// What `keyfolio host-config` prints, where it runs: nginx and Caddy with it in front of portals that the
// program built, asked file by file and opened in Chromium; CloudFront's function, under Node.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import selenium from 'selenium-webdriver';
import { openChromium } from './lib/engines/chromium.js';
import { publishOn } from './lib/hosts.js';
import { KEYFOLIO } from './lib/portals.js';
import { nothingWrong } from './lib/suite.js';

const { By, Key } = selenium;
const run = promisify(execFile);
/** In a folder of a host, and on a host name each. */
const ONE = 'https://portals.localhost:PORT/of/us/';
const EACH = 'https://{locator}.portals.localhost:PORT/';
const KEPT = 'public, max-age=31536000, immutable';
const FRESH = 'no-cache';
/** What a page may not be told by the host that opens it, and what is not there when a test takes it away. */
const EXPECTED = /status of 404/;

for (const server of /** @type {const} */ (['nginx', 'caddy'])) testHost(server);

/** @param {'nginx' | 'caddy'} server */
function testHost(server) {
  describe(server, () => {
    /** @type {import('./lib/hosts.js').Site} */
    let site;
    /** @type {import('./lib/hosts.js').Site} */
    let each;
    /** @type {import('./lib/engines/chromium.js').Chromium} */
    let engine;
    before(async () => {
      // The certificates are the tests' own.
      [site, each, engine] = await Promise.all([
        publishOn(server, ONE),
        publishOn(server, EACH),
        openChromium({ args: ['--ignore-certificate-errors'] }),
      ]);
    });
    after(() => Promise.all([site?.close(), each?.close(), engine?.close()]));

    const portal = (/** @type {string} */ client) => `${site.base}/${site.links[client]?.locator}`;
    const names = (/** @type {string} */ client, folder = '') =>
      readdir(join(site.folder, site.links[client]?.locator ?? '', folder));

    test('what each file is said to be, and for how long it is kept', async () => {
      const [object] = await names('acme', 'objects');
      const [slot] = await names('acme', 'slots');
      const [door] = await readdir(join(site.folder, 'door'));
      const app = await names('acme', 'app');
      const assets = await names('cole', 'assets');
      const one = (/** @type {string[]} */ all, /** @type {RegExp} */ like) => all.find((name) => like.test(name));
      const html = /^text\/html; ?charset=utf-8$/;
      const js = /^(text|application)\/javascript(; ?charset=utf-8)?$/;
      const opaque = /^application\/octet-stream$/;
      const page = /^default-src 'none'; script-src 'self'.*; frame-ancestors 'self'$/;
      const framed = /^frame-ancestors 'self'$/;
      const apart = /^sandbox allow-.*; frame-ancestors 'self'$/;
      const hashed = 'blocked-destinations=(script)';
      const [acme, cole] = [portal('acme'), portal('cole')];
      /** @type {[string, RegExp, string, RegExp, string | undefined][]} */
      const files = [
        [`${site.base}/`, html, FRESH, page, hashed],
        [`${site.base}/index.html`, html, FRESH, page, hashed],
        [`${site.base}/door/${door}`, opaque, FRESH, page, undefined],
        [`${acme}/`, html, FRESH, page, hashed],
        [`${acme}/index.html`, html, FRESH, page, hashed],
        [`${acme}/header.json`, /^application\/json/, FRESH, page, hashed],
        [`${acme}/sw.js`, js, FRESH, page, hashed],
        [`${acme}/manifest`, opaque, FRESH, page, hashed],
        [`${acme}/manifest-1`, opaque, FRESH, page, hashed],
        [`${acme}/slots/${slot}`, opaque, FRESH, page, hashed],
        [`${acme}/objects/${object}`, opaque, KEPT, page, hashed],
        [`${acme}/app/${one(app, /^shell\..*js$/)}`, js, KEPT, page, hashed],
        [`${acme}/app/${one(app, /^stage\./)}`, html, KEPT, framed, hashed],
        [`${cole}/`, html, FRESH, page, undefined],
        [`${cole}/documents.html`, html, FRESH, page, undefined],
        [`${cole}/assets/${one(assets, /^style\..*css$/)}`, /^text\/css/, KEPT, page, undefined],
        [`${cole}/files/documents/note.html`, html, FRESH, apart, undefined],
        [`${cole}/files/documents/offer.pdf`, /^application\/pdf$/, FRESH, framed, undefined],
      ];
      for (const [url, type, cached, policy, integrity] of files) {
        const { status, headers } = await site.get(url);
        assert.equal(status, 200, url);
        assert.match(headers['content-type'] ?? '', type, url);
        assert.equal(headers['cache-control'], cached, url);
        assert.match(headers['content-security-policy'] ?? '', policy, url);
        // For the root it means nothing, and whether it is said there is the host's affair.
        if (url.startsWith(acme) || url.startsWith(cole)) assert.equal(headers['integrity-policy'], integrity, url);
        assert.equal(headers['access-control-allow-origin'], url.includes('/files/') ? '*' : undefined, url);
        always(headers, url);
      }
    });

    test('nothing is listed, and what is not there is not kept', async () => {
      const root = site.base.replace(/\/of\/us$/, '');
      for (const url of [
        `${root}/`,
        `${root}/of/`,
        `${site.base}/door/`,
        `${site.base}/.hidden`,
        `${site.base}/${'a'.repeat(32)}/`,
        `${portal('acme')}/objects/`,
        `${portal('acme')}/objects/${'a'.repeat(32)}`,
        `${portal('acme')}/slots/`,
        `${portal('acme')}/stream/abc`,
        `${portal('cole')}/files/`,
        `${portal('cole')}/files/documents/none.pdf`,
      ]) {
        const { status, headers, body } = await site.get(url);
        assert.equal(status, 404, url);
        assert.match(body, /<h1>Page not found<\/h1>/, url);
        assert.equal(headers['cache-control'], FRESH, url);
        assert.match(headers['content-security-policy'] ?? '', /^default-src 'none'/, url);
        always(headers, url);
      }
    });

    test('part of a file, and a file that has not changed', async () => {
      const [object] = await names('acme', 'objects');
      const url = `${portal('acme')}/objects/${object}`;
      const { body: whole, headers: { etag = '' } } = await site.get(url);
      const { status, headers, body } = await site.get(url, { Range: 'bytes=10-19' });
      assert.equal(status, 206);
      assert.equal(headers['content-range'], `bytes 10-19/${whole.length}`);
      assert.equal(headers['cache-control'], KEPT);
      assert.equal(body, whole.slice(10, 20));
      assert.equal((await site.get(url, { Range: `bytes=${whole.length}-` })).status, 416);
      assert.equal((await site.get(url, { 'If-None-Match': etag })).status, 304);
    });

    test('who comes without encryption, or without the last slash, is sent on', async () => {
      const { locator } = site.links['acme'] ?? {};
      const clear = await site.getInTheClear(`/of/us/${locator}/index.html`);
      assert.ok([301, 308].includes(clear.status), String(clear.status));
      assert.equal(clear.headers['location'], `${portal('acme')}/index.html`);
      const { status, headers } = await site.get(portal('acme'));
      assert.ok([301, 308].includes(status), String(status));
      assert.equal(new URL(headers['location'] ?? '', portal('acme')).href, `${portal('acme')}/`);
    });

    const script = (/** @type {string} */ text) => /** @type {Promise<any>} */ (engine.driver.executeScript(text));
    const until = async (/** @type {string} */ expression) => {
      for (let tries = 0; tries < 400; tries += 1) {
        if (await script(`try { return Boolean(${expression}) } catch { return false }`)) return;
        await sleep(50);
      }
      const problems = (await engine.problems()).join('\n');
      assert.fail(`never: ${expression}. The page says: ${await script('return document.body.innerText')}\n${problems}`);
    };
    const open = async (/** @type {string} */ url) => {
      await engine.driver.get('about:blank');
      await engine.problems();
      await engine.driver.get(url);
    };
    const type = async (/** @type {string} */ code) => {
      await until("document.activeElement.id === 'lock-code' && !document.activeElement.readOnly");
      await (await engine.driver.findElement(By.id('lock-code'))).sendKeys(code, Key.ENTER);
    };
    const wrong = async () => nothingWrong((await engine.problems()).filter((one) => !EXPECTED.test(one)));
    const inFrame = async (/** @type {string} */ expression) => {
      await engine.driver.switchTo().frame(await engine.driver.findElement(By.css('iframe.prototype')));
      try {
        await until(expression);
      } finally {
        await engine.driver.switchTo().defaultContent();
      }
    };

    test('a portal with a link opens in Chromium: pages, a film, a prototype', async () => {
      const { fragment } = site.links['acme'] ?? {};
      await open(`${portal('acme')}/index.html#${fragment}`);
      await until("document.title.startsWith('Acme')");
      await script("location.hash = '#/deliverables/film'");
      await until("document.querySelector('audio, video')?.readyState >= 1");
      assert.match(await script("return document.querySelector('audio, video').currentSrc"), /\/stream\//);
      await script("document.querySelector('audio, video').currentTime = 20");
      await until("!document.querySelector('audio, video').seeking && document.querySelector('audio, video').readyState >= 2");
      await script("location.hash = '#/deliverables/crossings/v1'");
      await until("document.querySelector('iframe.prototype')");
      await inFrame('document.body?.dataset.worker && document.body.dataset.image');
      await wrong();
    });

    test('a script without its hash is not run in a sealed portal, and is in a plain one', async () => {
      for (const [client, title] of [['acme', 'Not run'], ['cole', 'Run']]) {
        const folder = join(site.folder, site.links[client ?? '']?.locator ?? '');
        await writeFile(join(folder, 'page.html'), '<!doctype html><title>Not run</title><script src="script.js"></script>');
        await writeFile(join(folder, 'script.js'), "document.title = 'Run'");
        await open(`${portal(client ?? '')}/page.html`);
        assert.equal(await engine.driver.getTitle(), title, client);
      }
    });

    test('a code opens its portal, at the portal and at the front door', async () => {
      const { code = '' } = site.links['bolt'] ?? {};
      for (const place of [portal('bolt'), site.base]) {
        await open(`${place}/`);
        await type(code);
        await until("document.title.startsWith('Bolt')");
        await until("document.querySelector('script[src*=later]')?.later");
        await wrong();
      }
    });

    test('a plain portal: pages, a prototype, and a document that is kept apart', async () => {
      await open(`${portal('cole')}/index.html`);
      assert.match(await engine.driver.getTitle(), /^Cole/);
      await wrong();
      // Apart, and yet with its own style sheets and modules.
      await open(`${portal('cole')}/deliverables/crossings/v1.html`);
      await inFrame("document.title === 'Crossings' && origin === 'null' && document.body.dataset.sum === '3'");
      await inFrame("getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'");
      await open(`${portal('cole')}/files/documents/note.html`);
      assert.equal(await engine.driver.getTitle(), 'null');
    });

    test('a host name for each portal', async () => {
      const at = (/** @type {string} */ label) => each.base.replace('{locator}', label);
      const { locator = '', fragment } = each.links['acme'] ?? {};
      await open(`${at(locator)}/#${fragment}`);
      await until("document.title.startsWith('Acme')");
      await script("location.hash = '#/deliverables/film'");
      await until("document.querySelector('audio, video')?.readyState >= 1");
      await wrong();
      const { status, headers } = await each.get(`${at(locator)}/index.html`);
      assert.equal(status, 200);
      assert.equal(headers['integrity-policy'], 'blocked-destinations=(script)');
      assert.match(headers['strict-transport-security'] ?? '', /; includeSubDomains$/);
      const plain = at(each.links['cole']?.locator ?? '');
      assert.equal((await each.get(`${plain}/index.html`)).headers['integrity-policy'], undefined);
      // The agency's own name shows its own page, and no portal; a name that is no locator shows nothing.
      const own = each.base.replace('{locator}.', '');
      assert.match((await each.get(`${own}/`)).body, /North Yard/);
      for (const url of [`${own}/${locator}/index.html`, `${at('a'.repeat(32))}/`]) {
        const { status, body } = await each.get(url);
        assert.equal(status, 404, url);
        assert.match(body, /Page not found/, url);
      }
    });
  });
}

/**
 * What every answer says.
 *
 * @param {Record<string, string>} headers
 * @param {string} url
 */
function always(headers, url) {
  assert.equal(headers['strict-transport-security'], 'max-age=31536000', url);
  assert.equal(headers['x-content-type-options'], 'nosniff', url);
  assert.equal(headers['referrer-policy'], 'no-referrer', url);
  assert.equal(headers['x-robots-tag'], 'noindex, nofollow, noarchive', url);
}

describe('the function for CloudFront', () => {
  const LOCATOR = 'n5wsv4tskogigcazlhq7kmfg6hyg3gky';
  /**
   * @param {string} base
   * @returns {Promise<(uri: string, host?: string) => any>}
   */
  const handlerFor = async (base) => {
    const folder = await mkdtemp(join(tmpdir(), 'keyfolio-cloudfront-'));
    try {
      await writeFile(join(folder, 'keyfolio.yaml'), `name: North Yard\nbase_url: "${base}"\n`);
      const { stdout } = await run(KEYFOLIO, ['host-config', 'cloudfront'], { cwd: folder });
      const [, code = ''] = /FunctionCode: \|\n((?: {8}.*\n|\n)+)/.exec(stdout) ?? [];
      const handler = new Function(`${code}; return handler`)();
      return (uri, host = 'portals.example') => handler({ request: { uri, headers: { host: { value: host } } } });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  test('leads to index documents, and to the folder', async () => {
    const handle = await handlerFor('https://portals.example/');
    assert.equal(handle('/').uri, '/index.html');
    assert.equal(handle(`/${LOCATOR}/`).uri, `/${LOCATOR}/index.html`);
    assert.equal(handle(`/${LOCATOR}/manifest`).uri, `/${LOCATOR}/manifest`);
    const moved = handle(`/${LOCATOR}`);
    assert.deepEqual([moved.statusCode, moved.headers.location.value], [301, `/${LOCATOR}/`]);
    const inside = await handlerFor('https://portals.example/of%20us');
    assert.equal(inside(`/of%20us/${LOCATOR}/`).uri, `/${LOCATOR}/index.html`);
    assert.equal(inside(`/of%20us/${LOCATOR}`).headers.location.value, `/of%20us/${LOCATOR}/`);
    assert.equal(inside('/of%20us').headers.location.value, '/of%20us/');
    for (const uri of [`/${LOCATOR}/`, '/of%20usual/', '/']) assert.equal(inside(uri).statusCode, 404, uri);
  });

  test('finds a portal by its host name', async () => {
    const handle = await handlerFor('https://{locator}.portals.example/');
    const own = `${LOCATOR}.portals.example`;
    assert.equal(handle('/', own).uri, `/${LOCATOR}/index.html`);
    assert.equal(handle('/objects/abc', own).uri, `/${LOCATOR}/objects/abc`);
    assert.equal(handle('/').uri, '/index.html');
    for (const [uri, host] of [[`/${LOCATOR}/index.html`, 'portals.example'], ['/', 'www.portals.example']])
      assert.equal(handle(uri ?? '', host).statusCode, 404, uri);
  });
});
