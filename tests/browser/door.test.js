// The front door in each engine, as the program builds it: a code typed on the agency's own page
// opens the portal that it belongs to, in place.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import selenium from 'selenium-webdriver';
import { accessibility } from './lib/accessibility.js';
import { openChromium } from './lib/engines/chromium.js';
import { WIDE } from './lib/engines/engine.js';
import { openFirefox } from './lib/engines/firefox.js';
import { openWebKit } from './lib/engines/webkit.js';
import { tabThrough } from './lib/keyboard.js';
import { NARROW, ZOOMED, overflow } from './lib/layout.js';
import { complaints } from './lib/load.js';
import { serve } from './lib/server.js';
import { nothingWrong } from './lib/suite.js';

const { By, Key } = selenium;
const run = promisify(execFile);
const KEYFOLIO =
  process.env['KEYFOLIO'] ?? resolve(import.meta.dirname, '../../target/debug/keyfolio');
/** What the engines say of a file that is not there, which is how a wrong code is told. */
const EXPECTED = /status of 404|^console: Failure: wrong-code/;

/** @type {Record<string, string>} */
const AGENCY = {
  'keyfolio.yaml': 'name: North Yard\naccess: {mode: code}\n',
  'content/acme/client.yaml': 'name: Acme\npeople:\n  - {id: ada, name: Ada}\n',
  'content/acme/updates/2026-11-01-hello.md': '# Hello Acme\n\nWe begin.\n',
  'content/bolt/client.yaml':
    'name: Bolt\npeople:\n  - {id: ben, name: Ben, code: Seven herons asleep tuesday}\n',
};

