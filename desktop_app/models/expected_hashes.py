"""Collect the hashes that a model's files should have, from whatever came with them.

Two sources lie in folders as people get them: a `SHA256SUMS` file (the format of sha256sum), and what the downloader of
Hugging Face notes beside each large file. Neither proves who made a model; both find what broke on the way.
Reads small text files only; the model's files are read in `hashed_copy.py`.
"""

import re
from pathlib import Path

from desktop_app.models.plain_file import open_plain
from desktop_app.models.published_models import Release

CHECKSUM_FILES = ("SHA256SUMS", "SHA256SUMS.txt", "sha256sums.txt", "checksums.sha256")
DOWNLOAD_NOTES = ".cache/huggingface/download"
"""`NAME.metadata` in here: revision, ETag, time, a line each; the ETag of a large file is its SHA-256."""

MAX_TEXT_BYTES = 1 << 20

_LINE = re.compile(r"(?i:\\?([0-9a-f]{64})) [ *]([^/\\]+)")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def expected_hashes(folder: Path, names: tuple[str, ...], release: Release | None) -> dict[str, frozenset[str]]:
    """Return, for each of these files that anything is known about, every SHA-256 that was noted for it.

    A file is right when it has all of them: where two sources disagree, none can be.
    """
    found: dict[str, set[str]] = {}
    for checksum_file in CHECKSUM_FILES:
        for line in _text(folder, checksum_file).splitlines():
            if match := _LINE.fullmatch(line.strip()):
                found.setdefault(match.group(2), set()).add(match.group(1).lower())
    for name in names:
        lines = _text(folder, f"{DOWNLOAD_NOTES}/{name}.metadata").splitlines()
        if len(lines) > 1 and _SHA256.fullmatch(lines[1].strip()):
            found.setdefault(name, set()).add(lines[1].strip())
    for file in release.files if release else ():
        if file.sha256:
            found.setdefault(file.name, set()).add(file.sha256)
    return {name: frozenset(found[name]) for name in names if name in found}


def _text(folder: Path, name: str) -> str:
    """Return what a small file says; of what is no ordinary file, nothing: a pipe would be waited for."""
    try:
        with open_plain(folder, name) as file:
            return file.read(MAX_TEXT_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""
