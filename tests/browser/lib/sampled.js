// The tests of an engine whose colour scheme is settled when it starts: every page loads, and one
// page of each kind is looked at closely.

import { after, before, describe, test } from 'node:test';
import { accessibility } from './accessibility.js';
import { WIDE } from './engines/engine.js';
import { skipLink, tabThrough } from './keyboard.js';
import { NARROW, ZOOMED, overflow } from './layout.js';
import { load } from './load.js';
import { sameFromDisk } from './from-disk.js';
import { nothingWrong, publish } from './suite.js';

/**
 * @param {string} name
 * @param {(options: { dark: boolean }) => Promise<import('./engines/engine.js').Engine>} open
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function testEngine(name, open, options) {
  const { server, pages, samples, close } = await publish(options);
  after(close);

  describe(name, () => {
    const engine = openedHere(() => open({ dark: false }));

    for (const { name, base, path } of pages) {
      test(name, async () => {
        nothingWrong(await load({ engine: engine(), server, base, path }));
      });
    }

    for (const { name, base, path, file } of samples) {
      test(`${name}: closely`, async () => {
        const { driver, setWidth } = engine();
        const url = new URL(path, base).href;
        await setWidth(WIDE);
        const wrong = await sameFromDisk(driver, url, file, path);
        await driver.get(url);
        wrong.push(...(await skipLink(driver)));
        await driver.get(url);
        wrong.push(...(await tabThrough(driver)));
        wrong.push(...(await accessibility(driver, 'light')));
        wrong.push(...(await overflow(driver, 'wide')));
        for (const width of [ZOOMED, NARROW]) {
          await setWidth(width);
          wrong.push(...(await overflow(driver, `${width} px`)));
        }
        nothingWrong(wrong);
      });
    }
  });

  describe(`${name}, dark`, () => {
    const engine = openedHere(() => open({ dark: true }));

    for (const { name, base, path } of samples) {
      test(name, async () => {
        const { driver } = engine();
        await driver.get(new URL(path, base).href);
        const dark = await driver.executeScript(
          "return matchMedia('(prefers-color-scheme: dark)').matches",
        );
        nothingWrong([
          ...(dark ? [] : ['the browser is not in its dark scheme']),
          ...(await accessibility(driver, 'dark')),
        ]);
      });
    }
  });
}

/**
 * A browser for the tests of the `describe` that calls this.
 *
 * @param {() => Promise<import('./engines/engine.js').Engine>} open
 */
function openedHere(open) {
  /** @type {import('./engines/engine.js').Engine} */
  let engine;
  before(async () => {
    engine = await open();
  });
  after(() => engine?.close());
  return () => engine;
}
