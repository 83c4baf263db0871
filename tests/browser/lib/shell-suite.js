// The tests of the shell, the same in every engine: opening, every way of not opening, moving about
// inside, and what must never leave the page or run in it.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import selenium from 'selenium-webdriver';
import { accessibility } from './accessibility.js';
import { PATIENCE, WIDE } from './engines/engine.js';
import { tabThrough } from './keyboard.js';
import { NARROW, ZOOMED, overflow } from './layout.js';
import { TYPED, publishSealed } from './sealed.js';
import { serve } from './server.js';
import { saysThatItIsStuck } from './stuck.js';
import { nothingWrong, openedHere } from './suite.js';
import { expected } from './vectors.js';
import { CLIENT, LATER, linkOf, visitor } from './visitor.js';

const { Key } = selenium;
/** The portals that are opened here. */
const VARIANTS = /** @type {const} */ ([
  ...['link', 'code', 'slow', 'pair', 'expired', 'gone', 'broken', 'damaged', 'rollback', 'hostile', 'altered'],
]);
/** Every picture has its address: until then its text is hidden as well. */
const PICTURES = "!document.querySelector('img[data-waiting]')";
const REPOSITORY = resolve(import.meta.dirname, '../../..');

/** Goes to each page in turn, and gives those that are not shown as they should be. */
const WALK = `
const [pages, done] = arguments;
(async () => {
  const wrong = [];
  for (const [route, title] of pages) {
    location.hash = route;
    const late = performance.now() + 30000;
    while (!document.title.startsWith(title) && performance.now() < late)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const shown = document.title.startsWith(title) && document.querySelector('h1')?.innerText;
    if (!shown || document.querySelector('.portal-notice')) wrong.push([route, title, document.title]);
  }
  return wrong;
})().then(done, (error) => done(String(error)));`;

/**
 * Keeps the files that a click would open or put on disk. Each is found by its address: a page makes others
 * for its pictures and its icon, whenever they come.
 */
const WATCH_FILES = `
window.ways = [];
const made = new Map();
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  const url = make(blob);
  made.set(url, blob);
  return url;
};
HTMLAnchorElement.prototype.click = function () {
  ways.push({ name: this.download, href: this.href, blob: made.get(this.href) });
};`;

