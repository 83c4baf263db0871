// Passkeys of a device in place of a link or code, with Chromium's virtual authenticator: the only
// one of the drivers that has the PRF extension.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import selenium from 'selenium-webdriver';
import { accessibility } from './lib/accessibility.js';
import { openChromium } from './lib/engines/chromium.js';
import { NARROW, ZOOMED, overflow } from './lib/layout.js';
import { TYPED, publishSealed } from './lib/sealed.js';
import { nothingWrong } from './lib/suite.js';
import { CLIENT, LATER, linkOf, visitor } from './lib/visitor.js';

const { Key } = selenium;

const { server, variants, revoke, close } = await publishSealed(['link', 'revoked', 'idle']);
after(close);
/** A passkey is bound to a host name, which an address of numbers is not. */
const named = (/** @type {string} */ url) => url.replace('127.0.0.1', 'localhost');

describe('Chromium, passkeys', () => {
  /** @type {import('./lib/engines/chromium.js').Chromium} */
  let engine;
  /** @type {string | undefined} */
  let device;
  before(async () => {
    engine = await openChromium();
    await engine.devtools('WebAuthn.enable');
  });
  after(() => engine?.close());
  const { run, go, click, until, opened, failed, type, typeCode } = visitor(() => engine, server);

  /** @param {object} [options] */
  const withDevice = async (options) => {
    const usual = { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' };
    const person = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    const all = { ...usual, ...person, hasPrf: true, automaticPresenceSimulation: true, ...options };
    ({ authenticatorId: device } = await engine.devtools('WebAuthn.addVirtualAuthenticator', { options: all }));
  };
  const authenticator = (/** @type {string} */ command, params = {}) =>
    engine.devtools(`WebAuthn.${command}`, { authenticatorId: device, ...params });
  const passkeys = async () => (await authenticator('getCredentials')).credentials.length;
  afterEach(async () => {
    // From where nothing holds it open: a portal does until its page is gone.
    await go(named(`${server.base}nothing`));
    await engine.driver.executeAsyncScript('indexedDB.deleteDatabase("keyfolio").onsuccess = arguments[0]');
    if (device) await authenticator('removeVirtualAuthenticator');
    device = undefined;
  });

  const said = (/** @type {RegExp} */ words) =>
    until(`${words}.test(document.querySelector('.portal-notice')?.textContent)`);
  const make = async () => {
    await click('.portal-remember');
    await click('.portal-choice button:last-child');
    await said(/From now on a passkey opens/);
  };
  const lock = async () => {
    await click('.portal-lock');
    await until("document.querySelector('.lock-passkey')");
  };
  const openLink = async () => {
    await go(named(linkOf(variants.link)));
    await opened(CLIENT);
    await until(LATER);
  };

  test('a passkey opens what a link did, and keeps nothing that could be read', async () => {
    await withDevice();
    await openLink();
    await click('.portal-remember');
    nothingWrong(await accessibility(engine.driver, 'choice'));
    for (const width of [NARROW, ZOOMED]) {
      await engine.setWidth(width);
      nothingWrong(await overflow(engine.driver, `choice, ${width} px`));
    }
    await click('.portal-remember');
    assert.ok(!(await run("return document.querySelector('.portal-choice')")));
    await make();
    assert.ok(!(await run("return document.querySelector('.portal-remember')")));
    const kept = await engine.driver.executeAsyncScript(
      `const done = arguments[0];
       indexedDB.open('keyfolio').onsuccess = ({ target }) => {
         const all = target.result.transaction('roots').objectStore('roots').getAll();
         all.onsuccess = () => done(all.result.map((one) => [Object.keys(one), Object.keys(one.passkey), one.passkey.wrapped.byteLength]));
       };`,
    );
    assert.deepEqual(kept, [[['passkey', 'until'], ['id', 'salt', 'iv', 'wrapped'], 32 + 32 + 16]]);
    const { userName } = (await authenticator('getCredentials')).credentials[0];
    assert.ok(!`${userName}`.includes(CLIENT), 'the device is not told the client');
    server.requests();
    await lock();
    assert.ok(!(await run('return document.documentElement.outerHTML')).includes(CLIENT));
    nothingWrong(await accessibility(engine.driver, 'locked'));
    assert.ok(await run("return document.activeElement.matches('.lock-passkey')"));
    await engine.driver.actions().sendKeys(Key.ENTER).perform();
    await opened(CLIENT);
    await until(LATER);
    assert.ok(!(await run("return document.querySelector('.portal-remember')")));
    nothingWrong((await engine.problems()).filter((one) => !one.includes('favicon')));
  });

  test('beside the field for the code, which goes on working', async () => {
    await withDevice();
    await go(named(`${variants.idle.base}index.html#/project`));
    await typeCode(TYPED);
    await opened('Project');
    // Where the agency wants it locked, a passkey is the only thing that is offered.
    await click('.portal-remember');
    await said(/From now on a passkey opens/);
    await engine.driver.navigate().refresh();
    await until("document.querySelector('.lock-passkey')");
    await click('.lock-passkey');
    await opened('Project');
    await engine.driver.navigate().refresh();
    await until("document.querySelector('.lock-passkey')");
    await type(TYPED);
    await opened('Project');
    await until("document.querySelector('.portal-forget')");
  });

  test('a prompt that is cancelled, and a passkey that the device no longer has', async () => {
    await withDevice({ isUserVerified: false });
    await openLink();
    await click('.portal-remember');
    await click('.portal-choice button:last-child');
    await said(/was not used/);
    assert.equal(await passkeys(), 0);
    await authenticator('removeVirtualAuthenticator');
    await withDevice();
    await openLink();
    await make();
    await lock();
    await authenticator('clearCredentials');
    for (let tries = 0; tries < 2; tries += 1) {
      await click('.lock-passkey:enabled');
      await failed(/was not used/);
    }
    await openLink();
    await until("document.querySelector('.portal-forget')");
  });

  test('whose link was taken back has no passkey either', async () => {
    await withDevice();
    await go(named(linkOf(variants.revoked)));
    await opened(CLIENT);
    await make();
    await lock();
    await revoke(variants.revoked);
    await click('.lock-passkey');
    await failed(/no longer opens this portal/);
    await engine.driver.navigate().refresh();
    await until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
    assert.ok(!(await run("return document.querySelector('.lock-passkey')")));
  });

  test('it can be forgotten', async () => {
    await withDevice();
    await openLink();
    await make();
    await click('.portal-forget');
    await said(/has forgotten the passkey/);
    await click('.portal-lock');
    await until("document.querySelector('.lock-status')?.textContent.includes('open the link that')");
    assert.ok(!(await run("return document.querySelector('.lock-passkey')")));
  });

  test('where it cannot be, it is not offered', async () => {
    const none = async () => {
      await click('.portal-remember');
      await said(/30 days/);
      await click('.portal-lock');
    };
    await openLink(); // no authenticator
    await none();
    await withDevice();
    await go(linkOf(variants.link)); // no name
    await opened(CLIENT);
    await none();
    await authenticator('removeVirtualAuthenticator');
    await withDevice({ hasPrf: false });
    await openLink();
    await click('.portal-remember');
    await click('.portal-choice button:last-child');
    await said(/cannot open portals/);
  });
});
