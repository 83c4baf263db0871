// Walks through a page with the Tab key, as somebody does who has no mouse.

import selenium from 'selenium-webdriver';

const { Key } = selenium;

/**
 * The controls of a player, the pages of an embedded document and whatever scrolls may be stops of
 * their own: Tab is pressed as often as there are links and controls, up to so many times over.
 */
const ROUNDS = 6;

/**
 * Every link and control is reached, in the order of the document, and can be seen to be.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<string[]>} what is wrong
 */
export async function tabThrough(driver) {
  /** @type {string[]} */
  const names = await driver.executeScript(watchFocus);
  /** @type {{ stop: number, visible: boolean }[]} */
  const visits = [];
  const complete = () => names.every((_, stop) => visits.some((visit) => visit.stop === stop));
  for (let round = 0; round < ROUNDS && !complete(); round += 1) {
    await driver.actions().sendKeys(Key.TAB.repeat(names.length)).perform();
    visits.push(...(await driver.executeScript('return window.focusVisits.splice(0)')));
  }

  const order = visits.map(({ stop }) => stop).filter((stop) => stop >= 0);
  const firstVisits = [...new Set(order)];
  const hidden = new Set(visits.filter(({ visible }) => !visible).map(({ stop }) => stop));
  const sorted = firstVisits.every(
    (stop, place) => place === 0 || stop > (firstVisits[place - 1] ?? 0),
  );
  return [
    ...names
      .filter((_, stop) => !firstVisits.includes(stop))
      .map((name) => `Tab never reaches ${name}`),
    ...names.filter((_, stop) => hidden.has(stop)).map((name) => `focus cannot be seen on ${name}`),
    ...(sorted ? [] : [`Tab jumps: ${firstVisits.map((stop) => names[stop]).join(' ')}`]),
  ];
}

/**
 * The first Tab of a page is its skip link, and Enter on it goes to the content.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<string[]>} what is wrong
 */
export async function skipLink(driver) {
  await driver.executeScript(watchFocus);
  await driver.actions().sendKeys(Key.TAB, Key.ENTER).perform();
  const [inside, at] = await driver.executeScript(
    `const active = document.activeElement;
     return [document.querySelector('main').contains(active), active.outerHTML.slice(0, 100)];`,
  );
  return inside ? [] : [`the skip link does not lead to the content, but to ${at}`];
}

/** Runs in the page: lists where Tab should stop, and keeps where it does. */
function watchFocus() {
  // Whatever was clicked or focused before, the first Tab goes to the top of the page.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  const focusable =
    'a[href], area[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, ' +
    'textarea:enabled, summary, audio[controls], video[controls], [tabindex]';
  const stops = [...document.querySelectorAll(focusable)].filter(
    (element) =>
      element instanceof HTMLElement &&
      element.tabIndex >= 0 &&
      element.checkVisibility({ visibilityProperty: true }),
  );
  /** @param {Element} element */
  const look = (element) =>
    ['', '::before', '::after']
      .map((part) => {
        const {
          outlineStyle,
          outlineWidth,
          boxShadow,
          backgroundColor,
          borderColor,
          textDecoration,
        } = getComputedStyle(element, part || null);
        const outline = outlineStyle === 'none' ? '' : outlineStyle + outlineWidth;
        return [outline, boxShadow, backgroundColor, borderColor, textDecoration].join();
      })
      .join();
  /** @param {Element} element */
  const surroundings = (element) => [
    element,
    element.parentElement,
    element.closest('li, article'),
  ];
  /** @param {Element} element */
  const looks = (element) =>
    surroundings(element)
      .map((one) => one && look(one))
      .join();
  const unfocused = stops.map(looks);

  /** @type {{ stop: number, visible: boolean }[]} */
  const visits = [];
  Object.assign(window, { focusVisits: visits });
  document.addEventListener('focusin', ({ target }) => {
    const stop = target instanceof HTMLElement ? stops.indexOf(target) : -1;
    const element = stops[stop];
    visits.push({ stop, visible: !element || looks(element) !== unfocused[stop] });
  });
  return stops.map((stop) => stop.outerHTML.replace(/\s+/g, ' ').slice(0, 80));
}
