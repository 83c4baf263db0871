// Whether a page fits its window, whatever the window's width.

import { WIDE } from './engines/engine.js';

/** WCAG 2.2, 1.4.10: the narrowest window that needs no scrolling sideways. */
export const NARROW = 320;

/** A usual window at a zoom of 200 % (WCAG 2.2, 1.4.4). */
export const ZOOMED = WIDE / 2;

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} when - said in front of what is found
 * @returns {Promise<string[]>} what is wrong
 */
export async function overflow(driver, when) {
  /** @type {{ by: number, culprits: string[] }} */
  const { by, culprits } = await driver.executeScript(overflowOfPage);
  return by > 0 ? [`${when}: wider than the window by ${by} px: ${culprits.join(', ')}`] : [];
}

/** Runs in the page. */
function overflowOfPage() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const by = scrollWidth - clientWidth;
  const culprits = [...document.body.querySelectorAll('*')]
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > clientWidth + 1 || left < -1);
    })
    .slice(0, 5)
    .map((element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}">`);
  return { by, culprits };
}
