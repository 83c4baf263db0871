// Firefox: the console and the network by WebDriver BiDi. The colour scheme is a preference, set
// once when the browser starts.

import { tmpdir } from 'node:os';
import { Builder } from 'selenium-webdriver';
import { startListening } from '../processes.js';
import { HEIGHT, WIDE, setTimeouts } from './engine.js';

/**
 * @param {{ dark?: boolean, args?: string[], prefs?: object, downloads?: string }} [options] - flags and
 *   preferences, and the folder that downloads go to
 * @returns {Promise<import('./engine.js').Engine>}
 */
export async function openFirefox({ dark = false, args = [], prefs = {}, downloads = tmpdir() } = {}) {
  const service = await startListening('geckodriver', (port) => [
    ...['--port', String(port), '--websocket-port', '0', '--log', 'fatal'],
    ...['--binary', process.env['FIREFOX'] ?? '/usr/bin/firefox-esr'],
  ]);
  const driver = await new Builder()
    .usingServer(service.url)
    .withCapabilities({
      browserName: 'firefox',
      webSocketUrl: true,
      'moz:firefoxOptions': {
        args: ['-headless', ...args],
        prefs: {
          'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
          'ui.prefersReducedMotion': 1,
          'browser.download.folderList': 2,
          'browser.download.dir': downloads,
          ...prefs,
        },
      },
    })
    .build();
  await setTimeouts(driver);

  /** @type {string[]} */
  let problems = [];
  /** @type {string[]} */
  let requests = [];
  const bidi = await driver.getBidi();
  const context = await driver.getWindowHandle();
  bidi.on('log.entryAdded', ({ level, text }) => {
    if (level === 'error' || level === 'warn') problems.push(text);
  });
  bidi.on('network.beforeRequestSent', ({ request }) => requests.push(request.url));
  await bidi.subscribe(['log.entryAdded', 'network.beforeRequestSent'], [context]);

  /** @type {import('./engine.js').Engine['setWidth']} */
  const setWidth = async (width) => {
    const viewport = { width, height: HEIGHT };
    await bidi.send({ method: 'browsingContext.setViewport', params: { context, viewport } });
  };
  await setWidth(WIDE);

  return {
    name: `Firefox${dark ? ', dark' : ''}`,
    driver,
    process: service.id,
    problems: async () => {
      const seen = problems;
      problems = [];
      return seen;
    },
    requests: async () => {
      const seen = requests;
      requests = [];
      return seen;
    },
    setWidth,
    close: async () => {
      await driver.quit();
      await service.stop();
    },
  };
}
