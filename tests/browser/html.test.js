// The Nu HTML Checker finds nothing in any page, nor in the lock screen of sealed portals.

import { execFile } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nothingWrong } from './lib/suite.js';
import { buildAgencies, lockScreen } from './lib/portals.js';

/** The checker does not know where a file on disk will be served from, and so what is `'self'`. */
const UNKNOWABLE = 'Resource violates Content Security Policy';

const CHECKER = join(import.meta.dirname, 'node_modules/vnu-jar/build/dist/vnu.jar');

const { agencies, root, remove } = await buildAgencies();
after(remove);

/**
 * @typedef {object} Message
 * @property {string} url
 * @property {string} type
 * @property {number} lastLine
 * @property {string} message
 * @property {string} [extract]
 */
/** @type {Map<string, import('./lib/portals.js').Page>} */
const locked = new Map();
for (const agency of agencies) locked.set(agency.name, await lockScreen(agency));
const messages = await check(root);

for (const { name, front, portals } of agencies) {
  describe(`valid HTML: ${name}`, () => {
    test('the lock screen', () => nothingWrong(messages.get(locked.get(name)?.file ?? '') ?? []));
    for (const { path, file } of front) test(path, () => nothingWrong(messages.get(file) ?? []));
    for (const { client, pages } of portals) {
      for (const { path, file } of pages) {
        test(`${client}: ${path}`, () => nothingWrong(messages.get(file) ?? []));
      }
    }
  });
}

/**
 * One run over all pages, as the checker takes longer to start than to check a page.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, string[]>>} what is wrong, by file
 */
async function check(folder) {
  const { stdout } = await promisify(execFile)(
    'java',
    [
      '-jar',
      CHECKER,
      '--skip-non-html',
      '--exit-zero-always',
      '--stdout',
      '--format',
      'json',
      folder,
    ],
    { maxBuffer: 1 << 28 },
  );
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { url, lastLine, message, extract = '' } of /** @type {Message[]} */ (
    JSON.parse(stdout).messages
  )) {
    if (message.startsWith(UNKNOWABLE)) continue;
    const file = decodeURI(new URL(url).pathname);
    found.set(file, [...(found.get(file) ?? []), `line ${lastLine}: ${message} ${extract.trim()}`]);
  }
  return found;
}
