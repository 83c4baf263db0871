// WebKit, as WebKitGTK's MiniBrowser on a virtual screen. Its driver has no log of the console or
// the network: the test server's script keeps a page's errors, and requests come from the page's
// resource timing (and the test server has a log of its own). The colour scheme is that of the
// desktop theme.

import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder } from 'selenium-webdriver';
import { start, startListening } from '../processes.js';
import { HEIGHT, PATIENCE, WIDE, setTimeouts } from './engine.js';

/**
 * @param {{ dark?: boolean, downloads?: string }} [options] - `downloads` is the folder that they go to
 * @returns {Promise<import('./engine.js').Engine>}
 */
export async function openWebKit({ dark = false, downloads = tmpdir() } = {}) {
  // Downloads go where the desktop's settings say.
  const settings = await mkdtemp(join(tmpdir(), 'keyfolio-webkit-'));
  await writeFile(join(settings, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloads}"\n`);
  const screen = start('Xvfb', [
    ...['-displayfd', '1', '-screen', '0', `${WIDE}x1024x24`, '-nolisten', 'tcp'],
  ]);
  const service = await startListening(
    'WebKitWebDriver',
    (port) => [`--port=${port}`, '--host=127.0.0.1'],
    {
      DISPLAY: `:${await displayOf(screen)}`,
      XDG_CONFIG_HOME: settings,
      GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita',
    },
  );
  const driver = await new Builder()
    .usingServer(service.url)
    .withCapabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': {
        binary: process.env['MINIBROWSER'] ?? findMiniBrowser(),
        args: ['--automation'],
      },
    })
    .build();
  await setTimeouts(driver);

  return {
    name: `WebKit${dark ? ', dark' : ''}`,
    driver,
    process: service.id,
    problems: () => driver.executeScript('return window.pageErrors?.splice(0) ?? []'),
    requests: () =>
      driver.executeScript(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)",
      ),
    setWidth: async (width) => {
      const window = driver.manage().window();
      await window.setRect({ x: 0, y: 0, width, height: HEIGHT });
      // The screen resizes the window when it likes to, and the page follows.
      for (let tries = 0, same = 0; same < 3; tries += 1) {
        const [outer, inner] = [await window.getRect(), await driver.executeScript('return innerWidth')];
        same = outer.width === inner ? same + 1 : 0;
        if (tries > 200) throw new Error(`the window is ${outer.width} px wide, and its page ${inner}`);
        await sleep(10);
      }
    },
    close: async () => {
      await driver.quit();
      await service.stop();
      await screen.stop();
      await rm(settings, { recursive: true, force: true });
    },
  };
}

/**
 * The number of the display that Xvfb found free, which it prints once it is ready.
 *
 * @param {import('../processes.js').Program} screen
 */
async function displayOf(screen) {
  for (const late = Date.now() + PATIENCE; Date.now() < late; await sleep(50)) {
    const number = /^\d+$/m.exec(screen.output());
    if (number) return number[0];
  }
  throw new Error('Xvfb names no display');
}

/** MiniBrowser lies in a folder named after the machine's architecture. */
function findMiniBrowser() {
  const found = readdirSync('/usr/lib')
    .map((folder) => `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`)
    .find((path) => existsSync(path));
  if (!found) throw new Error('WebKitGTK has no MiniBrowser here');
  return found;
}
