"""`incamera audit`: follow the log's chain, print its head, pass its entries on. Changes nothing."""

import argparse
from importlib import metadata
from pathlib import Path

import msgspec

from desktop_app.audit import audit_log, chain
from desktop_app.audit.cef import cef_line
from desktop_app.audit.chain import Entry, Head
from desktop_app.audit.log_folder import log_folder
from desktop_app.cli import output
from desktop_app.foundation.error_entry import Fault
from desktop_app.managed import in_force

CUT_OFF = "The log does not have the entry of that head: its end was cut off, or it is another log."


def verify(arguments: argparse.Namespace) -> int:
    """Say whether every entry is as it was written and none is missing. Returns the exit code."""
    heads: set[tuple[int, str]] = set()

    def hear(entry: Entry) -> None:
        if arguments.head == (entry.seq, entry.hash):
            heads.add(arguments.head)

    verdict = chain.verify(audit_log.read_lines(_path(arguments)), hear)
    if verdict.flaw is not None:
        output.say(f"Line {verdict.line} is {verdict.flaw}. The {verdict.head.seq} entries before it hold.")
        return Fault.POLICY
    output.say(f"All {verdict.head.seq} entries hold. Head: {_shown(verdict.head)}")
    if arguments.head is None:
        output.say("Whether the end was cut off, only a head noted elsewhere can tell: --head SEQ:HASH.")
    elif not heads:
        output.say(CUT_OFF)
        return Fault.POLICY
    return output.DONE


def head(arguments: argparse.Namespace) -> int:
    """Print the head for whoever notes it elsewhere. Returns the exit code."""
    verdict = chain.verify(audit_log.read_lines(_path(arguments)))
    if verdict.flaw is not None:
        output.print_note(f"line {verdict.line} is {verdict.flaw}; `incamera audit verify` says more")
        return Fault.POLICY
    output.say(_shown(verdict.head))
    return output.DONE


def export(arguments: argparse.Namespace) -> int:
    """Print every entry, with the fields of the chain, to the first that does not hold. Returns the exit code."""
    version = metadata.version("in-camera")

    def pass_on(entry: Entry) -> None:
        is_cef = arguments.format == "cef"
        output.say(cef_line(entry, version) if is_cef else chain.canonical(msgspec.structs.asdict(entry)).decode())

    verdict = chain.verify(audit_log.read_lines(_path(arguments)), pass_on)
    if verdict.flaw is None:
        return output.DONE
    output.print_note(f"line {verdict.line} is {verdict.flaw}; it and what is behind it is not passed on")
    return Fault.POLICY


def _path(arguments: argparse.Namespace) -> Path:
    if arguments.log is not None:
        log: Path = arguments.log
        return log
    return log_folder(in_force.rules().audit.folder) / audit_log.FILE_NAME


def _shown(last: Head) -> str:
    return f"{last.seq}:{last.hash}"
