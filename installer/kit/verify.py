"""Check that every file of a kit is the one that was packed: nothing changed, nothing missing, nothing added.

    python3 -I verify.py                      hashes only
    python3 -I verify.py --key FILE           hashes, and the signature of the list of hashes
    python3 -I verify.py --key FILE --kit FOLDER   of a kit elsewhere

Needs nothing but Python, runs nothing of the kit, opens no network connection; one file, so that it can be carried by itself.
**The key must have come another way than the kit, and so must this file**: whoever changes a kit can change what lies in it.
Without any of our code: `minisign -V -p FILE -m MANIFEST.sha256`, then `sha256sum -c MANIFEST.sha256`.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import sys
from pathlib import Path

KIT = Path(__file__).resolve().parent
MANIFEST = "MANIFEST.sha256"
SIGNATURE = MANIFEST + ".minisig"

_PRIME = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_Point = tuple[int, int, int, int]  # X, Y, Z, T of extended coordinates: x = X/Z, y = Y/Z, x*y = T/Z


def main() -> None:
    """Check, say what was found, leave with 0 only where all is well."""
    parser = argparse.ArgumentParser(description="Check that every file of a kit is the one that was packed.")
    parser.add_argument("--key", type=Path, help="the public key (minisign) of whoever packed it")
    parser.add_argument("--kit", type=Path, default=KIT, help="its folder (the one that this file lies in)")
    arguments = parser.parse_args()
    if arguments.key is not None and not is_signed(arguments.kit, arguments.key):
        sys.exit("verify: the list of hashes is not signed with that key. Nothing of the kit was run.")
    faults = list(faults_of(arguments.kit))
    for fault in faults:
        print(f"verify: {fault}", file=sys.stderr)
    if faults:
        sys.exit("verify: this kit is not as it was packed. Nothing of it was run.")
    print(f"verify: all {len(listed(arguments.kit))} files are as they were packed")
    if arguments.key is None:
        print("verify: the signature was not checked; --key FILE does")
    else:
        print("verify: the list of hashes is signed with that key")


def listed(folder: Path) -> dict[str, str]:
    """Return the hash of every file that the manifest names. Raises ValueError for a line that is none."""
    hashes = {}
    for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
        digest, separator, name = line.partition("  ")
        if not separator or len(digest) != 64 or name.startswith("/") or ".." in Path(name).parts:
            raise ValueError(line)
        if name in hashes:
            raise ValueError(line)
        hashes[name] = digest
    return hashes


def faults_of(folder: Path) -> list[str]:
    """Return, in words, what is not as it was packed."""
    try:
        hashes = listed(folder)
    except (OSError, ValueError):
        return [f"{MANIFEST} is missing, or not the list that it should be"]
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    }
    faults = [f"{name!r} was added" for name in sorted(there - hashes.keys() - {MANIFEST, SIGNATURE})]
    for name, digest in hashes.items():
        path = folder / name
        if name not in there:
            faults.append(f"{name!r} is missing")
        elif path.is_symlink() or digest_of(path) != digest:
            faults.append(f"{name!r} was changed")
    return faults


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def is_signed(folder: Path, key: Path) -> bool:
    """Tell whether the manifest is signed with `key`. A file that cannot be read, or is no key or signature, signs nothing."""
    try:
        return signs(key.read_bytes(), (folder / SIGNATURE).read_bytes(), (folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False


def signs(key: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether a signature in minisign's form is that of `key` and `data`; its trusted comment is signed, too.

    Raises ValueError for what is no key or no signature. Source: https://jedisct1.github.io/minisign/.
    """
    own = _decoded(_lines(key, 2)[1], 42)
    lines = _lines(signature, 4)
    made, whole = _decoded(lines[1], 74), _decoded(lines[3], 64)
    comment = b"trusted comment: "
    if own[:2] != b"Ed" or made[:2] not in {b"Ed", b"ED"} or not lines[2].startswith(comment):
        raise ValueError("no key or signature of minisign")
    if made[2:10] != own[2:10]:
        return False
    message = hashlib.blake2b(data).digest() if made[:2] == b"ED" else data
    return is_of_key(own[10:], message, made[10:]) and is_of_key(own[10:], made[10:] + lines[2][len(comment) :], whole)


def is_of_key(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature (64 bytes) of `message` is that of `key` (32 bytes). Source: RFC 8032, 5.1.7 and 6."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, factor = _point(key), int.from_bytes(signature[32:], "little")
    if public is None or factor >= _ORDER:
        return False
    mixed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _ORDER
    x, y, z, t = public
    found = _sum(_times(factor, _BASE), _times(mixed, (-x, y, z, -t)))
    return _bytes(found) == signature[:32]  # byte by byte: other spellings of the same point are refused


def _lines(text: bytes, count: int) -> list[bytes]:
    """Return the lines of a key or signature; the first is a comment that nobody signs."""
    lines = [line.rstrip(b"\r") for line in text.rstrip(b"\r\n").split(b"\n")]
    if len(lines) != count or not lines[0].startswith(b"untrusted comment:"):
        raise ValueError("no key or signature of minisign")
    return lines


def _decoded(line: bytes, length: int) -> bytes:
    data = base64.b64decode(line, validate=True)
    if len(data) != length:
        raise ValueError("no key or signature of minisign")
    return data


def _sum(one: _Point, other: _Point) -> _Point:
    """Return the sum of two points of the curve."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % _PRIME
    c = 2 * one[3] * other[3] * _D % _PRIME
    d = 2 * one[2] * other[2] % _PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _PRIME, g * h % _PRIME, f * g % _PRIME, e * h % _PRIME)


def _times(factor: int, point: _Point) -> _Point:
    """Return a multiple of a point. Nothing here is secret, so it may take longer for one number than for another."""
    result = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _sum(result, point)
        point = _sum(point, point)
        factor >>= 1
    return result


def _point(data: bytes) -> _Point | None:
    """Return the point that 32 bytes stand for: y, and in the highest bit whether x is odd; None where there is none."""
    number = int.from_bytes(data, "little")
    is_odd, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _PRIME:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _PRIME) % _PRIME
    x = pow(square, (_PRIME + 3) // 8, _PRIME)
    if (x * x - square) % _PRIME:
        x = x * pow(2, (_PRIME - 1) // 4, _PRIME) % _PRIME
    if (x * x - square) % _PRIME or (x == 0 and is_odd):
        return None
    if x & 1 != is_odd:
        x = _PRIME - x
    return (x, y, 1, x * y % _PRIME)


def _bytes(point: _Point) -> bytes:
    """Return the 32 bytes of a point."""
    inverse = pow(point[2], -1, _PRIME)
    x, y = point[0] * inverse % _PRIME, point[1] * inverse % _PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> _Point:
    """Return the point that all signatures count from: y is 4/5, x is even."""
    point = _point((4 * pow(5, -1, _PRIME) % _PRIME).to_bytes(32, "little"))
    assert point is not None
    return point


_BASE = _base()


if __name__ == "__main__":
    main()
