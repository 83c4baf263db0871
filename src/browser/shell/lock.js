// The lock screen: what is going on, what went wrong and what to do about it, and the field for the
// code. How it looks is the style sheet's; it never knows whose portal it is.

import { Failure, kindOf } from '../reader/failure.js';

/**
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} name
 * @returns {T}
 */
const part = (name) => /** @type {T} */ (document.querySelector(`.lock-${name}`));

export class Lock {
  /**
   * @param {import('./words.js').Words} words
   * @param {() => void} again
   */
  constructor(words, again) {
    /** @type {import('./words.js').Words} */
    this.words = words;
    const { lang, dir } = words;
    Object.assign(document.documentElement, { lang, dir });
    for (const name of ['title', 'label', 'hint', 'open', 'again'])
      part(name).textContent = words.say(name);
    /** @type {HTMLFormElement} */
    this.form = part('form');
    /** @type {HTMLInputElement} */
    this.field = part('code');
    this.again = part('again');
    this.again.onclick = again;
    part('reason').textContent = history.state?.reason ?? '';
    part('stuck').remove();
  }

  /**
   * Says what is being done, and that it may take a moment.
   *
   * @param {string} key
   */
  busy(key) {
    part('status').textContent = this.words.say(key);
    part('progress').hidden = false;
    this.fail('');
    this.again.hidden = true;
    this.field.readOnly = true;
  }

  /** Asks for the code; gives what was typed. */
  async code() {
    this.#rest();
    this.form.hidden = false;
    this.field.focus();
    await new Promise((resolve) => {
      this.form.onsubmit = (event) => {
        event.preventDefault();
        if (!this.field.readOnly) resolve(undefined);
      };
    });
    return this.field.value;
  }

  /**
   * Says what is the matter and what to do.
   *
   * @param {unknown} error
   */
  failed(error) {
    this.#rest();
    const kind = kindOf(error);
    const date = error instanceof Failure ? error.date : undefined;
    this.fail(this.words.say(kind, { date: date ? this.#day(date) : '' }));
    const typed = kind === 'wrong-code' || kind === 'wrong-pair';
    this.field.setAttribute('aria-invalid', String(typed));
    if (typed) this.field.select();
    // Where another try may end otherwise.
    this.again.hidden = !['offline', 'missing', 'damaged', 'outdated'].includes(kind);
    return typed;
  }

  /**
   * Says what to do, when nothing is the matter.
   *
   * @param {string} key
   */
  tell(key) {
    this.#rest();
    part('status').textContent = this.words.say(key);
  }

  #rest() {
    part('status').textContent = '';
    part('progress').hidden = true;
    this.field.readOnly = false;
  }

  /** @param {string} text - what went wrong; empty where nothing did */
  fail(text) {
    part('failure').textContent = text;
  }

  /** @param {string} date */
  #day(date) {
    const style = /** @type {const} */ ({ dateStyle: 'long', timeZone: 'UTC' });
    return new Intl.DateTimeFormat(this.words.lang, style).format(new Date(date));
  }
}
