// What must hold against a host, a neighbour on the same origin and hostile content, the same in
// every engine: with portals as the program builds them, and a log of all that leaves the browser.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE } from './engines/engine.js';
import { saysThatItIsStuck } from './stuck.js';
import { openedHere } from './suite.js';
import { openVault } from './vault.js';

/** All that a page of this origin can find out, and all that it can keep. */
const DUMP = `
const [all, done] = arguments;
(async () => {
  const kept = [location.href, document.URL, document.baseURI, document.referrer, document.cookie, window.name,
    history.state, { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML,
    performance.getEntriesByType('resource').map((entry) => entry.name)];
  if (all) kept.push(performance.getEntries().map((entry) => entry.name), window.navigation?.activation?.entry?.url);
  if (window.navigation) kept.push(navigation.entries().map((entry) => entry.url), navigation.entries().map((entry) => entry.getState()));
  const request = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await request(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([request(all.getAllKeys()), request(all.getAll())]);
      kept.push(name, store, keys, values.map((value) => ({ ...value, readable: value.way?.key.extractable })));
    }
    database.close();
  }
  for (const name of await (window.caches?.keys() ?? []))
    for (const one of await (await caches.open(name)).keys()) kept.push(name, one.url);
  return JSON.stringify(kept);
})().then(done, (error) => done('failed: ' + error));`;

/**
 * @param {string} name
 * @param {(options: { dark: boolean }) => Promise<import('./engines/engine.js').Engine>} open
 */
