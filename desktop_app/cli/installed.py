"""`incamera doctor --installed`: is everything as it was shipped, and does the main job work here?

Compares every file of an installation with the list that was written when it was installed, and asks the sample invoice for its
total. Who can write the files can write the list, too: a signature is checked on the kit (`verify.py`), before it is installed.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.cli import output
from desktop_app.foundation import resources
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.plain_text import plain
from desktop_app.jobs.job import Job
from desktop_app.jobs.session import Session, started_tools
from desktop_app.models import model_choice

LIST = "INSTALLED.sha256"
"""Beside the environment that In Camera runs in: a hash, two blanks and a place in each line; in comments, links and their targets."""

LINK, TO = "# link: ", " -> "

QUESTION, TOTAL = "What is the total?", "567.51"
"""Asked of the sample, and what stands on it."""


def run() -> int:
    """Say what is not as shipped, and whether the main job works. Returns the exit code."""
    folder = Path(sys.prefix).parent
    try:
        listed = _listed(folder / LIST)
    except (OSError, ValueError):
        output.say(
            f"Installation: no list of files in {plain(str(folder))}; this copy was not installed from a kit or package."
        )
        return Fault.FILE
    faults = sorted(_faults(folder, listed))
    for fault in faults:
        output.say(f"  NOT AS SHIPPED    {plain(fault)}")
    output.say(f"Installation: {len(listed)} files, {len(faults) or 'none'} not as shipped")
    works = _answers_sample()
    output.say(f"Main job on the sample: {'works' if works else 'DOES NOT WORK'}")
    return output.DONE if works and not faults else Fault.FILE


@dataclass(frozen=True)
class _Listed:
    """What should be there.

    Attributes:
        files: The hash of each file by its name.
        links: The target of each link by its name, as it was written into the link.
    """

    files: dict[str, str]
    links: dict[str, str]

    def __len__(self) -> int:
        return len(self.files) + len(self.links)


def _listed(path: Path) -> _Listed:
    """Read the list. Raises OSError, ValueError."""
    files, links = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(LINK):
            name, _, links[name] = line.removeprefix(LINK).partition(TO)
        elif not line.startswith("#"):
            digest, _, name = line.partition("  ")
            if len(digest) != 64 or not name:
                raise ValueError(path.name)
            files[name] = digest
    if not files:
        raise ValueError(path.name)
    return _Listed(files, links)


def _faults(folder: Path, listed: _Listed) -> Iterator[str]:
    """Yield a word on every file and link that is not the one that is listed, is missing, or was added.

    A link is what it leads to, which may be changed without it: what lies behind one that was not listed is not looked at.
    """
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or path.is_file()}
    for name in there - listed.files.keys() - listed.links.keys() - {LIST}:
        yield f"{name}: added"
    for name in listed.files.keys() | listed.links.keys():
        try:
            is_as_listed = _is_as_listed(folder / name, listed.files.get(name), listed.links.get(name))
        except OSError:
            yield f"{name}: missing or unreadable"
            continue
        if not is_as_listed or name not in there:
            yield f"{name}: changed"


def _is_as_listed(path: Path, digest: str | None, target: str | None) -> bool:
    """Compare one file or link. Raises OSError."""
    if target is not None:
        path.lstat()
        return path.is_symlink() and str(path.readlink()) == target
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return not path.is_symlink() and found == digest


def _answers_sample() -> bool:
    sample = resources.path("samples", "invoice.png")
    try:
        with started_tools(model_choice.engine_command(model_choice.READER, "auto")) as tools:
            session = Session(tools)
            try:
                result = session.run(Job("sample", sample, (QUESTION,)), lambda _: None)
            finally:
                session.close()
    except AppError as error:
        output.print_error(error)
        return False
    return any(TOTAL in answer.text for answer in result.answers)
