// Attacks on sealed portals in Chromium, and the page without JavaScript, which only its protocol can
// switch off.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testAttacks } from './lib/attack-suite.js';
import { openChromium } from './lib/engines/chromium.js';
import { openVault } from './lib/vault.js';

await testAttacks('Chromium', () => openChromium());

test('without JavaScript the page says what it needs, and that alone', async () => {
  const vault = await openVault();
  const { driver, devtools, close } = await openChromium();
  try {
    await devtools('Emulation.setScriptExecutionDisabled', { value: true });
    await driver.get(`${vault.below(vault.acme)}#${vault.acme.secret}`);
    const seen = await driver.executeScript(
      "return [...document.querySelectorAll('main p')].filter((one) => one.checkVisibility() && one.innerText).map((one) => one.innerText)",
    );
    const needed = 'This portal is encrypted, and opening it needs JavaScript. Please allow it for this page.';
    assert.deepEqual(seen, ['North Yard', needed]);
  } finally {
    await close();
    await vault.close();
  }
});
