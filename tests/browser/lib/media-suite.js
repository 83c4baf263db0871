// Films and large downloads of a sealed portal, the same in every engine: played and put on disk part
// by part, in little memory, and never anything that was not checked.
//
// They are of a size that tests can have: `LARGE=1` makes them of the size that is promised for
// (a film of 2 GiB, a download of 500 MB), and tells what was measured.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, open as openFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import selenium from 'selenium-webdriver';
import { PATIENCE } from './engines/engine.js';
import { SECOND, publishMedia } from './media.js';
import { mostMemory } from './memory.js';
import { KEYFOLIO } from './portals.js';
import { serve } from './server.js';
import { openedHere } from './suite.js';

const { By } = selenium;
const run = promisify(execFile);
const LARGE = process.env['LARGE'] === '1';
const SIZES = LARGE
  ? { seconds: Math.ceil(2 ** 31 / SECOND), download: 500_000_000 }
  : { seconds: 128, download: 64_000_000 };
const MEMORY = 64 * 2 ** 20;
/** Longest part that is asked of the host at a time, sealed. */
const LONGEST = 64 * 16_400;

/**
 * @param {string} name
 * @param {(options: { downloads: string }) => Promise<import('./engines/engine.js').Engine>} open
 * @param {object} [how]
 * @param {number} [how.memory] - what a film may take of the browser's memory, in bytes
 * @param {number} [how.saving] - what a download may take of it; as much, unless given
 * @param {boolean} [how.leavesParts] - whether the browser gives a download its name before all of it is there
 * @param {boolean} [how.tabs] - whether a page is shown that the driver opens in another tab
 * @param {boolean} [how.stalls] - whether the player at times stays where it is after a seek, with all of it
 *   buffered, until somebody seeks there again
 * @param {boolean} [how.picks] - whether the browser asks where a file is to go (`showSaveFilePicker`)
 * @param {boolean} [how.readsAhead] - whether it reads all that a host gives, however far it is from being played
 */
