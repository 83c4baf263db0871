#!/usr/bin/env python3
"""A second reader of sealed portals, written from docs/format.md and from nothing else.

It is the check that the page suffices: it runs over tests/vectors/, and must say of each portal what
its vector.json says. It is also an example of how little a reader needs. Python 3.11 or later, with
the package `cryptography` for AES-GCM; everything else is in the standard library.

    tests/reader.py                                          runs the vectors
    tests/reader.py PORTAL [--link SECRET] [--code CODE]     lists an unpacked portal's entries
"""

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
import unicodedata
import zlib
from datetime import date
from math import floor, log2
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 16384
HEAD = 24 + 32
TAG = 16
LARGEST = 2**53 - 1


class Refused(Exception):
    """What breaks a rule of the page: its kind, and the file that breaks it."""

    def __init__(self, kind, at, why):
        super().__init__(f"{kind} at {at}: {why}")
        self.kind, self.at = kind, at


class Damaged(Exception):
    """A rule that is broken, before it is known in which file."""


class Missing(Exception):
    """A file that is not there."""


class Outdated(Exception):
    """A version other than 1."""


def must(holds, rule):
    if not holds:
        raise Damaged(rule)


# ---- notation --------------------------------------------------------------------------------


def u32(n):
    return n.to_bytes(4, "big")


def base32(x):
    return base64.b32encode(x).decode().rstrip("=").lower()


def unbase64url(text, length):
    must(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "base64url without padding")
    try:
        x = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Damaged("base64url") from None
    must(len(x) == length, f"{length} bytes in base64url")
    return x


def hmac256(key, message):
    return hmac.digest(key, message, "sha256")


def derive(key, label, n):
    """HKDF-SHA-256, both steps, without salt."""
    prk = hmac256(bytes(32), key)
    out = block = b""
    counter = 1
    while len(out) < n:
        block = hmac256(prk, block + label.encode() + bytes([counter]))
        out += block
        counter += 1
    return out[:n]


def read_json(data):
    """JSON of version 1."""

    def no(constant):
        raise ValueError(constant)

    must(not data.startswith(b"\xef\xbb\xbf"), "no byte order mark")
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=no)
    except (ValueError, RecursionError):
        raise Damaged("JSON") from None
    must(isinstance(value, dict), "a JSON object")
    if number(value.get("version")) != 1:
        raise Outdated(value["version"])
    return value


def number(value, least=0, most=LARGEST):
    must(type(value) is int and least <= value <= most, f"a number from {least} to {most}")
    return value


def text(value):
    must(isinstance(value, str), "a text")
    return value


# ---- sealed messages -------------------------------------------------------------------------


def open_message(input_key, context, message):
    must(len(message) >= HEAD + TAG, "a message has at least 72 bytes")
    must((len(message) - HEAD) % (CHUNK + TAG) >= TAG, "a length that a message can have")
    salt, commitment = message[:24], message[24:HEAD]
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context
    first = hmac.digest(input_key, info + b"\x01", "sha512")
    derived = first + hmac.digest(input_key, first + info + b"\x02", "sha512")
    key, nonce, expected = derived[:32], derived[32:44], derived[44:76]
    must(hmac.compare_digest(commitment, expected), "the commitment")
    cipher, plain = AESGCM(key), []
    for number, at in enumerate(range(HEAD, len(message), CHUNK + TAG)):
        chunk_nonce = (int.from_bytes(nonce, "big") ^ number).to_bytes(12, "big")
        try:
            plain.append(cipher.decrypt(chunk_nonce, message[at : at + CHUNK + TAG], None))
        except InvalidTag:
            raise Damaged(f"the tag of chunk {number}") from None
    return b"".join(plain)


def padme(n):
    if n < 2:
        return n
    # Exact for any number, which floor(log2(n)) in floating point is not.
    e = n.bit_length() - 1
    s = floor(log2(e)) + 1 if e > 0 else 0
    mask = 2 ** (e - s) - 1 if e > 1 else 0
    return (n + mask) & ~mask


def open_document(key, context, message, minimum):
    plain = open_message(key, context, message)
    must(len(plain) >= 4, "a document says its length")
    length = int.from_bytes(plain[:4], "big")
    must(4 + length <= len(plain), "the body is in the document")
    must(len(plain) == max(minimum, padme(4 + length)), "a document has its padded length")
    must(not any(plain[4 + length :]), "the padding is zero")
    return plain[4 : 4 + length]


def inflate(data, limit):
    inflater = zlib.decompressobj(wbits=-15)
    try:
        out = inflater.decompress(data, limit + 1)
    except zlib.error:
        raise Damaged("DEFLATE") from None
    must(len(out) <= limit, "no more than was said")
    must(inflater.eof and not inflater.unused_data, "compressed data end with the last byte")
    return out


