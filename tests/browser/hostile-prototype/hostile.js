// Tries to get at the portal and at the network. What comes of each try stands in `tried`: once as a
// script of the prototype, once more in a frame in which nothing stands in for the browser.
// Names are put together, so that nothing is put in other words on the way.
const far = document.currentScript.dataset.elsewhere;
const own = document.currentScript.textContent;
const tried = (window.tried = {});
const place = 'loc' + 'ation';

async function attempt(name, act) {
  try {
    tried[name] = `got ${await act()}`;
  } catch (error) {
    tried[name] = `refused: ${error.name}`;
  }
}

const attempts = {
  parentDocument: () => parent.document.title,
  topDocument: () => top.document.title,
  parentAddress: () => parent[place].href,
  parentHistory: () => parent.history.state,
  parentStorage: () => parent.localStorage.length,
  parentDatabases: () => parent.indexedDB.databases(),
  ownStorage: () => localStorage.length,
  ownCookies: () => document.cookie,
  ownDatabases: () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open('keyfolio');
      asked.onsuccess = () => resolve('a database');
      asked.onerror = () => reject(asked.error);
    }),
  ownCaches: () => caches.keys(),
  fetch: () => fetch(`${far}/fetch`, { mode: 'no-cors' }),
  host: () => fetch(new URL('../manifest', document[place].href), { mode: 'no-cors' }),
  request: () =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('GET', `${far}/xhr`);
      request.onload = resolve;
      request.onerror = () => reject(new Error());
      request.send();
    }),
  socket: () =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${far.replace('http', 'ws')}/socket`);
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error());
    }),
  events: () =>
    new Promise((resolve, reject) => {
      const source = new EventSource(`${far}/events`);
      source.onopen = resolve;
      source.onerror = () => reject(new Error());
    }),
  beacon: () => {
    if (!navigator.sendBeacon(`${far}/beacon`, 'x')) throw new Error();
    return 'maybe';
  },
  module: () => import(`${far}/module.js`),
  worker: () =>
    new Promise((resolve, reject) => {
      const code = `fetch('${far}/worker').then(() => postMessage('got'), () => postMessage('refused'))`;
      const worker = new Worker(URL.createObjectURL(new Blob([code])));
      worker.onmessage = ({ data }) => (data === 'got' ? resolve() : reject(new Error()));
    }),
  openWindow: () => {
    const opened = open(`${far}/window.html`, '_blank');
    if (!opened) throw new Error();
    return opened;
  },
  form: () => {
    const form = document.createElement('form');
    form.action = `${far}/form`;
    document.body.append(form);
    form.submit();
    return 'maybe';
  },
  ping: () => document.getElementById('ping').click(),
  nested: () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentWindow[place] = `${far}/nested.html`;
    return 'maybe';
  },
  topByAddress: () => {
    top[place] = `${far}/top.html`;
    return 'maybe';
  },
  topByLink: () => {
    const link = document.createElement('a');
    Object.assign(link, { href: `${far}/top-link.html`, target: '_top' });
    document.body.append(link);
    link.click();
    return 'maybe';
  },
  otherFiles: () => {
    for (const page of ['../../secret.html', '/index.html', '../../../index.html', 'files/index.html', 7, null])
      parent.postMessage({ stage: { page, anchor: '' } }, '*');
    return 'maybe';
  },
};

(async () => {
  const waited = new Promise((resolve) => setTimeout(resolve, 1500));
  // By these a frame leaves itself.
  const { ping, form, topByLink, ...others } = attempts;
  await Promise.race([waited, Promise.all(Object.entries(others).map((one) => attempt(...one)))]);
  if (own) parent.postMessage({ tried }, '*');
  await Promise.all(Object.entries({ topByLink, form, ping }).map((one) => attempt(...one)));
  if (own) return;
  addEventListener('message', ({ data }) => {
    for (const [name, came] of Object.entries(data.tried)) tried[`${name}, raw`] = came;
    document.body.dataset.done = 'yes';
  });
  const code = await (await fetch('hostile.js')).text();
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><a id="ping" href="#x" ping="${far}/ping">ping</a><script data-elsewhere="${far}">${code}</scr${""}ipt>`;
  document.body.append(frame);
})();
