// The tests of prototypes, the same in every engine: that they work in a portal, sealed and plain, and
// that they are kept from it, from the network and from the window.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import selenium from 'selenium-webdriver';
import { accessibility } from './accessibility.js';
import { PATIENCE, WIDE } from './engines/engine.js';
import { NARROW, overflow } from './layout.js';
import { publishPrototypes } from './prototypes.js';
import { nothingWrong, openedHere } from './suite.js';

const { By } = selenium;
const OPENED = 'Lindholm';
const ROUTE = '#/deliverables/crossings/v1';

/**
 * @param {string} name
 * @param {(options: { dark: boolean }) => Promise<import('./engines/engine.js').Engine>} open
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function testPrototypes(name, open, options) {
  const { server, elsewhere, plain, sealed, names, close } = await publishPrototypes(options);
  after(close);

  describe(`${name}, prototypes`, () => {
    const engine = openedHere(() => open({ dark: false }));

    const run = (/** @type {string} */ script) => /** @type {Promise<any>} */ (engine().driver.executeScript(script));
    /**
     * Does something in the prototype.
     *
     * @template T
     * @param {() => Promise<T>} act
     */
    const inside = async (act) => {
      await engine().driver.switchTo().frame(await engine().driver.findElement(By.css('iframe.prototype')));
      try {
        return await act();
      } finally {
        await engine().driver.switchTo().defaultContent();
      }
    };
    const look = (/** @type {string} */ script) => inside(() => run(`return ${script}`));
    const click = (/** @type {string} */ id) => inside(async () => (await engine().driver.findElement(By.id(id))).click());
    const until = async (/** @type {string} */ what, /** @type {() => Promise<unknown>} */ seen) => {
      let last;
      for (const late = Date.now() + PATIENCE; Date.now() < late; await sleep(60)) {
        try {
          last = await seen();
          if (last) return;
        } catch (error) {
          last = error; // the frame is on its way to another page
        }
      }
      assert.fail(`never: ${what} (${last})`);
    };
    /** Waits until a script in the prototype gives this, and tells what it gives where it never does. */
    const gives = async (/** @type {string} */ script, /** @type {unknown} */ wanted) => {
      /** @type {unknown} */
      let last;
      await until(script, async () => isDeepStrictEqual((last = await look(script)), wanted)).catch(() =>
        assert.deepEqual(last, wanted),
      );
    };
    const shows = (/** @type {string} */ title) => until(title, async () => (await look('document.title')) === title);
    const titled = (/** @type {string} */ title) => until(title, async () => (await engine().driver.getTitle()).startsWith(title));
    const openSealed = async () => {
      await engine().driver.get('about:blank');
      await engine().driver.get(`${sealed.base}index.html#${sealed.fragment}`);
      await titled(OPENED);
    };

    test('opens from its deliverable, with scripts, modules, styles, pictures and data', async () => {
      await openSealed();
      await run("location.hash = '#/deliverables/crossings'");
      await titled('Crossings');
      server.requests();
      await (await engine().driver.findElement(By.css('.try .button'))).click();
      await titled('Crossings v1');
      await shows('Crossings');
      await gives('({ ...document.body.dataset })', {
        sum: '3',
        same: 'true',
        later: 'later',
        fares: '12',
        absent: '404',
        xhr: '6',
        image: '8',
        worker: 'worked',
        cookie: 'a=b',
        classic: 'https://prototype.invalid/js/classic.js',
        done: 'yes',
      });
      await gives(
        `[
          getComputedStyle(document.querySelector('h1')).color,
          getComputedStyle(document.getElementById('moving')).letterSpacing,
          getComputedStyle(document.getElementById('styled')).backgroundImage.slice(0, 9),
          document.getElementById('still').naturalWidth > 0,
          document.getElementById('text').naturalWidth > 0,
          document.getElementById('use').getBoundingClientRect().width,
        ]`,
        ['rgb(1, 2, 3)', '3px', 'url("blob', true, true, 16],
      );
      for (const url of server.requests())
        assert.match(url.slice(sealed.base.length), /^(objects\/[a-z2-7]{32}|app\/stage\.[0-9a-f]{8}\.html)$/);
      assert.ok(!names.some((one) => /crossings|fares|second|hostile/i.test(String(one))));
    });

    test('its pages lead to each other, and back leads back', async () => {
      await openSealed();
      await run(`location.hash = ${JSON.stringify(ROUTE)}`);
      await shows('Crossings');
      await run("addEventListener('pointermove', ({ isTrusted }) => { window.used ||= !isTrusted; })");
      await click('second');
      await shows('Second');
      await until('that the portal is used', () => run('return window.used'));
      await gives('({ ...document.body.dataset })', { sum: '42', kept: 'yes' });
      await until('its anchor', () => look('scrollY > 100'));
      assert.equal(await run('return location.hash'), ROUTE);
      await run('history.back()');
      await shows('Crossings');
      for (const [id, title] of [
        ['leave', 'Second'],
        ['folder', 'Crossings'],
        ['send', 'Second'],
        ['first', 'Crossings'],
      ]) {
        await sleep(450); // as a person would
        await click(id ?? '');
        await shows(title ?? '');
      }
      await click('out');
      await until('a notice', () => run("return document.querySelector('.portal-notice')"));
      assert.match(await run("return document.querySelector('.portal-notice').textContent"), /leads out of the prototype/);
      assert.deepEqual(elsewhere.requests(), []);
      await (await engine().driver.findElement(By.css('.try-bar .button'))).click();
      await until('the deliverable', async () => (await run('return location.hash')) === '#/deliverables/crossings');
      await run('history.back()');
      await shows('Crossings');
    });

    test('reaches neither the portal nor the network nor the window', async () => {
      await fetch(`${elsewhere.base}control`);
      assert.equal(elsewhere.requests().length, 1);
      await openSealed();
      await run("localStorage.setItem('theirs', 'x'); document.cookie = 'theirs=x'");
      await run("location.hash = '#/deliverables/hostile/v1'");
      await shows('Hostile');
      server.requests();
      await until('all attempts', () => look('document.body.dataset.done'));
      await sleep(1000);
      const tried = await look('tried');
      // What stands in for storage is the prototype's own, and empty.
      const got = Object.values(tried).filter((came) => !/^(refused: \w+|got (maybe|undefined|0)?)$/.test(String(came)));
      assert.deepEqual(got, []);
      assert.ok(Object.keys(tried).length > 40, JSON.stringify(tried));
      assert.equal((await engine().driver.getAllWindowHandles()).length, 1);
      assert.match(await engine().driver.getTitle(), /^Hostile v1/);
      // It leaves by itself, to nowhere: neither to another host, nor to a file of this one.
      for (const address of [`${elsewhere.base}left.html`, new URL('/left.html', server.base).href]) {
        await run("location.hash = '#/deliverables/hostile'");
        await titled('Hostile ·');
        await run("location.hash = '#/deliverables/hostile/v1'");
        await shows('Hostile');
        await inside(() => run(`window['loc' + 'ation'] = '${address}'`)).catch(() => {});
        await sleep(1000);
      }
      assert.deepEqual(elsewhere.requests(), []);
      assert.deepEqual(server.requests().filter((url) => !/\/(app\/stage\.[0-9a-f]{8}\.html|objects\/[a-z2-7]{32})$/.test(url)), []);
      assert.match(await engine().driver.getTitle(), /^Hostile v1/);
      assert.equal(await run('return location.hash'), '#/deliverables/hostile/v1');
    });

    test('the stage runs nothing where it has an origin', async () => {
      await openSealed();
      const [stage] = names.map(String).filter((one) => /stage\.[0-9a-f]{8}\.html$/.test(one));
      const play = (/** @type {string} */ sandbox, /** @type {number} */ patience) =>
        engine().driver.executeAsyncScript(
          `const [stage, sandbox, patience, done] = arguments;
           const frame = document.createElement('iframe');
           if (sandbox) frame.setAttribute('sandbox', sandbox);
           const html = '<script>parent.postMessage("ran", "*")</' + 'script>';
           const files = new Map([['index.html', new Blob([html], { type: 'text/html' })]]);
           addEventListener('message', ({ data }) => data === 'ran' && done('ran'));
           frame.onload = () => frame.contentWindow.postMessage({ page: 'index.html', anchor: '', files }, '*');
           frame.src = stage;
           document.body.append(frame);
           setTimeout(done, patience, 'nothing ran');`,
          stage,
          sandbox,
          patience,
        );
      assert.equal(await play('allow-scripts', 30_000), 'ran');
      await openSealed();
      assert.equal(await play('', 2000), 'nothing ran');
    });

    test('opens in a plain portal, apart from it', async () => {
      await engine().driver.get(`${plain.base}deliverables/crossings/v1.html`);
      await shows('Crossings');
      assert.equal(await look('origin'), 'null');
      await until('its style', async () => (await look("getComputedStyle(document.querySelector('h1')).color")) === 'rgb(1, 2, 3)');
      await click('second');
      await shows('Second');
      await run('history.back()');
      await shows('Crossings');
    });

    test('everybody can use the page, at any width', async () => {
      const found = [];
      await openSealed();
      for (const route of ['#/deliverables/crossings', ROUTE]) {
        await run(`location.hash = ${JSON.stringify(route)}`);
        await titled('Crossings');
        if (route === ROUTE) await shows('Crossings');
        found.push(...(await accessibility(engine().driver, route)));
        for (const width of [NARROW, WIDE]) {
          await engine().setWidth(width);
          found.push(...(await overflow(engine().driver, `${route}, ${width} px`)));
        }
      }
      const { bottom, height } = await run(
        "const { bottom } = document.querySelector('.prototype').getBoundingClientRect(); return { bottom, height: innerHeight }",
      );
      assert.ok(bottom <= height, `the prototype ends at ${bottom} of ${height}`);
      nothingWrong(found);
    });
  });
}
