// Portals open from a folder on disk as they do from a server: same style, same scripts.

import { pathToFileURL } from 'node:url';
import { references } from './links.js';

/** @typedef {{ text: string, style: string }} Look */

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {Look} served - the page on the server
 * @param {string} file - the page on disk
 * @param {string} path - the page from the portal's folder
 * @param {import('./links.js').Known} known - files on the disk
 * @returns {Promise<string[]>} what is wrong
 */
export async function sameFromDisk(driver, served, file, path, known) {
  const onDisk = pathToFileURL(file).href;
  await driver.get(onDisk);
  const opened = await look(driver);
  const folder = onDisk.slice(0, -encodeURI(path).length);
  return [
    ...(served.text === opened.text ? [] : ['from disk: the page says something else']),
    ...(served.style === opened.style
      ? []
      : [`from disk, the style differs: ${opened.style}, not ${served.style}`]),
    ...(await references(driver, folder, known)).map((wrong) => `from disk: ${wrong}`),
  ];
}

/**
 * What the page says once its scripts have run, and how its parts are styled.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<Look>}
 */
export function look(driver) {
  return driver.executeScript(() => {
    // A colour on its way from the engine's to the theme's is neither.
    for (const animation of document.getAnimations()) animation.finish();
    const style = ['body', 'h1', 'main', 'footer', 'a'].map((selector) => {
      const element = document.querySelector(selector);
      if (!element) return selector;
      const { fontFamily, fontSize, color, backgroundColor, display, marginTop, maxWidth } =
        getComputedStyle(element);
      return [fontFamily, fontSize, color, backgroundColor, display, marginTop, maxWidth].join();
    });
    return { text: document.body.innerText, style: style.join('\n') };
  });
}
