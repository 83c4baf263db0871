// `keyfolio serve` in the browser: the dashboard, and portals that follow their files.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import selenium from 'selenium-webdriver';
import { accessibility } from './lib/accessibility.js';
import { openChromium } from './lib/engines/chromium.js';
import { WIDE } from './lib/engines/engine.js';
import { openFirefox } from './lib/engines/firefox.js';
import { openWebKit } from './lib/engines/webkit.js';
import { tabThrough } from './lib/keyboard.js';
import { overflow } from './lib/layout.js';
import {
  BROKEN,
  CLIENT,
  HELLO,
  MENDED,
  SEALED_UPDATE,
  SILENCE,
  UPDATE,
  preview,
  update,
} from './lib/preview.js';
import { nothingWrong } from './lib/suite.js';

const { By, Key } = selenium;

/** How long a change may take to be on the page; only a test that fails waits that long. */
const PATIENCE = 20_000;
/** The viewport of a usual telephone. */
const PHONE = 390;
/** What is sent to a client. */
const LINK = /^https:\/\/portals\.example\/[a-z2-7]{32}\/index\.html$/;
const LAST_GOOD = 'This is the last good portal.';

/**
 * What every engine has to do.
 *
 * @template {import('./lib/engines/engine.js').Engine} E
 * @param {string} name
 * @param {() => Promise<E>} open
 * @param {(opened: () => { engine: E, agency: import('./lib/preview.js').Preview }) => void} [more]
 */
function testServe(name, open, more) {
  describe(name, () => {
    /** @type {E} */
    let engine;
    /** @type {import('./lib/preview.js').Preview} */
    let agency;
    before(async () => {
      [engine, agency] = await Promise.all([open(), preview()]);
    });
    after(() => Promise.all([engine?.close(), agency?.close()]));

    test('a page follows its file, and stays where it was scrolled to', async () => {
      const { driver } = engine;
      await driver.get(new URL('updates/hello.html', await agency.portal('Acme &amp; Sons')).href);
      assert.match(await seen(driver), new RegExp(HELLO));
      await driver.executeScript('scrollTo(0, 1200)');
      const place = await driver.executeScript('return scrollY');
      assert.equal(place, 1200, 'the page can be scrolled');
      await agency.write(UPDATE, update('The tower sways.'));
      await until(driver, () => seen(driver), /The tower sways/);
      await until(driver, () => driver.executeScript('return String(scrollY)'), /^1200$/);
      await agency.write(UPDATE, update(HELLO));
      await until(driver, () => seen(driver), new RegExp(HELLO));
      nothingWrong(await engine.problems());
    });

    test('a sealed portal is open here and follows its file, and locked as its client gets it', async () => {
      const { driver } = engine;
      const portal = await agency.portal('Cove');
      await driver.get(new URL('updates/hello.html', portal).href);
      await until(driver, () => seen(driver), new RegExp(HELLO));
      await agency.write(SEALED_UPDATE, update('The tide turns.'));
      await until(driver, () => seen(driver), /The tide turns/);
      await driver.get(agency.url);
      await driver.findElement(By.css('article a[href^="/-/sealed/"]')).click();
      await until(driver, () => seen(driver), /Please open the link/);
      assert.doesNotMatch(await seen(driver), /Cove|tide/);
      nothingWrong(await engine.problems());
    });

    test('a broken file keeps the last good portal, which says so until it is mended', async () => {
      const { driver } = engine;
      await driver.get(await agency.portal('Acme &amp; Sons'));
      const good = await seen(driver);
      assert.equal(await banner(driver), '');
      await agency.write(CLIENT, BROKEN);
      await until(driver, () => banner(driver), new RegExp(LAST_GOOD));
      assert.equal(await seen(driver), good);
      await agency.write(CLIENT, MENDED);
      await until(driver, () => banner(driver), /^$/);
      nothingWrong(await engine.problems());
    });

    test('the dashboard follows the files, and keeps what has the focus', async () => {
      const { driver } = engine;
      await driver.get(agency.url);
      const button = copyButton(driver);
      await driver.executeScript('arguments[0].focus()', button);
      await driver.executeScript('window.same = true');
      await agency.write(CLIENT, BROKEN);
      await until(driver, () => article(driver), new RegExp(LAST_GOOD));
      await until(driver, () => article(driver), /unknown key logoo[\s\S]*content\/acme\/client.yaml:2/);
      await agency.write(CLIENT, MENDED);
      await until(driver, () => article(driver), /^(?![\s\S]*logoo)/);
      assert.equal(
        await driver.executeScript(
          "return window.same && document.activeElement.closest('article')?.querySelector('h2').textContent",
        ),
        'Acme & Sons',
      );
      nothingWrong(await engine.problems());
    });

    test('the link is copied', async () => {
      const { driver } = engine;
      await driver.get(agency.url);
      // It says so for a moment only, which may pass between two looks.
      await driver.executeScript(
        `new MutationObserver((changes) => {
           window.saidCopied ||= changes.some(({ target }) => target.textContent === 'Copied');
         }).observe(arguments[0], { childList: true });`,
        copyButton(driver),
      );
      await copyButton(driver).click();
      await until(driver, () => driver.executeScript('return String(window.saidCopied)'), /^true$/);
      await driver.executeScript(
        "document.body.append(Object.assign(document.createElement('input'), { id: 'paste' }))",
      );
      const field = driver.findElement(By.id('paste'));
      await field.sendKeys(Key.chord(Key.CONTROL, 'v'));
      await until(driver, () => driver.executeScript('return paste.value'), LINK);
      await until(driver, () => article(driver), /Copy link/);
    });

    test('where there is no clipboard, the link can be copied by hand', async () => {
      const { driver } = engine;
      await driver.get(agency.url);
      await driver.executeScript(
        'navigator.clipboard.writeText = () => Promise.reject(new Error("no"))',
      );
      await copyButton(driver).click();
      const selected = `const field = document.activeElement;
        return field.value?.slice(field.selectionStart, field.selectionEnd) ?? '';`;
      await until(driver, () => driver.executeScript(selected), LINK);
      await driver.executeScript('document.activeElement.blur()');
      await until(driver, () => article(driver), /Copy link/);
    });

    more?.(() => ({ engine, agency }));
  });
}

