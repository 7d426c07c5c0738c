"""Write a copy, and say what it is a copy of. Chooses no names (`copy_places.py`) and makes no bytes."""

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation import atomic_file, output_sink
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.copy_places import CopyFormat, Target
from desktop_app.jobs.job_tools import JobTools
from desktop_app.managed import bounds
from desktop_app.runtime_client.airlock import Airlock, DocumentOpened
from desktop_app.runtime_client.file_server import ServedFile
from desktop_app.runtime_client.values import FilmFormat


@dataclass(frozen=True)
class Source:
    """A file that is copied, and the airlock that has it open."""

    file: ServedFile
    airlock: Airlock
    opened: DocumentOpened


def check_allowed(tools: JobTools, target: Target[CopyFormat] | Target[FilmFormat]) -> None:
    """Refuse a file that the organisation does not let be written. Raises AppError."""
    if (place := output_sink.place(target.path)) is not None:
        bounds.check_export(tools.rules, place)


def written(target: Target[CopyFormat] | Target[FilmFormat], pieces: Iterable[bytes], stop: threading.Event) -> Path:
    """Write a copy: into the file that was named, or under the first free name. Returns where it is.

    Raises:
        AppError: why there is none; `cancelled` where `stop` was set before it had its name, however long the disk took.
    """

    def check() -> None:
        if stop.is_set():
            raise AppError("cancelled")

    if target.is_named:
        atomic_file.write(target.path, pieces, check)
        return target.path
    return atomic_file.write_new(target.names(), pieces, check)


def hashed(pieces: Iterable[bytes], digest: "hashlib._Hash") -> Iterator[bytes]:
    """Yield `pieces`, and let `digest` see them."""
    for piece in pieces:
        digest.update(piece)
        yield piece
