// Whether a page fits its window, whatever the window's width and the size of its text.

/** WCAG 2.2, 1.4.10: the narrowest window that needs no scrolling sideways. */
export const NARROW = 320;

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
 * Doubles the size of all text, as a reader may (WCAG 2.2, 1.4.4), and looks whether it fits.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 */
export async function largeText(driver) {
  await driver.executeScript("document.documentElement.style.fontSize = '200%'");
  const found = await overflow(driver, 'text at 200 %');
  await driver.executeScript("document.documentElement.style.fontSize = ''");
  return found;
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
