"""Tell whether two paths are one file, however they are spelled: links, hard links, letters' case, names still free.

A file that is there is known by its device and inode, so every spelling of it is the same. A name that is free is known
by its folder and its letters, compared without their case: two names that one disk takes for two may be one on the next.
Opens nothing and changes nothing.
"""

import os
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_MAX_LINKS = 40
"""Links that lead to links; the kernel's own bound."""


@dataclass(frozen=True)
class Identity:
    """One file, or one free place for a file: `free_name` is then what stands there below the nearest folder."""

    device: int
    inode: int
    free_name: str = ""


def identities(path: Path) -> frozenset[Identity]:
    """Return every identity of `path`: of the file it leads to, and of the link that it may be itself.

    Devices and pipes have none: what is written into them replaces nothing.
    """
    return _identities(os.fspath(path), _MAX_LINKS)


def all_identities(paths: Iterable[Path]) -> frozenset[Identity]:
    """Return the identities of several paths together."""
    return frozenset().union(*map(identities, paths))


def identity_of_descriptor(number: int) -> frozenset[Identity]:
    """Return the identity of an open file of ours, likewise; none for one that is closed."""
    try:
        status = os.fstat(number)
    except OSError:
        return frozenset()
    return frozenset({Identity(status.st_dev, status.st_ino)}) if stat.S_ISREG(status.st_mode) else frozenset()


def _identities(path: str, links_left: int) -> frozenset[Identity]:
    try:
        itself = os.lstat(path)
    except (OSError, ValueError):
        return _of_what_it_will_be(path, links_left)
    found = {Identity(itself.st_dev, itself.st_ino)}
    if stat.S_ISLNK(itself.st_mode):
        try:
            target = os.stat(path)
        except OSError:
            if links_left:
                found |= _identities(_target(path), links_left - 1)
            return frozenset(found)
        if _holds_nothing(target):
            return frozenset()
        found.add(Identity(target.st_dev, target.st_ino))
    return frozenset() if _holds_nothing(itself) else frozenset(found)


def _holds_nothing(status: os.stat_result) -> bool:
    return not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) or stat.S_ISLNK(status.st_mode))


def _of_what_it_will_be(path: str, links_left: int) -> frozenset[Identity]:
    """Return the identities of a path that leads nowhere yet: `new/../file` is `file` as soon as somebody makes `new`."""
    try:
        folded = os.path.realpath(path)
    except (OSError, ValueError):  # no folder to be in, a name that is none
        folded = path
    if folded != path and links_left and os.path.lexists(folded):
        return _identities(folded, links_left - 1)
    return _free(folded)


def _free(path: str) -> frozenset[Identity]:
    """Return the identity of a name that nothing has: the nearest folder that is there, and the rest of the path."""
    rest: list[str] = []
    while True:
        path, name = os.path.split(path.rstrip(os.sep) or os.sep)
        rest.insert(0, name)
        try:
            folder = os.stat(path or os.curdir)
        except (OSError, ValueError):
            if path in ("", os.sep):
                return frozenset()
            continue
        folded = unicodedata.normalize("NFC", "/".join(rest)).casefold()
        return frozenset({Identity(folder.st_dev, folder.st_ino, folded)})


def _target(link: str) -> str:
    try:
        return os.path.join(os.path.dirname(link), os.readlink(link))
    except OSError:
        return link
