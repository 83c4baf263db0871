// A sealer written from docs/format.md alone, with Node's own cryptography: what it seals, the
// readers must open. Small and slow; for tests only.

import { createCipheriv, createHash, createHmac, hkdfSync, pbkdf2Sync } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const CHUNK = 16384;
const LABEL = 'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM';

/** @param {number} n */
const u32 = (n) => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n]);
/** @param {Buffer} x */
const lp = (x) => Buffer.concat([u32(0), u32(x.length), x]);
/**
 * @param {Buffer} key
 * @param {Buffer} message
 * @param {string} [hash]
 */
const hmac = (key, message, hash = 'sha256') => createHmac(hash, key).update(message).digest();
/**
 * @param {Buffer} key
 * @param {string} label
 * @param {number} n
 */
const derive = (key, label, n) => Buffer.from(hkdfSync('sha256', key, '', label, n));
/** @param {Buffer} x */
const sha256 = (x) => createHash('sha256').update(x).digest();
/** @param {string} label @param {Buffer[]} parts */
const context = (label, ...parts) => Buffer.concat([Buffer.from(label), Buffer.alloc(1), ...parts]);

/** @param {Buffer} bytes */
export function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** @param {number} n */
function padme(n) {
  if (n < 2) return n;
  const e = Math.floor(Math.log2(n));
  const mask = 2 ** (e - Math.floor(Math.log2(e)) - 1) - 1;
  return Math.ceil(n / (mask + 1)) * (mask + 1);
}

/**
 * @param {Buffer} key
 * @param {Buffer} bound
 * @param {Buffer} salt
 */
function sealing(key, bound, salt) {
  const info = Buffer.concat([context(LABEL, salt), bound]);
  const first = hmac(key, Buffer.concat([info, Buffer.of(1)]), 'sha512');
  const second = hmac(key, Buffer.concat([first, info, Buffer.of(2)]), 'sha512');
  const expanded = Buffer.concat([first, second]);
  /**
   * @param {number} number
   * @param {Buffer} plain
   */
  const chunk = (number, plain) => {
    const nonce = Buffer.from(expanded.subarray(32, 44));
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ BigInt(number), 4);
    const cipher = createCipheriv('aes-256-gcm', expanded.subarray(0, 32), nonce);
    return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  };
  return { head: Buffer.concat([salt, expanded.subarray(44, 76)]), chunk };
}

/**
 * @param {Buffer} key
 * @param {Buffer} bound
 * @param {Buffer} salt
 * @param {Buffer} plain
 */
export function sealMessage(key, bound, salt, plain) {
  const { head, chunk } = sealing(key, bound, salt);
  const parts = [head];
  for (let at = 0; at <= plain.length; at += CHUNK)
    parts.push(...chunk(at / CHUNK, plain.subarray(at, at + CHUNK)));
  return Buffer.concat(parts);
}

/**
 * The sealed object of a file that is not held in memory, piece by piece.
 *
 * @param {LargeKeys} keys
 * @param {number} size
 * @param {(at: number, length: number) => Buffer} content
 */
export function* sealLarge({ key, bound, salt }, size, content) {
  const { head, chunk } = sealing(key, bound, salt);
  yield head;
  const padded = padme(size);
  const step = 64 * CHUNK;
  for (let at = 0; at <= padded; at += step) {
    const plain = Buffer.alloc(Math.min(step, padded - at));
    if (at < size) content(at, Math.min(plain.length, size - at)).copy(plain);
    const parts = [];
    // The last chunk is always short, and empty where nothing is left for it.
    const end = plain.length < step ? plain.length + 1 : plain.length;
    for (let from = 0; from < end; from += CHUNK)
      parts.push(...chunk((at + from) / CHUNK, plain.subarray(from, from + CHUNK)));
    yield Buffer.concat(parts);
  }
}

/**
 * @param {Buffer} key
 * @param {Buffer} bound
 * @param {Buffer} saltKey
 * @param {Buffer} body
 * @param {number} minimum
 */
function sealDocument(key, bound, saltKey, body, minimum) {
  const plain = Buffer.concat([u32(body.length), body]);
  const padded = Buffer.alloc(Math.max(minimum, padme(plain.length)));
  plain.copy(padded);
  return sealMessage(key, bound, saltFor(saltKey, bound, plain), padded);
}

/** @param {Buffer} key @param {Buffer} bound @param {Buffer} plain */
const saltFor = (key, bound, plain) =>
  hmac(key, Buffer.concat([lp(bound), sha256(plain)])).subarray(0, 24);

/**
 * @typedef {object} Sealing
 * @property {'link' | 'code' | 'link+code'} [mode]
 * @property {string} [code] - normalised
 * @property {number} [iterations] - of the code's stretching
 * @property {number} [sequence]
 * @property {number} [epoch]
 * @property {string} [expires]
 * @property {number} [idle]
 * @property {Record<string, { type: string, bytes: Buffer }>} site - path to file
 * @property {Record<string, { type: string, size: number }>} [large] - path to file that `sealLarge` is
 *   to write, as it would not fit in memory
 *
 * @typedef {object} LargeKeys
 * @property {Buffer} key
 * @property {Buffer} bound
 * @property {Buffer} salt
 */

