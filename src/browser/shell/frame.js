// What the shell adds to every page: the way to lock it, what is to be said while it is open, and
// the announcement of each page to those who hear it.

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} name
 * @param {string} [text]
 */
function make(tag, name, text = '') {
  const made = document.createElement(tag);
  made.className = `portal-${name}`;
  made.textContent = text;
  return made;
}

export class Frame {
  /**
   * @param {import('./words.js').Words} words
   * @param {() => unknown} lock
   */
  constructor(words, lock) {
    /** @type {import('./words.js').Words} */
    this.words = words;
    this.root = make('aside', 'frame');
    Object.assign(this.root, { lang: words.lang, dir: words.dir });
    this.root.setAttribute('aria-label', words.say('title'));
    this.notices = make('div', 'notices');
    this.notices.setAttribute('role', 'alert');
    this.said = make('p', 'said');
    this.said.setAttribute('aria-live', 'polite');
    this.buttons = make('div', 'buttons');
    this.root.append(this.notices, this.said, this.buttons);
    this.button('lock', 'now', lock);
  }

  /**
   * @param {string} name
   * @param {string} key
   * @param {() => unknown} act
   */
  button(name, key, act) {
    const button = make('button', name, this.words.say(key));
    button.type = 'button';
    button.onclick = act;
    this.buttons.prepend(button);
    return button;
  }

  /**
   * Says something that is to be read, and stays until it was.
   *
   * @param {string} key
   * @param {Record<string, string>} [values]
   */
  notice(key, values) {
    const notice = make('p', 'notice', this.words.say(key, values));
    const close = make('button', 'close', this.words.say('close'));
    close.type = 'button';
    close.onclick = () => notice.remove();
    notice.append(close);
    this.notices.replaceChildren(notice);
  }

  /** What was said no longer matters. */
  clear() {
    this.notices.replaceChildren();
  }

  /**
   * Tells a screen reader.
   *
   * @param {string} text
   */
  say(text) {
    this.said.textContent = text;
  }
}
