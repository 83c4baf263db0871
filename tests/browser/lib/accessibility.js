// axe-core, with every rule for WCAG 2.2 AA and its best practices.

import axe from 'axe-core';

/** Rules that axe runs only when they are named. */
const OFF_UNLESS_ASKED = { 'target-size': { enabled: true } };

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Runs axe on the page that is open. The policy of the page does not bind what a driver runs.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} scheme - said in front of each finding
 * @returns {Promise<string[]>} what is wrong
 */
export async function accessibility(driver, scheme) {
  if (!(await driver.executeScript('return "axe" in window')))
    await driver.executeScript(axe.source);
  /** @type {import('axe-core').Result[] | string} */
  const violations = await driver.executeAsyncScript(
    `const done = arguments[arguments.length - 1];
     axe.run(document, arguments[0]).then((results) => done(results.violations), (error) => done(String(error)));`,
    { runOnly: TAGS, resultTypes: ['violations'], iframes: false, rules: OFF_UNLESS_ASKED },
  );
  if (typeof violations === 'string') return [`axe, ${scheme}: ${violations}`];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ html, any }) =>
        `axe, ${scheme}: ${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`,
    ),
  );
}
