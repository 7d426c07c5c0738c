"""`incamera doctor`: prove the sandbox of both children, load the reader, look at the machine; say what to repair.

Changes nothing.
"""

import argparse
import os
import platform
import threading
import time
from dataclasses import dataclass
from importlib import metadata

import msgspec

from desktop_app.cli import installed, output
from desktop_app.export import json_text, records
from desktop_app.foundation.error_entry import Fault
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.machine import Machine, this_machine
from desktop_app.foundation.plain_text import plain
from desktop_app.foundation.shared_words import CHECK_WORDS
from desktop_app.jobs.session import started_tools
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.engine import Listener
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import ModelInfo

REPAIR = {
    "Linux": "To repair: a kernel of 5.13 or newer with Landlock and seccomp is needed (any current distribution has it)."
}
"""What would make failed tests hold, where something would."""


MODEL_PACKAGES = {
    "torch": "",
    "transformers": "",
    "accelerate": "",
    "tokenizers": "",
    "bitsandbytes": "",
    "llguidance": "answers cannot be made to follow a form",
    "flash-attn": "never needed",
}
"""What imported models run with, and what its absence means where it is no fault."""

INSTALL = 'pip install "in-camera[models]"'


@dataclass(frozen=True)
class Findings:
    """What the doctor saw."""

    children: tuple[ChildStatus, ...]
    machine: Machine
    model: ModelInfo | None
    load_s: float
    error: AppError | None


def run(arguments: argparse.Namespace) -> int:
    """Examine and print. Returns 0 when every test held and the reader works, else 7 or the error's code."""
    if arguments.installed:
        return installed.run()
    findings = _examine()
    if arguments.json:
        output.say(json_text.encoded(_record(findings)))
    else:
        _print(findings)
    if findings.error is not None:
        return findings.error.fault
    return output.DONE if _is_proven(findings) else Fault.SANDBOX


def _examine() -> Findings:
    """Start both children without refusing an unproven one, so that the list can be shown either way."""
    seen: dict[str, ChildStatus] = {}
    proven = {"airlock": threading.Event(), "engine": threading.Event()}

    def note(status: ChildStatus) -> None:
        if status.sandbox is not None:
            seen[status.role] = status
        if status.state is not ChildState.STARTING:
            proven[status.role].set()

    model, error, started = None, None, time.monotonic()
    with started_tools(ChildCommand("engine", engine="reader"), note, requires_proof=False) as tools:
        nobody = Listener(lambda *_: None, lambda *_: None, lambda *_: None)
        try:
            lent = tools.lend(threading.Event())
            lent.airlock()
            model = lent.engine(nobody).load()
        except AppError as failure:
            error = failure
        for event in proven.values():
            event.wait(5.0)
    children = tuple(seen[role] for role in sorted(seen))
    return Findings(children, this_machine(), model, time.monotonic() - started, error)


def _is_proven(findings: Findings) -> bool:
    checks = [check for child in findings.children if child.sandbox for check in child.sandbox.checks]
    return len(findings.children) == 2 and sandbox_proof.is_proven(checks)


def _print(findings: Findings) -> None:
    for child in findings.children:
        if child.sandbox is None:
            continue
        checks = child.sandbox.checks
        held = sandbox_proof.held_count(checks)
        output.say(
            f"Sandbox of the {child.role}: {held} of {len(checks)} tests held ({plain(', '.join(child.sandbox.layers))})"
        )
        for check in checks:
            word = "held" if sandbox_proof.is_held(check) else "NOT HELD" if check.enforced else "NOT ENFORCED HERE"
            output.say(f"  {word:18}{CHECK_WORDS.get(check.check) or plain(check.check)} ({plain(check.detail)})")
    machine = findings.machine
    gpu = machine.gpu or "none found; nothing here needs one"
    output.say(
        f"Machine: {machine.processor}, {machine.cores} cores, {machine.memory_bytes / 1e9:.1f} GB memory, GPU: {gpu}"
    )
    output.say(f"System: {machine.system}, Python {platform.python_version()}")
    output.say(f"Imported models: {', '.join(map(_package_words, MODEL_PACKAGES))}")
    if any(_version(name) is None for name, absence in MODEL_PACKAGES.items() if not absence):
        output.say(f"  To have them answer: {INSTALL}")
    if findings.model is not None:
        model = findings.model
        output.say(
            f"Built-in reader: ready in {findings.load_s:.1f} s on {plain(model.device)}, {plain(model.precision)}, weights as published"
        )
    if findings.error is not None:
        output.say(f"Not working: {output.message(findings.error)}")
    if not _is_proven(findings):
        output.say(_repair())


def _package_words(name: str) -> str:
    version = _version(name)
    if version is not None:
        return f"{name} {version}"
    return f"{name} not installed" + (f" ({MODEL_PACKAGES[name]})" if MODEL_PACKAGES[name] else "")


def _version(name: str) -> str | None:
    """Return what is installed of a package, without importing it."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _repair() -> str:
    return REPAIR.get(platform.system(), "This system offers no full sandbox without administrator rights; Linux does.")


def _record(findings: Findings) -> records.Record:
    reports = tuple(child.sandbox for child in findings.children if child.sandbox)
    return {
        "sandbox": records.sandbox_record(reports)
        | {
            "children": [
                {
                    "role": child.role,
                    "layers": list(child.sandbox.layers),
                    "checks": [msgspec.to_builtins(check) for check in child.sandbox.checks],
                }
                for child in findings.children
                if child.sandbox
            ]
        },
        "machine": msgspec.to_builtins(findings.machine),
        "packages": {name: _version(name) for name in MODEL_PACKAGES},
        "reader": msgspec.to_builtins(findings.model),
        "error": findings.error.code if findings.error else None,
        "user_is_root": hasattr(os, "geteuid") and os.geteuid() == 0,
    }
