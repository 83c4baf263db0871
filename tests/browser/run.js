// Runs the test files named, or all of them, as `node --test` does, but those that take longest first: a
// long one that begins last would run alone.
//
//     node run.js [FILE...]

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** As many as keep two processors busy: a browser waits for its page about as long as it computes. */
const AT_A_TIME = 2;
/** Longest first; all others follow by their names. */
const LONG = ['chromium', 'firefox', 'webkit', 'sealed-firefox', 'sealed-webkit', 'sealed-chromium'];

const named = process.argv.slice(2);
const all = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.test.js')).sort();
const long = LONG.map((name) => `${name}.test.js`).filter((file) => all.includes(file));
if (long.length < LONG.length) throw new Error(`of ${LONG} only ${long} are there`);
const files = named.length > 0 ? named : [...new Set([...long, ...all])];

// What a test that failed left open (a browser, a server) does not keep the others from their end.
run({ files: files.map((file) => join(import.meta.dirname, file)), concurrency: AT_A_TIME, forceExit: true })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
