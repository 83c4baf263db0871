/**
 * What the tests need of a browser, whatever its engine.
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {import('selenium-webdriver').WebDriver} driver
 * @property {() => Promise<string[]>} problems - what the console complained of since the last call
 * @property {() => Promise<string[]>} requests - the URLs that pages asked for since the last call
 * @property {(width: number) => Promise<void>} setWidth - the viewport's, in CSS pixels
 * @property {number} process - the driver's, whose child the browser is
 * @property {() => Promise<void>} close
 */

/** A usual laptop's window. */
export const WIDE = 1280;
export const HEIGHT = 900;
/** How long is waited for what must come, in milliseconds; only a test that fails waits that long. */
export const PATIENCE = 60_000;

/**
 * How often the tests may wait for a page or a script, in milliseconds.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 */
export async function setTimeouts(driver) {
  await driver.manage().setTimeouts({ pageLoad: 30_000, script: 60_000, implicit: 0 });
}
