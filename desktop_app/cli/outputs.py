"""Compare what a call writes with what it reads, before anything runs, and write its lists of results.

Chooses no names for copies: that is `jobs/copy_places.py`.
"""

import contextlib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from desktop_app.cli import output
from desktop_app.foundation import atomic_file, file_identity, output_sink, standard_streams
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.file_identity import Identity
from desktop_app.jobs.audited import NO_JOB, Recorder
from desktop_app.managed import bounds, in_force
from desktop_app.settings import policies


def check(files: Sequence[Path], policy: str, named: Iterable[Path | None]) -> frozenset[Identity]:
    """Refuse a call that would write over what it reads, or one output over another. Returns what is read.

    Args:
        files: what the call works on.
        policy: a file of a person's own is read, too.
        named: every output, None for one that is not wanted; where a shell led our own output to counts as well.

    Raises:
        AppError: output_exists, outputs_collide.
    """
    read = file_identity.all_identities(files)
    if policy.endswith(policies.SUFFIX):
        read |= file_identity.identities(Path(policy))
    printed = file_identity.identity_of_descriptor(1) | file_identity.identity_of_descriptor(2)
    if file_identity.identity_of_descriptor(2) & read:
        standard_streams.silence(sys.stderr)  # to say why would be to write there
    if printed & read:
        raise AppError("output_exists")
    written: frozenset[Identity] = frozenset()
    for path in named:
        if path is None:
            continue
        found = file_identity.identities(path)  # of a descriptor, too, that a shell has opened on a file
        if found & read:
            raise AppError("output_exists")
        if found & (written if output_sink.is_sink(path) else written | printed):
            raise AppError("outputs_collide")
        written |= found
    return read


def check_writable(paths: Iterable[Path | None]) -> None:
    """Refuse a call whose results could not, or may not, be written in the end, and write down what may not.

    Raises AppError as `atomic_file.write` does, and export_not_allowed.
    """
    for path in paths:
        if path is not None:
            if (place := output_sink.place(path)) is not None:
                _check_export(place)
            atomic_file.check_place(path)


def _check_export(place: Path) -> None:
    """Refuse a place where the organisation lets nothing be written. Raises AppError."""
    rules = in_force.rules()
    try:
        bounds.check_export(rules, place)
    except AppError:
        recorder = Recorder(rules.audit)  # nothing has been started that would have one
        with contextlib.closing(recorder), recorder.failures(NO_JOB):
            raise


def write(path: Path, text: str) -> int:
    """Write a list of results. Returns the exit code, after saying why it could not be written."""
    try:
        atomic_file.write(path, [text.encode("utf-8", "backslashreplace")])
    except AppError as error:
        output.print_error(error, path)
        return error.fault
    return output.DONE
