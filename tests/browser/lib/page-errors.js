// Runs first in every page that is opened by a browser whose driver does not tell what went wrong.

/** @type {string[]} */
const pageErrors = [];
Object.assign(window, { pageErrors });

addEventListener(
  'error',
  (event) => {
    const { target } = event;
    // Which films it can decode depends on what is installed. That they are there, `links` knows.
    if (target instanceof HTMLMediaElement) return;
    if (event instanceof ErrorEvent) pageErrors.push(`${event.message} (${event.filename})`);
    else if (target instanceof Element) pageErrors.push(`cannot load ${target.outerHTML}`);
  },
  true, // an element that cannot load tells only itself
);
addEventListener('unhandledrejection', ({ reason }) => pageErrors.push(`unhandled: ${reason}`));
addEventListener('securitypolicyviolation', (event) => {
  pageErrors.push(`${event.violatedDirective} refuses ${event.blockedURI}`);
});
for (const level of /** @type {const} */ (['error', 'warn'])) {
  const print = console[level];
  console[level] = (...details) => {
    pageErrors.push(details.join(' '));
    print.apply(console, details);
  };
}
