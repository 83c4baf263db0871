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

/**
 * Whether the page fits its window with text at 200 %, the window as it is (WCAG 2.2, 1.4.4).
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} when - said in front of what is found
 * @returns {Promise<string[]>} what is wrong
 */
export async function largeText(driver, when) {
  await driver.executeScript("document.documentElement.style.fontSize = '200%'");
  const found = await overflow(driver, `${when}, text at 200 %`);
  await driver.executeScript("document.documentElement.style.fontSize = ''");
  return found;
}

/** A phone's screen. */
const PHONE = { width: 390, height: 844 };

/**
 * The first page answers its five questions in one screen of a phone: no heading, and no name or
 * address under the last of them, stands below the fold.
 *
 * @param {import('./engines/chromium.js').Chromium} engine
 * @returns {Promise<string[]>} what is wrong
 */
export async function oneScreen({ driver, setWidth, devtools }) {
  await setWidth(PHONE.width);
  await devtools('Emulation.setScrollbarsHidden', { hidden: true }); // a phone's lie over the page
  await driver.navigate().refresh();
  /** @type {{ name: string, bottom: number }[]} */
  const answers = await driver.executeScript(answersOfPage);
  await devtools('Emulation.setScrollbarsHidden', { hidden: false });
  return [
    ...(answers.length < 6 ? [`the first page answers ${answers.length - 1} of 5 questions`] : []),
    ...answers
      .filter(({ bottom }) => bottom > PHONE.height)
      .map(({ name, bottom }) => `${PHONE.width} px: “${name}” ends ${bottom} px down`),
  ];
}

/** Runs in the page. */
function answersOfPage() {
  const questions = ['waiting', 'status', 'news', 'files', 'contact'];
  const seen = questions.map((name) => document.getElementById(`portal-${name}`));
  const contact = document.querySelector('[aria-labelledby="portal-contact"] .ways a');
  return [...seen, contact]
    .filter((element) => element !== null)
    .map((element) => ({
      name: element.textContent?.trim() ?? '',
      bottom: Math.round(element.getBoundingClientRect().bottom + scrollY),
    }));
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