# ---- a portal --------------------------------------------------------------------------------


def part(at, read):
    """What `read` gives, or why the file `at` is refused."""
    try:
        return read()
    except Damaged as rule:
        raise Refused("damaged", at, rule) from None
    except Outdated as version:
        raise Refused("outdated", at, version) from None
    except Missing as path:
        kind = {"header": "no-portal", "slot": "not-admitted", "door": "not-admitted"}.get(at, "missing")
        raise Refused(kind, at, path) from None


def get_from(fetch, path):
    data = fetch(path)
    if data is None:
        raise Missing(path)
    return data


def read_header(fetch):
    data = get_from(fetch, "header.json")
    must(len(data) <= 4096, "a header has at most 4,096 bytes")
    value = read_json(data)
    mode = value.get("mode")
    must(mode in ("link", "code", "link+code"), "a mode")
    if mode == "link":
        return data, mode, None
    kdf = value.get("kdf")
    must(isinstance(kdf, dict), "a kdf")
    must(kdf.get("name") == "PBKDF2-HMAC-SHA-256", "the name of the kdf")
    iterations = number(kdf.get("iterations"), 600_000, 10_000_000)
    return data, mode, (iterations, unbase64url(kdf.get("salt"), 16))


def lead(fetch, code):
    """The front door: the locator of the portal that a code opens."""
    _, mode, kdf = part("header", lambda: read_header(fetch))
    root = make_root(mode, kdf, None, code)
    path = "door/" + base32(derive(root, "keyfolio/v1/slot-name", 20))
    return part("door", lambda: open_door(root, get_from(fetch, path)))


def open_door(root, data):
    must(len(data) <= 1024, "a door has at most 1,024 bytes")
    key = derive(root, "keyfolio/v1/door-key", 32)
    door = read_json(open_document(key, b"keyfolio/v1/door\0", data, 256))
    locator = text(door.get("locator"))
    must(re.fullmatch(r"[a-z2-7]{32}", locator), "a locator")
    return locator


class Portal:
    """An opened portal. `fetch` gives the bytes at a path of its folder, or None."""

    def __init__(self, fetch, link=None, code=None):
        self.fetch = fetch
        header, mode, kdf = part("header", lambda: read_header(fetch))
        root = make_root(mode, kdf, link, code)
        slot = "slots/" + base32(derive(root, "keyfolio/v1/slot-name", 20))
        part("slot", lambda: self.open_slot(header, root, slot))
        part("manifest", self.find_manifest)

    def open_slot(self, header, root, path):
        data = get_from(self.fetch, path)
        must(len(data) <= 8192, "a slot has at most 8,192 bytes")
        context = b"keyfolio/v1/slot\0" + hashlib.sha256(header).digest()
        key = derive(root, "keyfolio/v1/slot-key", 32)
        slot = read_json(open_document(key, context, data, 512))
        must(re.fullmatch(r"[0-9a-f]{32}", text(slot.get("portal"))), "the portal's id")
        self.id = bytes.fromhex(slot["portal"])
        self.key = unbase64url(slot.get("key"), 32)
        self.epoch = number(slot.get("epoch"), most=2**32 - 1)
        self.person = text(slot.get("person"))
        self.expires = slot.get("expires")
        self.idle = number(slot["idle"], 60, 86_400) if "idle" in slot else None
        if "expires" in slot:
            must(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text(self.expires)), "a date")
            try:
                date.fromisoformat(self.expires)
            except ValueError:
                raise Damaged("a day that there is") from None

    def find_manifest(self):
        try:
            self.open_manifest("manifest")
        except Damaged:
            path = f"manifest-{self.epoch}"
            if self.fetch(path) is None:
                raise
            self.open_manifest(path)

    def open_manifest(self, path):
        data = get_from(self.fetch, path)
        must(len(data) <= 16 * 2**20, "a manifest has at most 16 MiB")
        context = b"keyfolio/v1/manifest\0" + self.id + u32(self.epoch)
        key = derive(self.key, "keyfolio/v1/manifest", 32)
        body = open_document(key, context, data, 1024)
        value = read_json(inflate(body, 64 * 2**20))
        self.sequence = number(value.get("sequence"), 1)
        self.start = text(value.get("start"))
        self.entries = value.get("entries")
        must(isinstance(self.entries, dict), "entries")
        must(self.start in self.entries, "the first page is an entry")
        for path, entry in self.entries.items():
            check_entry(path, entry)

    def read(self, path):
        return part("object", lambda: self.open_object(path))

    def open_object(self, path):
        entry = self.entries[path]
        context = b"keyfolio/v1/object\0" + self.id + u32(self.epoch) + path.encode()
        key = derive(self.key, "keyfolio/v1/object", 32)
        plain = open_message(key, context, get_from(self.fetch, "objects/" + entry["object"]))
        stored = entry["stored"]
        must(len(plain) == padme(stored), "an object has its padded length")
        must(not any(plain[stored:]), "the padding is zero")
        content = plain[:stored]
        if "encoding" in entry:
            content = inflate(content, entry["size"])
        must(len(content) == entry["size"], "a file has its size")
        return content


