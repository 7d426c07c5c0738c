"""Check that every file of this kit is the one that was packed: nothing changed, nothing missing, nothing added.

    python3 verify.py                     hashes only
    python3 verify.py --key FILE          hashes, and the signature of the list of hashes

Needs nothing but Python and opens no network connection. The key must have come another way than the kit: whoever changes
a kit can change a key beside it. By hand, without any of our code: `sha256sum -c MANIFEST.sha256` and
`minisign -V -p FILE -m MANIFEST.sha256`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

KIT = Path(__file__).resolve().parent
MANIFEST = "MANIFEST.sha256"
SIGNATURE = MANIFEST + ".minisig"
SIGNATURE_WHEELS = ("py_minisign-", "cryptography-", "cffi-", "pycparser-", "typing_extensions-")

_CHECK = """
import sys
sys.path.insert(0, sys.argv[1])
import minisign
key = minisign.PublicKey.from_bytes(open(sys.argv[2], "rb").read())
key.verify(open(sys.argv[3], "rb").read(), minisign.Signature.from_bytes(open(sys.argv[4], "rb").read()))
"""


def main() -> None:
    """Check, say what was found, leave with 0 only where all is well."""
    parser = argparse.ArgumentParser(description="Check that every file of this kit is the one that was packed.")
    parser.add_argument("--key", type=Path, help="the public key (minisign) of whoever packed it")
    arguments = parser.parse_args()
    faults = list(faults_of(KIT))
    for fault in faults:
        print(f"verify: {fault}", file=sys.stderr)
    if faults:
        sys.exit("verify: this kit is not as it was packed. Nothing of it was run.")
    print(f"verify: all {len(listed(KIT))} files are as they were packed")
    if arguments.key is None:
        print("verify: the signature was not checked; --key FILE does")
    elif is_signed(KIT, arguments.key):
        print("verify: the list of hashes is signed with that key")
    else:
        sys.exit("verify: the list of hashes is not signed with that key. Nothing of the kit was run.")


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
    """Tell whether the manifest is signed with `key`; py-minisign of the kit itself does the sum, its hash just checked."""
    if not (folder / SIGNATURE).exists():
        return False
    with tempfile.TemporaryDirectory(prefix="in-camera-verify-") as place:
        for wheel in (folder / "wheels" / "base").glob("*.whl"):
            if wheel.name.lower().startswith(SIGNATURE_WHEELS):
                with zipfile.ZipFile(wheel) as packed:
                    packed.extractall(place)
        command = [
            sys.executable,
            "-I",
            "-B",
            "-c",
            _CHECK,
            place,
            str(key),
            str(folder / MANIFEST),
            str(folder / SIGNATURE),
        ]
        environment = {"PATH": os.defpath}
        return subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    main()
