// The tests of what a browser keeps of a sealed portal and for how long, and of browsers that keep
// nothing: the same in every engine.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TYPED, publishSealed } from './sealed.js';
import { serve } from './server.js';
import { nothingWrong, openedHere } from './suite.js';
import { CLIENT, LATER, linkOf, visitor } from './visitor.js';

/**
 * @typedef {object} Way - of opening a portal in an unusual browser
 * @property {string} name
 * @property {() => Promise<import('./engines/engine.js').Engine>} open
 * @property {boolean} [keeps] - whether a device can be remembered; not told where not given
 * @property {boolean} [bare] - whether the page takes away what the browser has (see `serve`)
 * @property {string} [host] - a name that leads to this machine
 */

/**
 * @param {string} name
 * @param {() => Promise<import('./engines/engine.js').Engine>} open
 * @param {Way[]} ways
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function testKeeping(name, open, ways, options) {
  const { server, variants, root, close } = await publishSealed(['link', 'pair', 'idle'], options);
  after(close);

  describe(`${name}, keeping`, () => {
    const engine = openedHere(() => open());
    const { run, go, click, until, opened, typeCode, wrong } = visitor(engine, server);

    /** As if so many seconds had passed: a test does not wait for them. */
    const pass = (/** @type {number} */ seconds) =>
      run(
        `const { Date: clock } = window.wrappedJSObject ?? window;
         const now = clock.now() + ${seconds * 1000} - performance.now();
         clock.now = () => now + performance.now();`,
      );
    const look = () => run("document.dispatchEvent(new Event('visibilitychange'))");
    const openIdle = async (/** @type {string} */ route) => {
      await go(`${variants.idle.base}index.html${route}`);
      await typeCode(TYPED);
      await until(LATER);
    };
    const locked = async () => {
      await until("document.querySelector('.lock-reason')?.textContent");
      assert.match(await run("return document.querySelector('.lock-reason').textContent"), /^Locked after 1 minute /);
      assert.ok(!(await run('return document.documentElement.outerHTML + document.title')).includes(CLIENT));
    };

    test('a portal that nobody uses is locked, says why, and opens again where it was', async () => {
      await openIdle('#/project');
      await opened('Project');
      await pass(59);
      await look(); // what is left of the minute is waited for
      await locked();
      assert.equal(await run('return location.hash'), '#/project');
      await typeCode(TYPED);
      await opened('Project');
      await until(LATER);
      assert.equal(await run('return history.state.reason ?? null'), null);
      nothingWrong(await wrong(variants.idle));
    });

    test('what a person does, and a film that plays, keeps it open', async () => {
      for (const type of ['pointermove', 'keydown', 'scroll', 'timeupdate']) {
        await openIdle('');
        await pass(50);
        await run(`document.querySelector('main').dispatchEvent(new Event('${type}'))`);
        await pass(50);
        await look();
        await run('return new Promise((resolve) => setTimeout(resolve, 300))');
        assert.ok((await run('return document.title')).startsWith(CLIENT), type);
        await pass(20);
        await look();
        await locked();
      }
    });

    test('after a sleep, waking up is no use', async () => {
      await openIdle('');
      await pass(3600);
      await run("document.querySelector('main').dispatchEvent(new Event('pointermove'))");
      await locked();
    });

    test('where a portal locks itself it does not open by itself', async () => {
      await openIdle('');
      assert.ok(!(await run("return document.querySelector('.portal-remember')")));
      // As if it had been remembered before the agency set the time.
      await engine().driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1];
         indexedDB.open('keyfolio', 1).onsuccess = ({ target }) => {
           const store = target.result.transaction('roots', 'readwrite').objectStore('roots');
           store.put({ until: 8e15 }, location.pathname.replace(/[^/]*$/, '')).onsuccess = () => done();
         };`,
      );
      await openIdle('');
      // It goes when the page has been shown, not before.
      const kept = () =>
        engine().driver.executeAsyncScript(
          `const done = arguments[arguments.length - 1];
           indexedDB.open('keyfolio', 1).onsuccess = ({ target }) => {
             const all = target.result.transaction('roots').objectStore('roots').getAll();
             all.onsuccess = () => done(all.result.length);
           };`,
        );
      for (let tries = 0; tries < 100 && (await kept()) !== 0; tries += 1) await sleep(50);
      assert.equal(await kept(), 0);
    });

    test('a memory that is past its day opens nothing, and goes', async () => {
      const { base, link } = variants.link;
      await go(`${base}index.html#${link}`);
      await click('.portal-remember');
      await until("document.querySelector('.portal-notice')");
      const change = (/** @type {string} */ statements) =>
        engine().driver.executeAsyncScript(
          `const done = arguments[arguments.length - 1];
           indexedDB.open('keyfolio', 1).onsuccess = ({ target }) => {
             const store = target.result.transaction('roots', 'readwrite').objectStore('roots');
             const key = location.pathname.replace(/[^/]*$/, '');
             store.get(key).onsuccess = ({ target: { result } }) => { ${statements} };
           };`,
        );
      const days = await change('done((result.until - Date.now()) / 86_400_000)');
      assert.ok(days > 29.9 && days <= 30, `${days}`);
      await change('store.put({ ...result, until: Date.now() - 1 }, key).onsuccess = () => done();');
      await go(`${base}index.html`);
      await until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
      assert.equal(await change('done(result ?? null)'), null);
    });

    test('opens from localhost', async () => {
      await go(linkOf(variants.link).replace('127.0.0.1', 'localhost'));
      await opened(CLIENT);
      // Where no passkey of the device can wrap a key, none is offered.
      await click('.portal-remember');
      await until("document.querySelector('.portal-notice')?.textContent.includes('30 days')");
      await click('.portal-lock');
    });
  });

  for (const way of ways)
    test(`${name}, ${way.name}`, async () => {
      const { link, pair } = variants;
      const own = way.bare ? await serve(root, { ...options, bare: true }) : server;
      const engine = await way.open();
      try {
        const { run, go, click, until, opened, failed, typeCode } = visitor(() => engine, own);
        const at = (/** @type {string} */ url) => {
          const moved = url.replace(server.base, own.base);
          return way.host ? moved.replace('127.0.0.1', way.host) : moved;
        };
        const problems = async () => [...(await engine.problems()), ...own.breaches()];
        await go(at(linkOf(link)));
        if (way.host) {
          await failed(/connection to this address is not secure/);
          assert.ok(!(await run("return document.querySelector('.lock-form').checkVisibility()")));
          return;
        }
        await opened(CLIENT);
        await run("location.hash = '#/project'");
        await opened('Project');
        await until(LATER);
        nothingWrong(await problems());
        if (way.keeps !== false) {
          await click('.portal-remember');
          await until("document.querySelector('.portal-notice')");
          const said = await run("return document.querySelector('.portal-notice').textContent");
          assert.match(said, /for 30 days|cannot keep/);
          if (way.keeps) assert.match(said, /for 30 days/);
        } else {
          assert.ok(!(await run("return document.querySelector('.portal-remember')")));
        }
        await click('.portal-lock');
        await until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
        await go(at(linkOf(pair)));
        await typeCode(TYPED);
        await opened(CLIENT);
        nothingWrong(await problems());
      } finally {
        await engine.close();
        if (way.bare) await own.close();
      }
    });
}
