// Every page of every portal in Chromium: how it loads, where it leads, how it reads in light and
// dark, narrow and large, and with the keyboard alone.

import { after, before, describe, test } from 'node:test';
import { accessibility } from './lib/accessibility.js';
import { openChromium } from './lib/engines/chromium.js';
import { WIDE } from './lib/engines/engine.js';
import { skipLink, tabThrough } from './lib/keyboard.js';
import { NARROW, ZOOMED, largeText, oneScreen, overflow } from './lib/layout.js';
import { references } from './lib/links.js';
import { complaints, load } from './lib/load.js';
import { nothingWrong, publish } from './lib/suite.js';
import { withoutScript } from './lib/without-script.js';

const { server, pages, samples, close } = await publish();

describe('Chromium', () => {
  /** @type {import('./lib/engines/chromium.js').Chromium} */
  let engine;
  /** @type {import('./lib/links.js').Known} */
  const known = new Map();

  before(async () => {
    engine = await openChromium();
  });
  after(async () => {
    await engine.close();
    await close();
  });

  for (const { name, base, path } of pages) {
    test(name, async () => {
      const { driver } = engine;
      await engine.setDark(false);
      await engine.setWidth(WIDE);
      const visit = { engine, server, base, path };
      const wrong = await load(visit);
      wrong.push(...(await references(driver, base, known)));
      wrong.push(...(await accessibility(driver, 'light')));
      await engine.setDark(true);
      wrong.push(...(await accessibility(driver, 'dark')));
      wrong.push(...(await overflow(driver, 'wide')));
      wrong.push(...(await largeText(driver, 'wide')));
      wrong.push(...(await tabThrough(driver)));
      for (const width of [ZOOMED, NARROW]) {
        await engine.setWidth(width);
        wrong.push(...(await overflow(driver, `${width} px`)));
        wrong.push(...(await largeText(driver, `${width} px`)));
      }
      wrong.push(...(await complaints(visit)));
      nothingWrong(wrong);
    });
  }

  for (const { name, base, path } of samples) {
    test(`${name}: skip link, narrow, print, without script`, async () => {
      const { driver } = engine;
      await engine.setDark(false);
      await engine.setWidth(NARROW);
      await driver.get(new URL(path, base).href);
      const wrong = await accessibility(driver, `light, ${NARROW} px`);
      wrong.push(...(await skipLink(driver)));
      wrong.push(...(await tabThrough(driver)));
      await engine.setContrast(true);
      wrong.push(...(await accessibility(driver, 'more contrast')));
      await engine.setContrast(false);
      if (path === 'index.html') wrong.push(...(await oneScreen(engine)));
      await engine.setWidth(WIDE);
      wrong.push(...(await withoutScript(engine, new URL(path, base).href)));
      const { data } = await engine.devtools('Page.printToPDF');
      if (!Buffer.from(data, 'base64').subarray(0, 5).equals(Buffer.from('%PDF-')))
        wrong.push('cannot be printed');
      nothingWrong(wrong);
    });
  }
});
