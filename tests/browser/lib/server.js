// A static file server that is as plain as object storage: it has no index documents, redirects
// nothing, and sits under a path that must be encoded. It remembers every request, and every
// breach of a page's own content security policy.

import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream';

/** Portals must work on any host, under any path. */
const PREFIX = '/clients/of%20the%20agency/';
const REPORTS = '/policy-reports';
/** What can be put first in a page. */
const ERROR_SCRIPT = '/page-errors.js';
const BARE_SCRIPT = '/page-bare.js';

const TYPES = /** @type {Record<string, string>} */ ({
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webp': 'image/webp',
});

/**
 * @typedef {object} Server
 * @property {string} base - where the served folder is found, with a slash at the end
 * @property {() => string[]} requests - the URLs asked for since the last call
 * @property {() => { bytes: number, ranges: string[] }} traffic - what was sent of files since the last call,
 *   and the `Range` headers with which they were asked for
 * @property {() => string[]} breaches - the breaches of policy reported since the last call
 * @property {(paths: RegExp | undefined) => void} drop - breaks off the requests for these paths
 * @property {() => Promise<void>} close
 */

/**
 * Serves a folder on a free port of the loopback interface.
 *
 * @param {string} folder
 * @param {{ watchErrors?: boolean, bare?: boolean, host?: string, ranges?: boolean }} [options] -
 *   `watchErrors` puts a script first in every page that keeps what goes wrong there, for a browser whose
 *   driver does not tell; `bare` one that takes storage and service workers away, for a browser that has no
 *   setting; without `ranges` it gives the whole of a file, whatever it is asked for
 * @returns {Promise<Server>}
 */
export async function serve(folder, options = {}) {
  const { watchErrors = false, bare = false, host = '127.0.0.1', ranges = true } = options;
  const first = [...(watchErrors ? [ERROR_SCRIPT] : []), ...(bare ? [BARE_SCRIPT] : [])];
  let sent = 0;
  /** @type {string[]} */
  let asked = [];
  const count = (/** @type {number} */ bytes) => void (sent += bytes);
  /** @type {string[]} */
  let requests = [];
  /** @type {string[]} */
  let breaches = [];
  /** @type {RegExp | undefined} */
  let dropped;

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === REPORTS) {
      let body = '';
      request.on('data', (data) => (body += data));
      request.on('end', () => {
        breaches.push(describeReport(body));
        response.writeHead(204).end();
      });
      return;
    }
    if (path === ERROR_SCRIPT || path === BARE_SCRIPT) {
      sendFile(join(import.meta.dirname, path), request, response);
      return;
    }
    requests.push(base.slice(0, -PREFIX.length) + request.url);
    if (dropped?.test(path)) {
      request.destroy();
      return;
    }
    const file = path.startsWith(PREFIX)
      ? join(folder, normalize(decodeURIComponent(path.slice(PREFIX.length))))
      : undefined;
    if (file === undefined || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    } else if (extname(file) === '.html') {
      sendPage(readFileSync(file, 'utf8'), first, response);
    } else {
      if (request.headers.range) asked.push(request.headers.range);
      if (!ranges) delete request.headers.range;
      sendFile(file, request, response, count);
    }
  });

  await new Promise((resolve) => server.listen(0, host, () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const base = `http://${host}:${address.port}${PREFIX}`;

  return {
    base,
    requests: () => {
      const seen = requests;
      requests = [];
      return seen;
    },
    traffic: () => {
      const seen = { bytes: sent, ranges: asked };
      [sent, asked] = [0, []];
      return seen;
    },
    breaches: () => {
      const seen = breaches;
      breaches = [];
      return seen;
    },
    drop: (paths) => {
      dropped = paths;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} html
 * @param {string[]} first - scripts
 * @param {import('node:http').ServerResponse} response
 */
function sendPage(html, first, response) {
  const policy = policyOf(html);
  // The page's own policy once more, so that a breach of it reaches this server.
  if (policy) {
    const reporting = `${policy}; report-uri ${REPORTS}`;
    response.setHeader('content-security-policy-report-only', reporting);
  }
  response.writeHead(200, { 'content-type': TYPES['.html'], 'cache-control': 'no-store' });
  const scripts = first.map((path) => `<script src="${path}"></script>`).join('');
  const permitted = policy?.includes("script-src 'self'");
  response.end(permitted ? html.replace(/<meta charset=[^>]*>/i, `$&${scripts}`) : html);
}

/**
 * @param {string} file
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {(bytes: number) => void} [count]
 */
function sendFile(file, request, response, count = () => {}) {
  const { size } = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  response.writeHead(range ? 206 : 200, {
    'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'content-length': Math.max(0, end - start + 1),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  if (request.method === 'HEAD' || end < start) response.end();
  else {
    const stream = createReadStream(file, { start, end });
    stream.on('data', ({ length }) => count(length));
    pipeline(stream, response, () => {});
  }
}

/**
 * The content security policy that a page sets for itself.
 *
 * @param {string} html
 */
export function policyOf(html) {
  const meta = /<meta[^>]+http-equiv=["']?content-security-policy["']?[^>]*>/i.exec(html)?.[0];
  const content = meta && /content="([^"]*)"/i.exec(meta)?.[1];
  return content?.replaceAll(/&#(39|x27);|&apos;/g, "'").replaceAll('&amp;', '&');
}

/** @param {string} body */
function describeReport(body) {
  const report = JSON.parse(body)['csp-report'] ?? {};
  return `${report['document-uri']}: ${report['violated-directive']} refuses ${report['blocked-uri']} (${report['source-file'] ?? ''}:${report['line-number'] ?? ''})`;
}