export async function testMedia(name, open, how = {}) {
  const { memory: most = MEMORY, saving = most, leavesParts = false, tabs = true } = how;
  const { stalls = false, picks = false, readsAhead = false } = how;
  const temporary = await mkdtemp(join(tmpdir(), 'keyfolio-media-'));
  after(() => rm(temporary, { recursive: true, force: true }));
  const downloads = join(temporary, 'downloads');
  await mkdir(downloads);
  const workspace = join(temporary, 'workspace');
  await run(KEYFOLIO, ['init', workspace]);
  const shell = join(temporary, 'shell');
  await run(join(dirname(KEYFOLIO), 'examples/shell'), [workspace, shell]);
  const root = join(temporary, 'hosted');
  const published = await publishMedia(shell, join(root, 'portal'), SIZES);
  const damaged = await publishMedia(shell, join(root, 'damaged'), { seconds: 32, download: 32_000_000 });
  for (const path of ['files/film.wav', 'files/data.bin']) await flip(damaged.objects[path] ?? '', 56 + 1000 * 16_400 + 99);
  const server = await serve(root);
  after(() => server.close());
  const plain = await serve(root, { ranges: false });
  after(() => plain.close());

  describe(`${name}, films and downloads`, () => {
    const engine = openedHere(() => open({ downloads }));

    const js = (/** @type {string} */ script, /** @type {unknown[]} */ ...values) =>
      /** @type {Promise<any>} */ (engine().driver.executeScript(script, ...values));
    const jsLater = (/** @type {string} */ script, /** @type {unknown[]} */ ...values) =>
      /** @type {Promise<any>} */ (
        engine().driver.executeAsyncScript(
          `const done = arguments[arguments.length - 1];
           (async () => { ${script} })().then(done, (error) => done(String(error)));`,
          ...values,
        )
      );
    const FILM = "document.querySelector('audio')";
    const until = async (/** @type {string} */ script, seconds = 40) => {
      for (let tries = 0; tries < seconds * 20; tries += 1) {
        if (await js(`try { return Boolean(${script}) } catch { return false }`)) return;
        await sleep(50);
      }
      const text = await js('return document.body.innerText.slice(0, 300)');
      const player = await js(
        `const { paused, readyState, networkState, error, currentTime } = ${FILM} ?? {};
         return JSON.stringify({ paused, readyState, networkState, error: error?.message, currentTime });`,
      );
      assert.fail(`never: ${script}. The page says: ${text}. The player: ${player}`);
    };
    const click = async (/** @type {string} */ selector) =>
      (await engine().driver.findElement(By.css(selector))).click();
    /**
     * @param {string} base
     * @param {boolean} [worker] - whether the page is to have one
     */
    const start = async (base, worker = true) => {
      await engine().driver.get('about:blank');
      await engine().driver.get(`${base}index.html#${published.link}`);
      await until("document.title === 'Start'");
      if (!worker)
        await js("Object.defineProperty(Navigator.prototype, 'serviceWorker', { get() {}, configurable: true })");
      server.traffic();
      server.requests();
    };
    const film = async (/** @type {string} */ title = 'Film') => {
      await (title === 'Film' ? click('#to-film') : js("location.hash = '#/no-film'"));
      await until(`document.title === '${title}'`);
    };
    const seek = async (/** @type {number} */ to) => {
      await js(`${FILM}.currentTime = arguments[0]`, to);
      await until(`!${FILM}.seeking && ${FILM}.readyState >= 2`, 30);
    };
    const play = async () => {
      const from = await js(`${FILM}.muted = true; void ${FILM}.play(); return ${FILM}.currentTime`);
      const goesOn = `${FILM}.currentTime > ${from + 0.3}`;
      for (let tries = 0; stalls && tries < 5; tries += 1) {
        if (await until(goesOn, 3).then(() => true, () => false)) break;
        await js(`${FILM}.pause(); ${FILM}.currentTime = arguments[0]; void ${FILM}.play()`, from);
      }
      await until(goesOn);
      await js(`${FILM}.pause()`);
    };
    const notice = async () => {
      await until("document.querySelector('.portal-notice')", 30);
      return js("return document.querySelector('.portal-notice').textContent");
    };
    /** The sizes of the files that are on disk, by name; the browser renames and removes some meanwhile. */
    const onDisk = async () => {
      /** @type {Map<string, number>} */
      const sizes = new Map();
      for (const name of await readdir(downloads)) {
        const found = await stat(join(downloads, name)).catch(unlessGone);
        if (found) sizes.set(name, found.size);
      }
      return sizes;
    };
    /**
     * @param {string} file
     * @param {number} size
     */
    const landed = async (file, size) => {
      for (let tries = 0; tries < 1200; tries += 1) {
        const sizes = await onDisk();
        if (sizes.get(file) === size && !halfMade(sizes)) return join(downloads, file);
        await sleep(100);
      }
      return assert.fail(`never: ${file}. There are: ${(await readdir(downloads)).join()}`);
    };
    /** @param {string} base */
    const at = (base) => ({ portal: `${base}portal/`, damaged: `${base}damaged/` });

    test('a film plays and seeks, in parts and in little memory', async () => {
      const { seconds } = SIZES;
      await start(at(server.base).portal);
      // What any sound takes, as the browser's player does, is not for this one.
      await click('#to-short');
      await until("document.title === 'Short'");
      await until(`${FILM}?.duration`);
      await play();
      const memory = await mostMemory(engine().process, async () => {
        await film();
        await until(`${FILM}.duration`);
        assert.ok(Math.abs((await js(`return ${FILM}.duration`)) - seconds) < 0.1);
        for (const to of [seconds * 0.95, seconds * 0.2, seconds - 2]) {
          await seek(to);
          await play();
          assert.ok((await js(`return ${FILM}.currentTime`)) >= to);
        }
      });
      assert.match(await js(`return ${FILM}.getAttribute('src')`), /^stream\/[0-9a-f]{32}$/);
      const { bytes, ranges } = server.traffic();
      for (const range of ranges) {
        const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
        assert.ok(Number(to) - Number(from) < LONGEST, range);
      }
      assert.ok(ranges.length > 5);
      told(`a film of ${published.film.size} bytes: ${bytes} bytes in ${ranges.length} requests, ${memory} bytes of memory`);
      assert.ok(LARGE ? bytes < published.film.size / 4 : bytes < published.film.size, `${bytes} bytes were sent`);
      assert.ok(memory < most, `${memory} bytes of memory`);
      assert.ok(!(await js("return document.querySelector('.portal-notice')")));
      assert.ok(!server.requests().some((url) => url.includes('/stream/')), 'the host was asked for a stream');
    });

    test('the bytes of a part are those of the file', async () => {
      await start(at(server.base).portal);
      await film();
      await until(`${FILM}.duration`);
      for (const from of [0, 5_000_001, published.film.size - 100]) {
        const [status, range, ...bytes] = await jsLater(
          `const answer = await fetch(${FILM}.src, { headers: { Range: \`bytes=\${arguments[0]}-\${arguments[0] + 99}\` } });
           return [answer.status, answer.headers.get('content-range'), ...new Uint8Array(await answer.arrayBuffer())];`,
          from,
        );
        assert.deepEqual([status, range], [206, `bytes ${from}-${from + 99}/${published.film.size}`]);
        assert.deepEqual(Buffer.from(bytes), published.film.content(from, 100));
      }
      const beyond = await jsLater(
        `const { status } = await fetch(${FILM}.src, { headers: { Range: 'bytes=${published.film.size}-' } }); return status;`,
      );
      assert.equal(beyond, 416);
    });

    test('a large download goes to the disk byte by byte, in little memory', async () => {
      await start(at(server.base).portal);
      let file = '';
      const began = Date.now();
      const memory = await mostMemory(engine().process, async () => {
        await click('#download');
        file = await landed('Über alles.bin', SIZES.download);
      });
      told(`a download of ${SIZES.download} bytes: ${Date.now() - began} ms, ${memory} bytes of memory`);
      assert.equal(await sha256(file), published.download.sha256);
      await rm(file);
      assert.ok(memory < saving, `${memory} bytes of memory`);
      assert.equal(await js('return document.title'), 'Start');
      assert.ok(!(await js("return document.querySelector('.portal-notice')")));
    });

    test('a damaged film stops, and says why', async () => {
      await start(at(server.base).damaged);
      await film();
      await until(`${FILM}.duration`);
      await js(`${FILM}.currentTime = 20.5`);
      assert.match(await notice(), /damaged or was altered/);
      const given = await jsLater(
        `const got = [];
         const reader = (await fetch(${FILM}.src, { headers: { Range: 'bytes=16000000-' } })).body.getReader();
         try { for (;;) { const { done, value } = await reader.read(); if (done) return 'whole'; got.push(...value.slice(-1)); window.count = (window.count ?? 0) + value.length; } }
         catch { return window.count ?? 0; }`,
      );
      assert.ok(given <= 1000 * 16_384 - 16_000_000, `${given} bytes were given`);
    });

    test('a damaged download is not there', async () => {
      await start(at(server.base).damaged);
      await click('#download');
      assert.match(await notice(), /damaged or was altered/);
      let left = await onDisk();
      for (const late = Date.now() + PATIENCE; Date.now() < late; await sleep(100), left = await onDisk()) {
        for (const [file, size] of left) {
          assert.ok(size <= 1000 * 16_384, `${file} has ${size} bytes`);
          // Firefox makes an empty file of that name first.
          assert.ok(leavesParts || file !== 'Über alles.bin' || size === 0, `${file} has its name`);
        }
        if (!halfMade(left)) break;
      }
      for (const file of left.keys()) await rm(join(downloads, file), { force: true });
    });

    test('what is no film says that it is not played', async () => {
      await start(at(server.base).portal);
      await film('No film');
      assert.match(await notice(), /cannot play this file/);
    });

    test('an object that is gone, and a host that cannot be reached', async () => {
      await start(at(server.base).portal);
      server.drop(/objects/);
      await click('#download');
      assert.match(await notice(), /cannot be reached/);
      server.drop(undefined);
    });

    test('a host that gives only whole files', async () => {
      await start(at(plain.base)[readsAhead ? 'portal' : 'damaged']);
      await film();
      await until(`${FILM}.duration`, 60);
      // In front of where it is damaged.
      await seek(10);
      await play();
      assert.ok((await js(`return ${FILM}.currentTime`)) >= 10);
    });

    test('an address is good for its own portal alone, and until it is locked', async () => {
      await start(at(server.base).damaged);
      await film();
      await until(`${FILM}.duration`);
      const address = await js(`return ${FILM}.src`);
      const ask = (/** @type {string} */ url) =>
        jsLater('const { status } = await fetch(arguments[0]); return status;', url);
      await start(at(server.base).portal);
      await film();
      await until(`${FILM}.duration`);
      // No page of the other portal is open: its worker, or the host, has nothing to give.
      assert.equal(await ask(address), 404);
      assert.equal(await ask(address.replace('/damaged/', '/portal/')), 404);
      const own = await js(`return ${FILM}.src`);
      assert.equal(await ask(own), 200);
      await click('.portal-lock');
      await until("document.querySelector('.lock-status')?.textContent.includes('link')");
      assert.equal(await ask(own), 404);
    });

    test('two portals are open side by side', { skip: !tabs }, async () => {
      const { driver } = engine();
      await start(at(server.base).damaged);
      await film();
      await until(`${FILM}.duration`);
      const other = await js(`return ${FILM}.src`);
      const first = await driver.getWindowHandle();
      await driver.switchTo().newWindow('tab');
      await start(at(server.base).portal);
      await film();
      await until(`${FILM}.duration`);
      const crossed = await jsLater('const { status } = await fetch(arguments[0]); return status;', other.replace('/damaged/', '/portal/'));
      assert.equal(crossed, 404);
      assert.equal(await js(`return ${FILM}.duration`), SIZES.seconds);
      await driver.close();
      await driver.switchTo().window(first);
      assert.equal(await js(`return ${FILM}.duration`), 32);
      await seek(3);
      await play();
    });

    test('without a worker a film waits until it is asked for, and downloads come by way of memory', async () => {
      await start(at(server.base).damaged, false);
      await click('#small');
      await rm(await landed('small.bin', 2 ** 20));
      await js("location.hash = '#/no-film'");
      await js("location.hash = '#/film'");
      await until("document.querySelector('.portal-load')");
      assert.match(await js("return document.querySelector('.portal-load').textContent"), /25 MB/);
    });

    // The window that asks where to is the browser's own, which no driver reaches: here a real file, of the
    // origin's own disk, is what the person chose.
    const CHOSEN = 'const chosen = await (await navigator.storage.getDirectory()).getFileHandle("chosen", { create: true });';
    const choose = (/** @type {string} */ choice) =>
      jsLater(
        `${CHOSEN}
         const disk = await chosen.createWritable(); // empty, whatever an earlier test left
         await disk.close();
         window.asked = [];
         window.showSaveFilePicker = async ({ suggestedName }) => { asked.push(suggestedName); ${choice} };`,
      );
    const chosenSize = () => jsLater(`${CHOSEN} return (await chosen.getFile()).size;`);

    test('without a worker a large download goes where the person says', { skip: !picks }, async () => {
      await start(at(server.base).portal, false);
      await choose('return chosen;');
      await click('#download');
      for (let tries = 0; tries < 600 && (await chosenSize()) === 0; tries += 1) await sleep(50);
      const [size, hash] = await jsLater(
        `${CHOSEN}
         const bytes = await (await chosen.getFile()).arrayBuffer();
         const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
         return [bytes.byteLength, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')];`,
      );
      assert.deepEqual([size, hash], [SIZES.download, published.download.sha256]);
      assert.deepEqual(await js('return window.asked'), ['Über alles.bin']);
      assert.ok(!(await js("return document.querySelector('.portal-notice')")));
    });

    test('without a worker nothing is where the person said when it is damaged', { skip: !picks }, async () => {
      await start(at(server.base).damaged, false);
      await choose('return chosen;');
      await click('#download');
      assert.match(await notice(), /damaged or was altered/);
      assert.deepEqual([await chosenSize(), await js('return window.asked.length')], [0, 1]);
    });

    test('a person who thinks better of it gets nothing, and no notice', { skip: !picks }, async () => {
      await start(at(server.base).portal, false);
      await choose("throw new DOMException('', 'AbortError');");
      await click('#download');
      await until('window.asked.length === 1');
      await sleep(300);
      assert.deepEqual(server.requests().filter((url) => url.includes('/objects/')), []);
      assert.ok(!(await js("return document.querySelector('.portal-notice')")));
    });
  });
}

/** @param {string} text */
const told = (text) => {
  if (LARGE) console.log(text);
};

/**
 * Whether a browser still writes one of these, or has yet to take it away.
 *
 * @param {Map<string, number>} files
 */
const halfMade = (files) => [...files.keys()].some((name) => /\.(part|crdownload)$/.test(name));

/** @param {NodeJS.ErrnoException} error */
function unlessGone(error) {
  if (error.code !== 'ENOENT') throw error;
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  for await (const block of createReadStream(file)) hash.update(block);
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @param {number} position
 */
async function flip(path, position) {
  const file = await openFile(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte.writeUInt8(byte.readUInt8() ^ 1);
  await file.write(byte, 0, 1, position);
  await file.close();
}
