// The tests of an engine whose colour scheme is settled when it starts: every page loads, and one
// page of each kind is looked at closely.

import { after, describe, test } from 'node:test';
import { accessibility } from './accessibility.js';
import { WIDE } from './engines/engine.js';
import { skipLink, tabThrough } from './keyboard.js';
import { NARROW, ZOOMED, overflow } from './layout.js';
import { look, sameFromDisk } from './from-disk.js';
import { load, onPage } from './load.js';
import { nothingWrong, openedHere, publish } from './suite.js';

/**
 * @param {string} name
 * @param {(options: { dark: boolean }) => Promise<import('./engines/engine.js').Engine>} open
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function testEngine(name, open, options) {
  const { server, pages, samples, close } = await publish(options);
  after(close);

  describe(name, () => {
    /** @type {import('./links.js').Known} */
    const onDisk = new Map();
    const engine = openedHere(() => open({ dark: false }));

    for (const page of pages) {
      const { name, base, path, file } = page;
      test(name, async () => {
        nothingWrong(await load({ engine: engine(), server, base, path }));
      });

      if (!samples.includes(page)) continue;
      test(`${name}: closely`, async () => {
        const { driver, setWidth } = engine();
        await setWidth(WIDE);
        await onPage(driver, new URL(path, base).href);
        const served = await look(driver);
        const wrong = await tabThrough(driver);
        wrong.push(...(await skipLink(driver)));
        wrong.push(...(await accessibility(driver, 'light')));
        wrong.push(...(await overflow(driver, 'wide')));
        for (const width of [ZOOMED, NARROW]) {
          await setWidth(width);
          wrong.push(...(await overflow(driver, `${width} px`)));
        }
        await setWidth(WIDE);
        wrong.push(...(await sameFromDisk(driver, served, file, path, onDisk)));
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