/**
 * @param {string} name
 * @param {(options: { dark: boolean }) => Promise<import('./engines/engine.js').Engine>} open
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function testShell(name, open, options) {
  const { server, site, variants, inEachMode, rollBack, root, close } = await publishSealed(VARIANTS, options);
  after(close);
  const portals = await inEachMode();

  describe(`${name}, sealed`, () => {
    const engine = openedHere(() => open({ dark: false }));

    const { run, wrong, go, type, click, until, opened, failed } = visitor(engine, server);

    test('a link opens the portal, leaves no trace, and asks nobody else', async () => {
      const { base, link } = variants.link;
      await go(linkOf(variants.link));
      await opened(CLIENT);
      await until("[...document.images].every((image) => image.complete && image.naturalWidth)");
      const asked = server.requests();
      assert.ok(asked.length > 5 && asked.every((url) => url.startsWith(base)), asked.join('\n'));
      const kept = await run(
        `return JSON.stringify([location.href, history.state, document.referrer, document.cookie,
           { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML])`,
      );
      for (const place of [kept, ...asked]) assert.ok(!place.includes(link), 'the secret is kept');
      assert.equal(await run('return location.hash'), '#/');
      nothingWrong(await wrong(variants.link));
    });

    for (const { mode, base, url, code } of portals)
      test(`${mode}: every page of a portal as it is built`, async () => {
        await go(url);
        if (code) {
          await until("document.activeElement.id === 'lock-code'");
          await type(code.toLowerCase().replaceAll('-', ' '));
        }
        await opened(CLIENT);
        const pages = Object.keys(site).filter((path) => path.endsWith('.html') && !path.startsWith('files/'));
        const titles = pages.map((path) => {
          const [, title] = /<title>([^<·]*?) ·/.exec(site[path]?.bytes.toString() ?? '') ?? [];
          return [`#/${path.replace(/\.html$/, '')}`, title?.replace('&amp;', '&')];
        });
        assert.ok(titles.length > 10);
        assert.deepEqual(await engine().driver.executeAsyncScript(WALK, titles), []);
        nothingWrong(await wrong({ base }));
      });

    test('a code opens it, however it is typed, while the page goes on', async () => {
      await go(`${variants.slow.base}index.html`);
      await until("document.activeElement.id === 'lock-code'");
      await type(TYPED);
      await until("!document.querySelector('.lock-progress').hidden");
      await run('window.ticks = 0; setInterval(() => { window.ticks += 1; }, 10)');
      await opened(CLIENT);
      const ticks = await run('return window.ticks');
      assert.ok(ticks > 20, `the page stood still: ${ticks}`);
      nothingWrong(await wrong(variants.slow));
    });

    test('link and code together', async () => {
      await go(linkOf(variants.pair));
      await until("document.activeElement.id === 'lock-code'");
      await type('AAAA-BBBB-CCCC');
      await failed(/does not go with your link/);
      await type(TYPED);
      await opened(CLIENT);
    });

    test('a wrong code says so, keeps what was typed, and lets it be mended', async () => {
      await go(`${variants.code.base}index.html`);
      await until("document.activeElement.id === 'lock-code'");
      for (const code of ['mxkq-7ofr-2a8y', 'short']) {
        await type(code);
        await failed(/This code does not open/);
        await until(`document.activeElement.id === 'lock-code' && !document.activeElement.readOnly`);
        assert.equal(await run('return document.activeElement.value'), code);
      }
      await type(TYPED);
      await opened(CLIENT);
    });

    test('each failure says what it is', async () => {
      const { base, link } = variants.link;
      await go(`${base}index.html#${'a'.repeat(26)}`);
      await failed(/This link does not open/);
      await go(`${base}index.html#${link.slice(3)}`);
      await failed(/This link does not open/);
      await go(linkOf(variants.gone));
      await failed(/no portal at this address/);
      await go(linkOf(variants.broken));
      await failed(/damaged or was altered/);
      await go(linkOf(variants.expired));
      await failed(/ended on.*29.*2020/);
    });

    test('without a link the portal says where its key is', async () => {
      await go(`${variants.link.base}index.html`);
      await until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
      assert.ok(await run("return document.querySelector('.lock-progress').hidden"));
    });

    test('offline: another try opens it', async () => {
      server.drop(/\/(slots|manifest)/);
      await go(`${variants.code.base}index.html`);
      await until("document.activeElement.id === 'lock-code'");
      await type(TYPED);
      await failed(/cannot be reached/);
      server.drop(undefined);
      await click('.lock-again');
      await until("document.activeElement.id === 'lock-code' && !document.querySelector('.lock-failure').textContent");
      await type(TYPED);
      await opened(CLIENT);
    });

    test('offline: another try opens a link too', async () => {
      for (const path of [/\/(slots|manifest)/, /\/objects/]) {
        server.drop(path);
        await go(linkOf(variants.link));
        await failed(/cannot be reached/);
        assert.equal(await run('return location.hash'), '');
        server.drop(undefined);
        await click('.lock-again');
        await opened(CLIENT);
        assert.equal(await run('return location.hash'), '#/');
      }
    });

    test('offline, damaged and missing inside: a notice, and the page stays', async () => {
      await go(linkOf(variants.damaged));
      await opened(CLIENT);
      /** @type {[string, RegExp][]} */
      const broken = [
        ['a[href="#/updates/"]', /damaged or was altered/],
        ['a[href="#/team"]', /not there/],
      ];
      for (const [link, words] of broken) {
        await click(`nav ${link}`);
        await until("document.querySelector('.portal-notice')");
        assert.match(await run("return document.querySelector('.portal-notice').textContent"), words);
        assert.equal(await run('return location.hash'), '#/');
        await click('.portal-close');
        // What stands below it moves up.
        await until("!document.querySelector('.portal-notice')");
      }
      server.drop(/objects/);
      await click('nav a[href="#/requests"]');
      await until("document.querySelector('.portal-notice')");
      assert.match(await run('return document.body.innerText'), /cannot be reached/);
      server.drop(undefined);
      await click('nav a[href="#/requests"]');
      await opened('Requests');
      assert.ok(!(await run("return document.querySelector('.portal-notice')")));
    });

    test('deep links, anchors, back and forward', async () => {
      const { base } = variants.code;
      await go(`${base}index.html#/updates/2026-09-18-three-directions`);
      await until("document.activeElement.id === 'lock-code'");
      await type(TYPED);
      await opened('Three directions');
      await until("document.activeElement.localName === 'main'");
      await until(`document.querySelector('.portal-said').textContent === document.title`);
      await run("document.querySelector('footer').scrollIntoView()");
      const down = await run('return scrollY');
      assert.ok(down > 100);
      // The driver's click would scroll up to the link first.
      await run("document.querySelector('.home').focus({ preventScroll: true })");
      await engine().driver.actions().sendKeys(Key.ENTER).perform();
      await opened(CLIENT);
      assert.equal(await run('return scrollY'), 0);
      await engine().driver.navigate().back();
      await opened('Three directions');
      await until(`Math.abs(scrollY - ${down}) < 5`);
      await engine().driver.navigate().forward();
      await opened(CLIENT);
      const anchored = await run(
        `const link = [...document.querySelectorAll('main a')].find((a) => a.hash.includes('#', 1));
         return link?.getAttribute('href')`,
      );
      await run(`location.hash = ${JSON.stringify(anchored ?? '#/project#booking-site')}`);
      await until("document.querySelector('[data-target]') === document.activeElement");
      await run("location.hash = '#/nowhere/at-all'");
      await opened('This page is not here');
      assert.equal(server.requests().filter((url) => !url.startsWith(base)).length, 0);
      nothingWrong(await wrong(variants.code));
    });

    test('reload locks; the page that was open opens again', async () => {
      await go(linkOf(variants.link));
      await opened(CLIENT);
      await run("location.hash = '#/project'");
      await until("document.title.startsWith('Project') || location.hash === '#/project'");
      await engine().driver.navigate().refresh();
      await until("document.querySelector('.lock-status')?.textContent.includes('link')");
      assert.equal(await run('return location.hash'), '#/project');
    });

    test('Lock now leaves nothing of the portal', async () => {
      await go(linkOf(variants.link));
      await opened(CLIENT);
      await click('.portal-lock');
      await until("document.querySelector('.lock-status')?.textContent");
      assert.ok(!(await run('return document.documentElement.outerHTML + document.title')).includes(CLIENT));
      assert.equal(await run('return location.hash'), '');
    });

    test('a device that is to be remembered is, for this portal alone, until it is locked', async () => {
      for (const { base, link } of [variants.code, variants.link]) {
        await go(base === variants.code.base ? `${base}index.html` : `${base}index.html#${link}`);
        if (base === variants.code.base) {
          await until("document.activeElement.id === 'lock-code'");
          await type(TYPED);
        }
        await opened(CLIENT);
        await click('.portal-remember');
        await until("document.querySelector('.portal-notice')");
      }
      const readOut = await engine().driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
         indexedDB.open('keyfolio').onsuccess = ({ target }) => {
           const all = target.result.transaction('roots').objectStore('roots').getAll();
           all.onsuccess = () => done(all.result.map(({ way }) => [way.key.extractable, way.root ?? null]));
         };`,
      );
      assert.deepEqual(readOut, Array(2).fill([false, null]));
      await go(`${variants.code.base}index.html#/project`);
      await until("location.hash === '#/project' && document.querySelector('.portal-lock')");
      await until(LATER);
      assert.ok(!(await run("return document.querySelector('.portal-remember')")));
      await click('.portal-lock');
      await until("document.activeElement.id === 'lock-code'");
      await go(`${variants.link.base}index.html`);
      await opened(CLIENT);
      await click('.portal-lock');
      await until("document.querySelector('.lock-status')?.textContent.includes('link')");
    });

    test('downloads and files are what they were', async () => {
      await go(linkOf(variants.link));
      await opened(CLIENT);
      await run("location.hash = '#/deliverables/tone-of-voice'");
      await opened('How Lindholm Ferries speaks');
      await run(WATCH_FILES);
      await click('a[download]');
      await until('ways.length > 0');
      const [text, file, href] = await engine().driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
         const [{ name, href, blob }] = ways;
         blob.text().then((text) => done([text, name, href]));`,
      );
      const path = 'files/deliverables/tone-of-voice/tone-of-voice.txt';
      assert.equal(text, site[path]?.bytes.toString());
      assert.equal(file, 'tone-of-voice.txt');
      assert.match(href, /^blob:/);
    });

    test('pictures, films and PDFs are shown', async () => {
      await go(linkOf(variants.link));
      await opened(CLIENT);
      for (const [page, title, loaded] of [
        ['homepage', 'Homepage', "document.querySelector('img.preview, .preview img')?.naturalWidth > 0"],
        ['route-film', 'Film', "document.querySelector('video').src.startsWith('blob:')"],
        [
          'timetable-poster',
          'Winter timetable',
          "navigator.pdfViewerEnabled ? document.querySelector('iframe').src.startsWith('blob:') : document.querySelector('.preview-pdf a')",
        ],
      ]) {
        await run(`location.hash = '#/deliverables/${page}'`);
        await opened(title ?? '');
        await until(loaded ?? '');
        await sleep(200);
        nothingWrong(await wrong(variants.link));
      }
    });

    test('a host that goes back to an old state is noticed', async () => {
      await go(linkOf(variants.rollback));
      await opened(CLIENT);
      await rollBack(variants.rollback);
      await go(linkOf(variants.rollback));
      await opened(CLIENT);
      await until("document.querySelector('.portal-notice')");
      assert.match(await run('return document.body.innerText'), /older state/);
    });

    test('nothing of a hostile page runs', async () => {
      await go(linkOf(variants.hostile));
      await opened(CLIENT);
      server.requests();
      await run("location.hash = '#/hostile'");
      await opened('Hostile');
      await until("document.getElementById('text').hasAttribute('src')");
      await run(WATCH_FILES);
      for (const id of ['js', 'html', 'svg']) await run(`document.getElementById('${id}').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`);
      await until('ways.length >= 2');
      await sleep(500); // for what must not run
      assert.equal(await run('return window.pwned ?? null'), null);
      // A file that could run is put on disk, as bytes.
      const files = await run('return ways.map(({ name, blob }) => [name, blob.type]).sort()');
      assert.deepEqual(files, ['attached.html', 'attached.svg'].map((file) => [file, 'application/octet-stream']));
      for (const [id, given] of [['framed', false], ['drawn', false], ['text', true]])
        assert.equal(await run(`return document.getElementById('${id}').hasAttribute('src')`), given, `${id}`);
      const names = server.requests().filter((url) => !/\/(objects\/[a-z2-7]+|app\/[^/]+)$/.test(url));
      assert.deepEqual(names, [], 'the host is told no name');
      assert.notEqual(await run("return getComputedStyle(document.querySelector('main')).color"), 'rgb(1, 2, 3)');
      await wrong(variants.hostile); // what the policy refused
    });

    test('an altered script is refused, and the page says that it does not start', async () => {
      await go(linkOf(variants.altered));
      await saysThatItIsStuck(engine().driver);
      assert.equal(await run('return window.pwned ?? null'), null);
      await wrong(variants.altered); // that it was refused
    });

    test('the page and the script are small', async () => {
      const { folder } = variants.link;
      const app = await readdir(join(folder, 'app'));
      const script = app.find((file) => /^shell\./.test(file)) ?? assert.fail('no script');
      let sent = 0;
      for (const file of ['index.html', `app/${script}`])
        sent += brotliCompressSync(await readFile(join(folder, file))).length;
      assert.ok(sent <= 12 * 1024, `${sent} bytes`);
    });

    test('the test vectors of the format', async () => {
      const folder = join(REPOSITORY, 'tests/vectors');
      const names = (await readdir(folder, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
      /** @type {Record<string, import('./vectors.js').Vector>} */
      const vectors = {};
      for (const name of names)
        vectors[name] = JSON.parse(await readFile(join(folder, name, 'vector.json'), 'utf8'));
      const repository = await serve(REPOSITORY);
      try {
        await go(`${repository.base}tests/browser/lib/vectors.html`);
        await until("document.title === 'ready'");
        const found = await engine().driver.executeAsyncScript(
          `const done = arguments[arguments.length - 1];
           const read = (window.wrappedJSObject ?? window).readAll;
           read(arguments[0]).then((found) => done(JSON.stringify(found)), (error) => done(String(error)));`,
          vectors,
        );
        const wanted = Object.entries(vectors).map(([name, vector]) => [name, expected(vector)]);
        assert.deepEqual(JSON.parse(found), Object.fromEntries(wanted));
      } finally {
        await repository.close();
      }
    });

    const address = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    test('plain HTTP is refused', { skip: address === undefined }, async () => {
      const insecure = await serve(root, { ...options, ...(address && { host: address }) });
      try {
        await go(`${insecure.base}link/index.html#${variants.link.link}`);
        await failed(/not secure/);
      } finally {
        await insecure.close();
      }
    });

    test('the lock screen and the portal can be used by everybody', async () => {
      const { driver, setWidth } = engine();
      const found = [];
      await go(`${variants.code.base}index.html`);
      await until("document.activeElement.id === 'lock-code'");
      await type('wrong-code-1');
      await failed(/./);
      found.push(...(await accessibility(driver, 'locked')));
      for (const width of [ZOOMED, NARROW, WIDE]) {
        await setWidth(width);
        found.push(...(await overflow(driver, `locked, ${width} px`)));
      }
      await run('document.activeElement.blur()');
      found.push(...(await tabThrough(driver)));
      await go(linkOf(variants.link));
      await opened(CLIENT);
      await until(PICTURES);
      found.push(...(await accessibility(driver, 'open')));
      for (const width of [ZOOMED, NARROW, WIDE]) {
        await setWidth(width);
        found.push(...(await overflow(driver, `open, ${width} px`)));
      }
      nothingWrong(found);
    });
  });

  describe(`${name}, sealed, dark`, () => {
    test('the lock screen and the portal in dark', async () => {
      const engine = await open({ dark: true });
      try {
        const { driver } = engine;
        await driver.get(`${variants.code.base}index.html`);
        await driver.wait(async () => driver.executeScript("return document.activeElement.id === 'lock-code'"), PATIENCE);
        const found = await accessibility(driver, 'locked');
        await driver.get('about:blank');
        await driver.get(linkOf(variants.link));
        await driver.wait(async () => (await driver.getTitle()).startsWith(CLIENT), PATIENCE);
        await driver.wait(async () => driver.executeScript(`return ${PICTURES}`), PATIENCE);
        nothingWrong([...found, ...(await accessibility(driver, 'open'))]);
      } finally {
        await engine.close();
      }
    });
  });
}
