// Chromium: the console and the network from the driver's logs, everything else by the DevTools
// protocol.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder } from 'selenium-webdriver';
import { startListening } from '../processes.js';
import { HEIGHT, WIDE, setTimeouts } from './engine.js';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * @typedef {import('./engine.js').Engine & {
 *   devtools: (command: string, params?: object) => Promise<any>,
 *   setDark: (dark: boolean) => Promise<void>,
 *   setContrast: (more: boolean) => Promise<void>,
 * }} Chromium
 */

/**
 * @param {{ args?: string[], prefs?: object, downloads?: string }} [options] - flags, preferences of the
 *   profile, and the folder that downloads go to
 * @returns {Promise<Chromium>}
 */
export async function openChromium({ args = [], prefs = {}, downloads = tmpdir() } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'keyfolio-chromium-'));
  const service = await startListening('chromedriver', (port) => [`--port=${port}`]);
  const driver = /** @type {import('selenium-webdriver/chrome.js').Driver} */ (
    await new Builder()
      .usingServer(service.url)
      .withCapabilities({
        browserName: 'chrome',
        'goog:loggingPrefs': { browser: 'ALL', performance: 'ALL' },
        'goog:chromeOptions': {
          binary: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
          args: [...FLAGS, ...args, `--user-data-dir=${profile}`, `--window-size=${WIDE},${HEIGHT}`],
          prefs: { 'download.default_directory': downloads, ...prefs },
        },
      })
      .build()
  );
  await setTimeouts(driver);
  // The first window shows the browser's own page, and asks for its parts.
  await driver.get('about:blank');
  await driver.manage().logs().get('performance');

  /** @type {Chromium['devtools']} */
  const devtools = (command, params = {}) => driver.sendAndGetDevToolsCommand(command, params);
  // Colours are compared and focus is looked at when they have arrived, not on the way there.
  const still = { name: 'prefers-reduced-motion', value: 'reduce' };

  return {
    name: 'Chromium',
    driver,
    process: service.id,
    devtools,
    problems: async () =>
      (await driver.manage().logs().get('browser'))
        .filter((entry) => entry.level.name !== 'DEBUG' && entry.level.name !== 'INFO')
        .map((entry) => entry.message),
    requests: async () =>
      (await driver.manage().logs().get('performance'))
        .map((entry) => JSON.parse(entry.message).message)
        .filter(({ method }) => method === 'Network.requestWillBeSent')
        .map(({ params }) => params.request.url),
    setWidth: (width) =>
      devtools('Emulation.setDeviceMetricsOverride', {
        width,
        height: HEIGHT,
        deviceScaleFactor: 1,
        mobile: false,
      }),
    setDark: (dark) =>
      devtools('Emulation.setEmulatedMedia', {
        features: [still, { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }],
      }),
    setContrast: (more) =>
      devtools('Emulation.setEmulatedMedia', {
        features: [still, { name: 'prefers-contrast', value: more ? 'more' : 'no-preference' }],
      }),
    close: async () => {
      await driver.quit();
      await service.stop();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
