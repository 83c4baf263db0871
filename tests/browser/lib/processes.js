// The programs that the tests start: they get a free port, are waited for, and end with the tests.

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a driver may take until it listens. */
const START_TIMEOUT = 30_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/**
 * @typedef {object} Program
 * @property {number} id - of the process
 * @property {() => string} output - what it printed since the last call
 * @property {() => boolean} ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a program; its output is kept.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env] - added to this process's environment
 * @returns {Program}
 */
export function start(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  child.on('error', (error) => (output += `${command}: ${error.message}\n`));
  let over = false;
  const end = new Promise((resolve) => child.on('close', resolve)).then(() => (over = true));
  return {
    id: child.pid ?? 0,
    output: () => {
      const seen = output;
      output = '';
      return seen;
    },
    ended: () => over,
    stop: async () => {
      child.kill('SIGTERM');
      const deadline = setTimeout(() => child.kill('SIGKILL'), 5000);
      await end;
      clearTimeout(deadline);
      running.delete(child);
    },
  };
}

/**
 * The ports of this process: a hundred, of which it keeps the first, so that no other process takes any. They
 * are none of those that a system gives to who asks for any (from 32768 on): other tests' servers do not take
 * them meanwhile.
 */
const ports = (async () => {
  for (;;) {
    const first = 12_000 + 100 * randomInt(200);
    const kept = await listenOn(first);
    if (kept) return { first, next: 0, kept: kept.unref() };
  }
})();

/** A port that nothing listens on. */
export async function freePort() {
  const own = await ports;
  for (;;) {
    own.next = (own.next % 99) + 1;
    const port = own.first + own.next;
    const server = await listenOn(port);
    if (!server) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

/**
 * @param {number} port
 * @returns {Promise<import('node:net').Server | undefined>} nothing where somebody else listens
 */
function listenOn(port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.on('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/**
 * Starts a program that listens on a port, and waits until it does.
 *
 * @param {string} command
 * @param {(port: number) => string[]} args
 * @param {Record<string, string>} [env]
 */
export async function startListening(command, args, env) {
  const port = await freePort();
  const program = start(command, args(port), env);
  await waitFor(program, command, port);
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/**
 * Waits until a program listens on its port.
 *
 * @param {Program} program
 * @param {string} command
 * @param {number} port
 * @param {() => Promise<boolean>} [listening] - tells it from another that has the port
 */
export async function waitFor(program, command, port, listening = () => listens(port)) {
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    const there = await listening();
    // What listens there then is another program.
    if (program.ended()) throw new Error(`${command} has ended:\n${program.output()}`);
    if (there) return;
    if (Date.now() > deadline) {
      await program.stop();
      throw new Error(`${command} does not listen on port ${port}:\n${program.output()}`);
    }
    await sleep(50);
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
