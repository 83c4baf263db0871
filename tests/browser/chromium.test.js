// Every page of every portal in Chromium: how it loads, where it leads, how it reads in light and
// dark, narrow and large, and with the keyboard alone.

import { after, describe, test } from 'node:test';
import { accessibility } from './lib/accessibility.js';
import { openChromium } from './lib/engines/chromium.js';
import { WIDE } from './lib/engines/engine.js';
import { skipLink, tabThrough } from './lib/keyboard.js';
import { NARROW, ZOOMED, largeText, oneScreen, overflow } from './lib/layout.js';
import { references } from './lib/links.js';
import { complaints, load, onPage } from './lib/load.js';
import { nothingWrong, openedHere, publish } from './lib/suite.js';
import { withoutScript } from './lib/without-script.js';

const { server, pages, samples, close } = await publish();
after(close);

describe('Chromium', () => {
  const engine = openedHere(openChromium);
  /** @type {import('./lib/links.js').Known} */
  const known = new Map();

  for (const page of pages) {
    const { name, base, path } = page;
    test(name, async () => {
      const { driver, setDark, setWidth } = engine();
      await setDark(false);
      await setWidth(WIDE);
      const visit = { engine: engine(), server, base, path };
      const wrong = await load(visit);
      wrong.push(...(await references(driver, base, known)));
      wrong.push(...(await accessibility(driver, 'light')));
      await setDark(true);
      wrong.push(...(await accessibility(driver, 'dark')));
      wrong.push(...(await overflow(driver, 'wide')));
      wrong.push(...(await largeText(driver, 'wide')));
      wrong.push(...(await tabThrough(driver)));
      for (const width of [ZOOMED, NARROW]) {
        await setWidth(width);
        wrong.push(...(await overflow(driver, `${width} px`)));
        wrong.push(...(await largeText(driver, `${width} px`)));
      }
      wrong.push(...(await complaints(visit)));
      nothingWrong(wrong);
    });

    if (!samples.includes(page)) continue;
    test(`${name}: skip link, narrow, print, without script`, async () => {
      const { driver, setDark, setWidth, setContrast, devtools } = engine();
      await setDark(false);
      await setWidth(NARROW);
      await onPage(driver, new URL(path, base).href);
      const wrong = await accessibility(driver, `light, ${NARROW} px`);
      wrong.push(...(await skipLink(driver)));
      wrong.push(...(await tabThrough(driver)));
      await setContrast(true);
      wrong.push(...(await accessibility(driver, 'more contrast')));
      await setContrast(false);
      if (path === 'index.html') wrong.push(...(await oneScreen(engine())));
      await setWidth(WIDE);
      wrong.push(...(await withoutScript(engine(), new URL(path, base).href)));
      const { data } = await devtools('Page.printToPDF');
      if (!Buffer.from(data, 'base64').subarray(0, 5).equals(Buffer.from('%PDF-')))
        wrong.push('cannot be printed');
      nothingWrong(wrong);
    });
  }
});
