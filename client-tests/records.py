"""The records of the story: record i is the same in every language (README.md describes the function)."""
import hashlib

COUNT = 50_000


def _tape():
    x, letters = 1, []
    for _ in range(32768):
        x = x * 16807 % 2147483647
        letters.append(chr(ord("a") + x % 26))
    return "".join(letters)


TAPE = _tape()


def key(i):
    return None if i % 11 == 0 else f"key-{i % 1000}"


def value(i):
    size = 20000 if i % 1000 == 999 else i * 37 % 300
    start = i * 101 % 8192
    return f"{i}:{TAPE[start:start + size]}"


def content_hash(pairs):
    """SHA-256 over "key<TAB>value<LF>" of (key, value) pairs; no key counts as an empty one."""
    sha = hashlib.sha256()
    for k, v in pairs:
        sha.update(f"{k or ''}\t{v}\n".encode())
    return sha.hexdigest()