def check_entry(path, entry):
    encoded = path.encode("utf-8", "surrogatepass")
    must(1 <= len(encoded) <= 1024, "a path has 1 to 1,024 bytes")
    must(not any(c == "\\" or unicodedata.category(c) in ("Cc", "Cs") for c in path), "a plain path")
    must(all(part not in ("", ".", "..") for part in path.split("/")), "a path inside the portal")
    must(isinstance(entry, dict), "an entry")
    must(re.fullmatch(r"[a-z2-7]{32}", text(entry.get("object"))), "an object's name")
    text(entry.get("type"))
    number(entry.get("size"))
    number(entry.get("stored"))
    if "encoding" in entry:
        must(entry["encoding"] == "deflate-raw", "an encoding")
    else:
        must(entry["stored"] == entry["size"], "one length where nothing is compressed")


def make_root(mode, kdf, link, code):
    secret = stretched = b""
    if "link" in mode:
        secret = base64.b32decode(link.upper() + "=" * (-len(link) % 8))
    if "code" in mode:
        iterations, salt = kdf
        stretched = hashlib.pbkdf2_hmac("sha256", normalised(code), salt, iterations, 32)
    return derive(secret + stretched, "keyfolio/v1/root/" + mode, 32)


def normalised(code):
    code = unicodedata.normalize("NFKC", code)
    code = "".join(c for c in code if c.isascii() and c.isalnum()).upper()
    code = code.translate(str.maketrans("OIL", "011"))
    if not 8 <= len(code) <= 128:
        raise SystemExit("an access code has 8 to 128 letters and digits")
    return code.encode()


# ---- the command line ------------------------------------------------------------------------


def folder(root):
    def fetch(path):
        file = Path(root, path)
        return file.read_bytes() if file.is_file() else None

    return fetch


def found(vector, fetch):
    """What vector.json is to say of the portal."""
    try:
        if vector.get("door"):
            return {"leads": lead(fetch, vector["code"])}
        portal = Portal(fetch, vector.get("link"), vector.get("code"))
    except Refused as refused:
        at = {} if refused.kind in ("no-portal", "not-admitted") else {"at": refused.at}
        return {"refuses": {"kind": refused.kind, **at}}
    entries = {}
    for path, entry in portal.entries.items():
        try:
            content = portal.read(path)
        except Refused as refused:
            entries[path] = {"refuses": refused.kind}
        else:
            sha256 = hashlib.sha256(content).hexdigest()
            entries[path] = {"type": entry["type"], "size": len(content), "sha256": sha256}
    opens = {"portal": portal.id.hex(), "epoch": portal.epoch, "person": portal.person}
    if portal.expires:
        opens["expires"] = portal.expires
    if portal.idle:
        opens["idle"] = portal.idle
    opens |= {"sequence": portal.sequence, "start": portal.start, "entries": entries}
    return {"opens": opens}


def run_vectors(root):
    passed = failed = 0
    for file in sorted(root.glob("*/vector.json")):
        vector = json.loads(file.read_bytes())
        said = {key: vector[key] for key in ("opens", "leads", "refuses") if key in vector}
        is_so = found(vector, folder(file.parent / "portal"))
        if is_so == said:
            passed += 1
        else:
            failed += 1
            print(f"{file.parent.name}: {vector['about']}\n  said:  {said}\n  found: {is_so}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def main():
    parser = argparse.ArgumentParser(description="A reader of sealed portals.")
    parser.add_argument("portal", nargs="?", help="a portal's folder")
    parser.add_argument("--link", help="what follows # in the link")
    parser.add_argument("--code", help="the access code")
    given = parser.parse_args()
    if given.portal is None:
        return run_vectors(Path(__file__).parent / "vectors")
    try:
        portal = Portal(folder(given.portal), given.link, given.code)
        for path in portal.entries:
            print(f"{len(portal.read(path)):>12} {path}")
    except Refused as refused:
        sys.exit(str(refused))
    return 0


if __name__ == "__main__":
    sys.exit(main())
