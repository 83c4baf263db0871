// @ts-check
// Keeps the dashboard as the files are, and copies links. Without this script the page reads as
// well; it only stays as it was when it was loaded.

(() => {
  'use strict';

  /** How long a button says that it did something, in milliseconds. */
  const SAID = 1600;
  const COPIED = 'Copied';

  /** @param {ParentNode} page */
  const dashboard = (page) => page.querySelector('#dashboard');

  function arm() {
    for (const button of document.querySelectorAll('button[data-copy]')) {
      button.removeAttribute('hidden');
    }
  }

  /** Puts the page as the server has it now in place of this one; what is unfolded stays so. */
  async function refresh() {
    // Where the server is gone, the event source says so.
    const response = await fetch('/').catch(() => undefined);
    if (!response?.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const now = dashboard(document);
    const next = dashboard(fresh);
    if (!now || !next) return;
    const open = new Set([...now.querySelectorAll('details[open]')].map((one) => one.id));
    for (const details of next.querySelectorAll('details')) details.open = open.has(details.id);
    const focused = path(document.activeElement);
    now.replaceWith(document.adoptNode(next));
    document.title = fresh.title;
    arm();
    const again = focused && document.querySelector(focused);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /**
   * How to find a link or button again after the page was replaced.
   * @param {Element | null} element
   */
  function path(element) {
    if (element?.matches('summary')) return `#${CSS.escape(element.parentElement?.id ?? '')} summary`;
    const kind = element?.matches('.button') ? '.button' : '';
    for (const name of ['href', 'data-copy']) {
      const value = element?.getAttribute(name);
      if (value) return `${kind}[${name}="${CSS.escape(value)}"]`;
    }
    return undefined;
  }

  /** @param {HTMLElement} button */
  async function copy(button) {
    const link = new URL(button.dataset.copy ?? '', location.href).href;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      show(button, link);
      return;
    }
    // A second click must not take the first one's answer for the button's words.
    if (button.textContent === COPIED) return;
    const before = [...button.childNodes];
    button.textContent = COPIED;
    tell('The link is copied.');
    setTimeout(() => {
      button.replaceChildren(...before);
      tell('');
    }, SAID);
  }

  /**
   * Where the browser gives no clipboard, the link stands in the button's place, to be copied by
   * hand, for as long as it has the focus.
   * @param {HTMLElement} button
   * @param {string} link
   */
  function show(button, link) {
    const field = document.createElement('input');
    field.className = 'link';
    field.readOnly = true;
    field.value = link;
    field.setAttribute('aria-label', 'Link, to be copied');
    field.addEventListener('blur', () => field.replaceWith(button));
    button.replaceWith(field);
    field.focus();
    field.select();
  }

  /**
   * For who hears the page.
   * @param {string} words
   */
  function tell(words) {
    const said = document.getElementById('said');
    if (said) said.textContent = words;
  }

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('button[data-copy]');
    if (button instanceof HTMLElement) void copy(button);
  });

  /** @param {string} words */
  const say = (words) => {
    const status = document.getElementById('connection');
    if (status) status.textContent = words;
  };

  /** @type {EventSource | undefined} */
  let source;
  /** One after the other: of two answers the later one must stay. */
  let refreshed = Promise.resolve();

  /** A page that nobody sees must not keep one of the browser's few connections to this server. */
  function follow() {
    source?.close();
    source = undefined;
    if (document.hidden) return;
    source = new EventSource('/-/events');
    source.addEventListener('message', (event) => {
      say('');
      /** @type {{ revision: string }} */
      const state = JSON.parse(event.data);
      const seen = dashboard(document)?.getAttribute('data-revision');
      if (state.revision !== seen) refreshed = refreshed.then(refresh);
    });
    source.addEventListener('error', () => say('keyfolio serve has stopped.'));
  }

  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) follow();
  });
  arm();
  follow();
})();
