// How much memory a browser holds: anonymous and shared memory of all its processes, each page counted
// once. Files that are mapped, as its own program is, do not count. As the kernel of Linux tells it.

import { readFile, readdir } from 'node:fs/promises';

/**
 * @param {number} root - a process; its children are counted with it
 * @returns {Promise<number>} in bytes
 */
export async function memoryOf(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let kilobytes = 0;
  const waiting = [root];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    waiting.push(...(children.get(id) ?? []));
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
    for (const [, size] of rollup.matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+) kB/gm)) kilobytes += Number(size);
  }
  return kilobytes * 1024;
}

/**
 * The most that is held while something is done, above what is held before it.
 *
 * @param {number} root
 * @param {() => Promise<unknown>} act
 */
export async function mostMemory(root, act) {
  const before = await memoryOf(root);
  let most = before;
  let going = true;
  const watching = (async () => {
    while (going) {
      most = Math.max(most, await memoryOf(root));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  try {
    await act();
  } finally {
    going = false;
    await watching;
  }
  return most - before;
}
