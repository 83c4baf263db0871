// Runs first in every page that is opened as by a browser that keeps nothing: storage throws, as it
// does where a person blocks it, and there are no service workers.

for (const name of ['indexedDB', 'localStorage', 'sessionStorage', 'caches', 'cookieStore'])
  Object.defineProperty(window, name, {
    get: () => {
      throw new DOMException(`${name} is blocked`, 'SecurityError');
    },
  });
// @ts-expect-error: it is always there for TypeScript.
delete Navigator.prototype.serviceWorker;