testServe('Chromium', openChromium, (opened) => {
  test('the dashboard says where each client stands', async () => {
    const { engine, agency } = opened();
    const { driver } = engine;
    await driver.get(agency.url);
    const text = await article(driver);
    for (const words of [
      'At risk',
      'The printer is late.',
      'Build',
      '40 %',
      `Last update ${SILENCE} days ago`,
      '2 overdue',
      'First proof',
      'Next deadline',
      'Opening night',
      'Waiting on the client 1',
      'Send us the photographs',
    ])
      assert.ok(text.includes(words), `${words} is not in:\n${text}`);
    const page = await seen(driver);
    assert.match(page, /Bolt|bolt/);
    assert.match(page, /and no portal yet[\s\S]*unknown key logoo/);
    assert.match(page, /Archived\s+Dale Mills/);
    // The button leads to the portal, and Back to the dashboard.
    await driver.findElement(By.css('article:has(h2 a) .button')).click();
    await until(driver, () => driver.getTitle(), /North Yard$/);
    await driver.navigate().back();
    await until(driver, () => driver.getTitle(), /^North Yard/);
    nothingWrong(await engine.problems());
  });

  for (const width of [WIDE, PHONE]) {
    for (const scheme of ['light', 'dark']) {
      test(`the dashboard at ${width} px, ${scheme}`, async () => {
        const { engine, agency } = opened();
        const { driver } = engine;
        await engine.setDark(scheme === 'dark');
        await engine.setWidth(width);
        await driver.get(agency.url);
        await driver.executeScript('for (const one of document.querySelectorAll("details")) one.open = true');
        nothingWrong([
          ...(await accessibility(driver, scheme)),
          ...(await overflow(driver, `${width} px`)),
          ...(await tabThrough(driver)),
          ...(await engine.problems()),
        ]);
      });
    }
  }

  test('what a portal has not got is its own page for that, wherever it was looked for', async () => {
    const { engine, agency } = opened();
    const { driver } = engine;
    const portal = await agency.portal('Acme &amp; Sons');
    const url = new URL('updates/2026/nothing.html', portal).href;
    assert.equal((await fetch(url)).status, 404);
    await driver.get(url);
    const styled = 'return [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)';
    assert.equal(await driver.executeScript(styled), true);
    await driver.executeScript("document.querySelector('a[href*=\"#\"]').click()");
    assert.equal(new URL(await driver.getCurrentUrl()).pathname, new URL(url).pathname);
    await driver.findElement(By.css('main a')).click();
    await until(driver, () => driver.getCurrentUrl(), /\/index\.html$/);
    assert.match(await driver.getTitle(), /Acme & Sons/);
    // The browser itself complains of the page that is not there, and of nothing else.
    const problems = await engine.problems();
    nothingWrong(problems.filter((problem) => !problem.startsWith(url)));
  });

  test('nothing of this is in the output', async () => {
    const { agency } = opened();
    const output = await agency.output();
    assert.match(output, /Acme &amp; Sons/);
    for (const trace of ['/-/', 'reload.js', 'dashboard', 'EventSource'])
      assert.ok(!output.includes(trace), `${trace} is in the output`);
    // What opens a sealed portal does ask for more of it.
    const portal = new URL(await agency.portal('Acme &amp; Sons')).pathname;
    const own = await agency.output(portal.split('/')[1]);
    assert.ok(own.includes('default-src') && !own.includes('connect-src'));
  });
});

testServe('Firefox', openFirefox);
testServe('WebKit', openWebKit);

/**
 * The text of the page that is open. A page that is just being replaced has none.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<string>}
 */
const seen = (driver) => driver.executeScript('return document.body?.innerText.trim() ?? ""');

/**
 * What the dashboard says of Acme.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<string>}
 */
const article = (driver) =>
  driver.executeScript(
    `const articles = [...document.querySelectorAll('article')];
     const acme = articles.find((one) => one.querySelector('h2').textContent === 'Acme & Sons');
     return acme?.innerText ?? '';`,
  );

/** @param {import('selenium-webdriver').WebDriver} driver */
const copyButton = (driver) =>
  driver.findElement(By.xpath("//article[.//h2[.='Acme & Sons']]//button[@data-copy]"));

/**
 * What the preview says on top of a portal's page.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {Promise<string>}
 */
const banner = (driver) =>
  driver.executeScript(
    `const hosts = [...document.querySelectorAll('[role=status]')];
     return hosts.find((host) => host.shadowRoot)?.shadowRoot.textContent ?? '';`,
  );

/**
 * Waits until what `look` gives matches.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {() => Promise<string>} look
 * @param {RegExp} wanted
 */
async function until(driver, look, wanted) {
  let last = '';
  const found = async () => {
    // While a page is being replaced there is nothing to ask.
    last = await look().catch((error) => `(${error})`);
    return wanted.test(last);
  };
  await driver.wait(found, PATIENCE).catch(() => {
    throw new assert.AssertionError({ message: `waited for ${wanted}, and saw:\n${last}` });
  });
}
