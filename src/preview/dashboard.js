// @ts-check
// Keeps the dashboard as the files are, and copies links. Without this script the page reads as
// well; it only stays as it was when it was loaded.

(() => {
  'use strict';

  /** How long a button says that it did something, in milliseconds. */
  const SAID = 1600;

  /** @param {ParentNode} page */
  const dashboard = (page) => page.querySelector('#dashboard');

  function arm() {
    for (const button of document.querySelectorAll('button[data-copy]')) {
      button.removeAttribute('hidden');
    }
  }

  /** Puts the page as the server has it now in place of this one; what is unfolded stays so. */
  async function refresh() {
    const response = await fetch('/');
    if (!response.ok) return;
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
    const address = element?.getAttribute('href');
    if (address) return `[href="${CSS.escape(address)}"]`;
    const link = element?.getAttribute('data-copy');
    return link ? `[data-copy="${CSS.escape(link)}"]` : undefined;
  }

  /** @param {HTMLElement} button */
  async function copy(button) {
    const before = [...button.childNodes];
    const link = new URL(button.dataset.copy ?? '', location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      button.textContent = 'Copied';
    } catch {
      button.textContent = link;
    }
    setTimeout(() => button.replaceChildren(...before), SAID);
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

  const source = new EventSource('/-/events');
  source.addEventListener('message', (event) => {
    say('');
    /** @type {{ revision: string }} */
    const state = JSON.parse(event.data);
    const seen = dashboard(document)?.getAttribute('data-revision');
    if (state.revision !== seen) void refresh();
  });
  source.addEventListener('error', () => say('keyfolio serve has stopped.'));
  arm();
})();