export async function testAttacks(name, open) {
  const vault = await openVault();
  after(() => vault.close());

  describe(`${name}, attacked`, () => {
    const engine = openedHere(() => open({ dark: false }));

    const run = (/** @type {string} */ script, /** @type {unknown[]} */ ...values) =>
      /** @type {Promise<any>} */ (engine().driver.executeScript(script, ...values));
    const until = async (/** @type {string} */ script) => {
      for (const late = Date.now() + PATIENCE; Date.now() < late; await sleep(50))
        if (await run(`try { return Boolean(${script}) } catch { return false }`)) return;
      assert.fail(`never: ${script}. The page says: ${await run('return document.body.innerText.slice(0, 300)')}`);
    };
    const go = async (/** @type {string} */ url) => {
      await engine().driver.get('about:blank');
      await engine().driver.get(url);
    };
    const opened = (/** @type {string} */ title) =>
      until(`document.title.startsWith(${JSON.stringify(title)}) && document.querySelector('.portal-lock')`);
    const failed = async (/** @type {RegExp} */ words) => {
      await until("document.querySelector('.lock-failure')?.textContent");
      assert.match(await run("return document.querySelector('.lock-failure').textContent"), words);
    };
    const locked = () => until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
    const click = (/** @type {string} */ selector) =>
      run('document.querySelector(arguments[0]).click()', selector);
    const remember = async () => {
      await until("document.querySelector('.portal-remember')");
      await click('.portal-remember');
      await until("document.querySelector('.portal-notice')");
    };

    /**
     * Does something while the host alters the files whose path matches.
     *
     * @param {RegExp} which
     * @param {import('./vault.js').Alter} alter
     * @param {() => Promise<void>} act
     */
    const whileAltered = async (which, alter, act) => {
      vault.alter(which, alter);
      try {
        await act();
      } finally {
        assert.ok(vault.restore() > 0, `${which}: something was altered`);
      }
    };
    /** @type {(text: string) => import('./vault.js').Alter} */
    const followedBy = (text) => (bytes) => Buffer.concat([bytes, Buffer.from(text)]);

    test('the fragment reaches no request, address, referrer, history entry or storage', async () => {
      const { acme, outside } = vault;
      vault.asked();
      outside.asked();
      const link = `${vault.below(acme)}#${acme.secret}`;
      // The document that the link itself opened remembers how it was opened for as long as it stands:
      // no page can change that (docs/security.md). The next one knows nothing of it.
      let first = true;
      const look = async (/** @type {string} */ when) => {
        const kept = await engine().driver.executeAsyncScript(DUMP, !first);
        assert.ok(!kept.startsWith('failed'), `${when}: ${kept}`);
        assert.ok(!kept.toLowerCase().includes(acme.secret), `${when}: ${kept}`);
        return String(kept);
      };
      await go(link);
      await opened('Acme');
      await look('open');
      await remember();
      await look('remembered');
      await run("location.hash = '#/updates/2026-11-01-hello'");
      await opened('Hello');
      await look('inside');
      await engine().driver.navigate().refresh();
      await opened('Hello');
      first = false;
      const kept = await look('reloaded');
      assert.match(kept, /"readable":false/, 'the key that is kept cannot be read out');
      const way = await run(
        "const link = document.querySelector('a[href*=\"/page\"]'); link.removeAttribute('target'); return link.href",
      );
      assert.equal(way, `${outside.url}page`);
      await click('a[href*="/page"]');
      await until("document.title === 'Outside'");
      assert.equal(await run('return document.referrer'), '');
      await look('outside');
      await engine().driver.navigate().back();
      await opened('Hello');
      await look('back');
      await click('.portal-lock');
      await locked();
      await look('locked');
      const asked = [...vault.asked(), ...outside.asked()];
      assert.ok(asked.length > 10 && asked.some(({ line }) => line === 'GET /page'));
      for (const { all } of asked) assert.ok(!all.toLowerCase().includes(acme.secret), all);
      const away = asked.filter(({ host }) => outside.url.includes(host));
      for (const { all } of away) assert.ok(!all.includes(acme.locator), all);
    });

    for (const [where, address] of /** @type {const} */ ([
      ['below one address', vault.below],
      ['each on a host name of its own', vault.apart],
    ])) {
      test(`two portals ${where} never use, overwrite or log out each other`, async () => {
        const { acme, bolt } = vault;
        for (const [portal, title] of /** @type {const} */ ([[acme, 'Acme'], [bolt, 'Bolt']])) {
          await go(`${address(portal)}#${portal.secret}`);
          await opened(title);
          await remember();
        }
        for (const [portal, title] of /** @type {const} */ ([[acme, 'Acme'], [bolt, 'Bolt']])) {
          await go(address(portal));
          await opened(title);
        }
        // The link of the one does not open the other, and takes nothing away from it.
        await go(`${address(bolt)}#${acme.secret}`);
        await failed(/This link does not open/);
        await go(address(bolt));
        await opened('Bolt');
        await click('.portal-lock');
        await locked();
        await go(address(acme));
        await opened('Acme');
        await go(address(bolt));
        await locked();
        await go(`${address(bolt)}#${bolt.secret}`);
        await opened('Bolt');
        await go(address(acme));
        await opened('Acme');
        await click('.portal-lock');
        await locked();
      });

      test(`two portals ${where}: the older state of one is no concern of the other`, async () => {
        const { acme, bolt } = vault;
        const warned = async (/** @type {import('./vault.js').Portal} */ portal, /** @type {string} */ title) => {
          await go(`${address(portal)}#${portal.secret}`);
          await opened(title);
          await until("document.querySelector('.portal-remember')"); // the second script has run
          await sleep(200);
          const text = await run("return document.querySelector('.portal-notice')?.textContent ?? ''");
          return text.includes('older state');
        };
        assert.equal(await warned(acme, 'Acme'), false);
        assert.equal(await warned(bolt, 'Bolt'), false);
        const rollBack = await vault.publish(acme);
        assert.equal(await warned(acme, 'Acme'), false);
        await rollBack();
        assert.equal(await warned(bolt, 'Bolt'), false, 'a lower number than the other portal had');
        assert.equal(await warned(acme, 'Acme'), true);
        assert.equal(await warned(bolt, 'Bolt'), false);
      });
    }

    test('hostile content runs nothing and asks nobody', async () => {
      const { acme, outside } = vault;
      await go(`${vault.below(acme)}#${acme.secret}`);
      await opened('Acme');
      outside.asked();
      for (const [page, title] of [
        ['updates/2026-11-03-hostile', 'Hostile'],
        ['documents', 'Documents'],
      ]) {
        await run('location.hash = arguments[0]', `#/${page}`);
        await opened(title ?? '');
        await until("[...document.images].every((image) => image.complete)");
        // What a click on each link would do; a file that could run is put on disk and not opened.
        await run(`window.ways = [];
          HTMLAnchorElement.prototype.click = function () { window.ways.push([this.download, this.target, this.href]); };`);
        const links = await run(
          `return [...document.querySelectorAll('main a[href]')].filter(({ href }) => /attached|drawing|javascript|data:/.test(href))
             .map((link) => { link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); return link.getAttribute('href'); })`,
        );
        assert.ok(links.length >= 2, `${page}: ${links}`);
        await until(`window.ways.length >= ${links.length}`);
        for (const [download, , href] of await run('return window.ways')) {
          assert.match(download, /^(attached\.html|drawing\.svg)$/, 'it is put on disk');
          assert.match(href, /^blob:/);
        }
        assert.equal(await run('return window.pwned ?? null'), null);
        assert.equal(await run("return document.querySelectorAll('main :is(script, style, object, embed, form, iframe, [onload], [onerror], [style])').length"), 0);
        const styled = "document.querySelector('#styled') ?? document.querySelector('h1')";
        assert.notEqual(await run(`return getComputedStyle(${styled}).color`), 'rgb(1, 2, 3)');
      }
      await sleep(300);
      assert.deepEqual(outside.asked().map(({ line }) => line), []);
    });

    test('one byte of a script altered: nothing of it runs, and the page says that it does not start', async () => {
      const { acme, outside } = vault;
      outside.asked();
      // A tab for a space between two words: it would run as before.
      const tab = (/** @type {Buffer} */ bytes) => {
        const copy = Buffer.from(bytes);
        copy.write('\t', copy.indexOf('const ') + 'const'.length);
        return copy;
      };
      await whileAltered(/app\/shell\.[^/]*\.js$/, tab, async () => {
        await go(`${vault.below(acme)}#${acme.secret}`);
        vault.asked();
        await saysThatItIsStuck(engine().driver);
        await sleep(300);
        assert.equal(await run("return document.querySelector('.lock-label').textContent"), '');
        assert.ok(!vault.asked().some(({ line }) => /slots|manifest|objects/.test(line)));
      });
    });

    test('the second script altered: the portal opens, and what that script does is not there', async () => {
      const { acme } = vault;
      await whileAltered(/app\/later\.[^/]*\.js$/, followedBy('\nwindow.pwned = 1;'), async () => {
        await go(`${vault.below(acme)}#${acme.secret}`);
        await opened('Acme');
        await sleep(500);
        assert.equal(await run('return window.pwned ?? null'), null);
        assert.equal(await run("return document.querySelectorAll('.portal-remember').length"), 0);
        assert.ok(await run("return document.querySelector('.portal-lock')"));
      });
    });

    test('the style sheet altered: it is refused, and the portal opens all the same', async () => {
      const { acme } = vault;
      await whileAltered(/app\/lock\.[^/]*\.css$/, followedBy('\nhtml{--pwned:1}'), async () => {
        await go(`${vault.below(acme)}#${acme.secret}`);
        await opened('Acme');
        const pwned = await run("return getComputedStyle(document.documentElement).getPropertyValue('--pwned')");
        assert.equal(pwned, '');
        // Without a link the lock screen is read without its looks.
        await go(vault.below(acme));
        await locked();
      });
    });

    test('one bit altered, and the page says what it is to say', async () => {
      const { acme } = vault;
      const names = (await vault.files(acme)).map((name) => name.replaceAll('\\', '/'));
      const slot = names.find((name) => name.startsWith('slots/')) ?? '';
      /** @type {(at: (length: number) => number) => import('./vault.js').Alter} */
      const flip = (at) => (bytes) => {
        const copy = Buffer.from(bytes);
        const where = at(copy.length);
        copy.writeUInt8(copy.readUInt8(where) ^ 4, where);
        return copy;
      };
      const first = () => 0;
      /** @type {[string, RegExp, ((length: number) => number)[]][]} */
      const parts = [
        ['header.json', /damaged or was altered|newer than this page/, [first, () => 11, () => 20]],
        [slot, /damaged or was altered/, [first, () => 30, () => 60, (length) => length - 1]],
        ['manifest', /damaged or was altered/, [first, () => 30, () => 60, (length) => length - 1]],
      ];
      const refused = (/** @type {RegExp} */ which, /** @type {RegExp} */ words, /** @type {(length: number) => number} */ place) =>
        whileAltered(which, flip(place), async () => {
          await go(`${vault.below(acme)}#${acme.secret}`);
          await failed(words);
        });
      for (const [file, words, places] of parts)
        for (const place of places) await refused(new RegExp(`/${file.replace('.', '\\.')}$`), words, place);
      for (const place of [first, () => 30, () => 60, (/** @type {number} */ length) => length - 1])
        await refused(/\/objects\//, /damaged or was altered/, place);
      await go(`${vault.below(acme)}#${acme.secret}`);
      await opened('Acme');
    });
  });
}