/**
 * @param {string} name
 * @param {() => Promise<import('./lib/engines/engine.js').Engine>} open
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
function testDoor(name, open, options) {
  describe(`${name}, the front door`, () => {
    /** @type {import('./lib/engines/engine.js').Engine} */
    let engine;
    /** @type {Awaited<ReturnType<typeof publish>>} */
    let agency;
    before(async () => {
      [engine, agency] = await Promise.all([open(), publish(options)]);
    });
    after(() => Promise.all([engine?.close(), agency?.close()]));

    const script = (/** @type {string} */ text) =>
      /** @type {Promise<any>} */ (engine.driver.executeScript(text));
    const until = async (/** @type {string} */ expression) => {
      for (let tries = 0; tries < 400; tries += 1) {
        if (await script(`try { return Boolean(${expression}) } catch { return false }`)) return;
        await sleep(50);
      }
      assert.fail(`never: ${expression}. The page says: ${await script('return document.body.innerText')}`);
    };
    const asked = () => until("document.activeElement.id === 'lock-code' && !document.activeElement.readOnly");
    const type = async (/** @type {string} */ code) => {
      const field = await engine.driver.findElement(By.id('lock-code'));
      await field.clear();
      await field.sendKeys(code, Key.ENTER);
    };
    const go = async (/** @type {string} */ url) => {
      await engine.driver.get('about:blank');
      await complaints({ engine, server: agency.server, base: agency.server.base, path: '' });
      await engine.driver.get(url);
      await asked();
    };
    const wrong = async () => {
      const { server } = agency;
      const found = await complaints({ engine, server, base: server.base, path: '' });
      return found.filter((one) => !EXPECTED.test(one));
    };

    test('a code opens its own portal, in place, and no address holds it', async () => {
      const { server, people } = agency;
      for (const { code, url, title, typed } of people) {
        await go(`${server.base}index.html`);
        await type(typed);
        await until(`document.title.startsWith('${title}')`);
        assert.equal(await script('return location.href'), `${url}#/`);
        const bare = code.replaceAll(/[^a-z0-9]/gi, '').toLowerCase();
        const names = server.requests().join('\n').toLowerCase();
        assert.ok(names.includes('/door/') && !names.includes(bare) && !names.includes(code.toLowerCase()));
        await until("document.querySelector('script[src*=later]')?.later");
      }
      nothingWrong(await wrong());
    });

    test('pages, back, and a lock that is the portal\'s own', async () => {
      const { server, people: [ada] } = agency;
      assert.ok(ada);
      await engine.driver.get(`${server.base}404.html`);
      await engine.driver.get(`${server.base}index.html`);
      await asked();
      await type(ada.typed);
      await until("document.title.startsWith('Acme')");
      await script("location.hash = '#/updates/2026-11-01-hello'");
      await until("document.title.startsWith('Hello Acme')");
      await engine.driver.navigate().back();
      await until("document.title.startsWith('Acme')");
      assert.equal(await script('return location.href'), `${ada.url}#/`);
      await engine.driver.navigate().refresh();
      await asked();
      assert.equal(await script('return location.pathname'), new URL(ada.url).pathname);
      assert.ok(!(await script("return document.querySelector('.lock-door')")));
      await type(ada.typed);
      await until("document.title.startsWith('Acme')");
      await (await engine.driver.findElement(By.css('.portal-lock'))).click();
      await asked();
      assert.equal(await script('return location.pathname'), new URL(ada.url).pathname);
      await engine.driver.navigate().back();
      await until("document.title === 'North Yard' && !document.querySelector('.lock')");
      assert.match(await script('return location.pathname'), /\/404\.html$/);
      nothingWrong(await wrong());
    });

    test('a wrong code is told in the words of a portal, and can be mended', async () => {
      const { server, people: [, ben] } = agency;
      assert.ok(ben);
      await go(`${server.base}index.html`);
      const words = [];
      for (const place of [`${server.base}index.html`, ben.url]) {
        if (words.length > 0) await go(place);
        await type('AAAA-BBBB-CCCC');
        await until("document.querySelector('.lock-failure').textContent");
        words.push(await script("return document.querySelector('.lock-failure').textContent"));
      }
      assert.match(words[0], /This code does not open/);
      assert.equal(words[0], words[1]);
      await go(`${server.base}index.html`);
      await type('AAAA-BBBB-CCCC');
      await until("document.querySelector('.lock-failure').textContent");
      assert.equal(await script('return location.href'), `${server.base}index.html`);
      await asked();
      await type(ben.typed);
      await until("document.title.startsWith('Bolt')");
      nothingWrong(await wrong());
    });

    test('offline: another try opens it', async () => {
      const { server, people: [ada] } = agency;
      assert.ok(ada);
      server.drop(/\/door\//);
      await go(`${server.base}index.html`);
      await type(ada.typed);
      await until("document.querySelector('.lock-failure').textContent");
      assert.match(await script("return document.querySelector('.lock-failure').textContent"), /cannot be reached/);
      server.drop(undefined);
      await (await engine.driver.findElement(By.css('.lock-again'))).click();
      await until("!document.querySelector('.lock-failure').textContent");
      await asked();
      await type(ada.typed);
      await until("document.title.startsWith('Acme')");
      await wrong(); // that it was offline
    });

    test('it can be used by everybody, and names nobody', async () => {
      const { server } = agency;
      await go(`${server.base}index.html`);
      await until("document.querySelector('.lock-door')");
      const text = await script('return document.documentElement.outerHTML');
      for (const word of ['Acme', 'Bolt', 'Ada', 'Ben']) assert.ok(!text.includes(word), word);
      const found = await accessibility(engine.driver, 'the front door');
      for (const width of [ZOOMED, NARROW, WIDE]) {
        await engine.setWidth(width);
        found.push(...(await overflow(engine.driver, `the front door, ${width} px`)));
      }
      await script('document.activeElement.blur()');
      found.push(...(await tabThrough(engine.driver)));
      nothingWrong(found);
    });

    if (name === 'Chromium')
      test('without script it says that it needs one', async () => {
        const { devtools } = /** @type {import('./lib/engines/chromium.js').Chromium} */ (engine);
        await devtools('Emulation.setScriptExecutionDisabled', { value: true });
        try {
          await engine.driver.get(`${agency.server.base}index.html`);
          assert.match(await script('return document.body.innerText'), /needs JavaScript/);
        } finally {
          await devtools('Emulation.setScriptExecutionDisabled', { value: false });
        }
      });
  });
}

/** @param {{ watchErrors?: boolean } | undefined} options */
async function publish(options) {
  const workspace = await mkdtemp(join(tmpdir(), 'keyfolio-door-'));
  for (const [path, text] of Object.entries(AGENCY)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  await run(KEYFOLIO, ['build', '--quiet'], { cwd: workspace });
  const { stdout } = await run(KEYFOLIO, ['links', '--format', 'json'], { cwd: workspace });
  const server = await serve(join(workspace, 'dist'), options);
  const people = stdout.trim().split('\n').map((line) => {
    const { locator, code, name } = JSON.parse(line);
    const url = `${server.base}${locator}/index.html`;
    return { code, url, title: name, typed: code.toLowerCase().replaceAll('-', ' ') };
  });
  return {
    server,
    people,
    close: async () => {
      await server.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

testDoor('Chromium', openChromium);
testDoor('Firefox', () => openFirefox({ dark: false }));
testDoor('WebKit', () => openWebKit({ dark: false }), { watchErrors: true });
