// What a page shows where scripts do not run: everything.

/**
 * @param {import('./engines/chromium.js').Chromium} engine
 * @param {string} url
 * @returns {Promise<string[]>} what is wrong
 */
export async function withoutScript({ driver, devtools }, url) {
  const withIt = await shown(driver, url);
  await devtools('Emulation.setScriptExecutionDisabled', { value: true });
  const without = await shown(driver, url);
  await devtools('Emulation.setScriptExecutionDisabled', { value: false });
  return [
    ...(without.headings.length === 0 ? ['without script: no heading is seen'] : []),
    ...withIt.headings
      .filter((heading) => !without.headings.includes(heading))
      .map((heading) => `without script: the heading ${JSON.stringify(heading)} is not seen`),
    ...withIt.links
      .filter((link) => !without.links.includes(link))
      .map((link) => `without script: the link to ${link} is not seen`),
  ];
}

/**
 * The headings and links that can be seen. The driver's own scripts run all the same.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} url
 * @returns {Promise<{ headings: string[], links: string[] }>}
 */
async function shown(driver, url) {
  await driver.get(url);
  return driver.executeScript(() => {
    /** @param {string} selector */
    const seen = (selector) =>
      [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    return {
      headings: seen('main :is(h1, h2, h3)').map((heading) => heading.textContent?.trim()),
      links: seen('a[href]').map((link) => link.getAttribute('href')),
    };
  });
}
