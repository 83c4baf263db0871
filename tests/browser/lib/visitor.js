// A person in front of a sealed portal: what they do, and what they wait for.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import selenium from 'selenium-webdriver';
import { PATIENCE } from './engines/engine.js';
import { complaints } from './load.js';

const { By, Key } = selenium;

/** The client whose portal it is: its name must not be seen before it is open. */
export const CLIENT = 'Lindholm';
/** Whether the second script has come. */
export const LATER = "[...document.querySelectorAll('script[src*=later]')].some((script) => script.later)";

/**
 * What engines say that is no fault of the page's: that a file is not there where the test took it
 * away, and what Firefox's own viewer of PDFs says under any page's policy.
 */
const EXPECTED = /status of 404|ERR_EMPTY_RESPONSE|^console: Failure: |fake worker|docBaseUrl|injection sink|trusted-types-sink \(resource/;

/** @param {import('./sealed.js').Variant} variant */
export const linkOf = ({ base, link }) => `${base}index.html#${link}`;

/**
 * @param {() => import('./engines/engine.js').Engine} current - the browser, once it is there
 * @param {import('./server.js').Server} server
 */
export function visitor(current, server) {
  const run = (/** @type {string} */ script, /** @type {unknown[]} */ ...values) =>
    /** @type {Promise<any>} */ (current().driver.executeScript(script, ...values));

  /**
   * What the page and its console complained of since the last call.
   *
   * @param {{ base: string }} where
   */
  const wrong = async ({ base }) => {
    const found = await complaints({ engine: current(), server, base, path: '' });
    return found.filter((one) => !EXPECTED.test(one));
  };

  /**
   * A new document, whatever was open before.
   *
   * @param {string} url
   */
  const go = async (url) => {
    await current().driver.get('about:blank');
    await wrong(server); // what was said until now
    await current().driver.get(url);
  };

  const type = async (/** @type {string} */ code) => {
    const field = await current().driver.findElement(By.id('lock-code'));
    await field.clear();
    await field.sendKeys(code, Key.ENTER);
  };

  /** Clicks what stands still: WebKit's pointer goes to where a thing was, and misses what pictures or a notice move. */
  const click = async (/** @type {string} */ selector) => {
    const { driver } = current();
    for (let before = '', late = Date.now() + PATIENCE; ; await sleep(30)) {
      const element = await driver.wait(selenium.until.elementLocated(By.css(selector)), PATIENCE);
      const place = await element.getRect().then(JSON.stringify, () => '');
      if ((place && place === before) || Date.now() > late) return element.click();
      before = place;
    }
  };

  /**
   * Waits for what a script says, and tells what the page says where it does not come.
   *
   * @param {string} script - an expression; one that fails is not true yet: while a page is being replaced, parts
   *   of it are missing
   */
  const until = async (script) => {
    for (const late = Date.now() + PATIENCE; Date.now() < late; await sleep(20))
      if (await run(`try { return Boolean(${script}) } catch { return false }`)) return;
    const text = await run('return document.body.innerText.slice(0, 300)');
    assert.fail(`never: ${script}. The page says: ${text}`);
  };

  const opened = (/** @type {string} */ title) =>
    until(`document.title.startsWith(${JSON.stringify(title)})`);

  const failed = async (/** @type {RegExp} */ words) => {
    await until("document.querySelector('.lock-failure')?.textContent");
    assert.match(await run("return document.querySelector('.lock-failure').textContent"), words);
    assert.ok(!(await run('return document.documentElement.outerHTML')).includes(CLIENT));
  };

  /** Waits for the field, and types the code. */
  const typeCode = async (/** @type {string} */ code) => {
    await until("document.activeElement.id === 'lock-code'");
    await type(code);
  };

  return { run, wrong, go, type, typeCode, click, until, opened, failed };
}