/** Codes that were stretched already, as that is what takes most of the time. @type {Map<string, Buffer>} */
const known = new Map();
/** @param {string} code @param {Buffer} salt @param {number} iterations */
function stretch(code, salt, iterations) {
  const name = `${code} ${salt.toString('hex')} ${iterations}`;
  const stretched = known.get(name) ?? pbkdf2Sync(code, salt, iterations, 32, 'sha256');
  known.set(name, stretched);
  return stretched;
}

/**
 * @param {Sealing} sealing
 * @returns {{
 *   files: Record<string, Buffer>,
 *   link: string,
 *   paths: Record<string, string>,
 *   keys: Record<string, LargeKeys>,
 * }} `paths` says in which object each file is, `keys` with what to seal what is large
 */
export function seal({ mode = 'link', code = '', sequence = 1, epoch = 0, ...more }) {
  const { iterations = 600_000, expires, idle, site, large = {} } = more;
  const secret = sha256(Buffer.from('link secret of the tests')).subarray(0, 16);
  const portalKey = sha256(Buffer.from(`portal key of epoch ${epoch}`));
  const id = sha256(Buffer.from('portal id')).subarray(0, 16);
  const kdfSalt = sha256(Buffer.from('salt')).subarray(0, 16);
  const kdf = {
    name: 'PBKDF2-HMAC-SHA-256',
    iterations,
    salt: kdfSalt.toString('base64url'),
  };
  const header = Buffer.from(JSON.stringify({ version: 1, mode, ...(mode !== 'link' && { kdf }) }));
  const stretched = mode === 'link' ? [] : [stretch(code, kdfSalt, iterations)];
  const input = Buffer.concat([...(mode === 'code' ? [] : [secret]), ...stretched]);
  const root = derive(input, `keyfolio/v1/root/${mode}`, 32);
  const slot = { version: 1, portal: id.toString('hex'), key: portalKey.toString('base64url') };
  const saltKey = derive(portalKey, 'keyfolio/v1/salt', 32);

  /** @type {Record<string, Buffer>} */
  const files = { 'header.json': header };
  files[`slots/${base32(derive(root, 'keyfolio/v1/slot-name', 20))}`] = sealDocument(
    derive(root, 'keyfolio/v1/slot-key', 32),
    context('keyfolio/v1/slot', sha256(header)),
    derive(root, 'keyfolio/v1/slot-salt', 32),
    Buffer.from(JSON.stringify({ ...slot, epoch, person: 'ada', expires, idle })),
    512,
  );
  /** @type {Record<string, object>} */
  const entries = {};
  /** @type {Record<string, string>} */
  const paths = {};
  const nameKey = derive(portalKey, 'keyfolio/v1/name', 32);
  const nameOf = (/** @type {string} */ path, /** @type {Buffer} */ salt) =>
    base32(hmac(nameKey, Buffer.concat([lp(Buffer.from(path)), salt])).subarray(0, 20));
  /** @type {Record<string, LargeKeys>} */
  const keys = {};
  for (const [path, { type, size }] of Object.entries(large)) {
    const salt = sha256(Buffer.from(path)).subarray(0, 24);
    const bound = context('keyfolio/v1/object', id, u32(epoch), Buffer.from(path));
    keys[path] = { key: derive(portalKey, 'keyfolio/v1/object', 32), bound, salt };
    const object = nameOf(path, salt);
    paths[path] = `objects/${object}`;
    entries[path] = { object, type, size, stored: size };
  }
  for (const [path, { type, bytes }] of Object.entries(site)) {
    const packed = /^text|xml|script|json/.test(type);
    const stored = packed ? deflateRawSync(bytes) : bytes;
    const bound = context('keyfolio/v1/object', id, u32(epoch), Buffer.from(path));
    const salt = saltFor(saltKey, bound, stored);
    const plain = Buffer.alloc(padme(stored.length));
    stored.copy(plain);
    const object = nameOf(path, salt);
    files[`objects/${object}`] = sealMessage(
      derive(portalKey, 'keyfolio/v1/object', 32),
      bound,
      salt,
      plain,
    );
    paths[path] = `objects/${object}`;
    entries[path] = {
      object,
      type,
      size: bytes.length,
      stored: stored.length,
      ...(packed && { encoding: 'deflate-raw' }),
    };
  }
  const manifest = { version: 1, sequence, start: 'index.html', entries };
  files['manifest'] = sealDocument(
    derive(portalKey, 'keyfolio/v1/manifest', 32),
    context('keyfolio/v1/manifest', id, u32(epoch)),
    saltKey,
    deflateRawSync(Buffer.from(JSON.stringify(manifest))),
    1024,
  );
  return { files, link: base32(secret), paths, keys };
}
