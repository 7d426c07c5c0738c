"""Be a child that has been taken over: close the sandbox as the product does, then try every way out.

Runs inside the closed child, started by `attack_sandbox.py`. An attempt counts as refused when the answer is one that a
rule gives (EPERM, EACCES, ENOSYS); any other answer, EINVAL included, means that the kernel has looked at the request, and
counts as got through. Nothing here does harm where it gets through: arguments are empty, or name our own things.
"""

import argparse
import dataclasses
import errno
import json
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

from model_runtime import __main__ as runtime
from model_runtime.sandbox import namespaces, syscall_rules
from model_runtime.sandbox.close import close_sandbox
from model_runtime.sandbox.profile import SandboxProfile
from model_runtime.sandbox.syscall_allowed import ALLOWED
from model_runtime.sandbox.syscall_numbers import architecture_named
from tests.adversarial import sandbox_attempts, sandbox_sweeps
from tests.adversarial.sandbox_attempts import Attempt

REFUSALS = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS})
ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR})
"""Of files: what is not there was neither refused nor reached."""

Attempts: TypeAlias = Iterator[tuple[str, Attempt]]


def main() -> None:
    """Close, attack, and print {"tried", "through", "layers"} as one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("role")
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--victim", type=Path)
    parser.add_argument("--marked", type=Path)
    parser.add_argument("--readable", type=Path, action="append", default=[])
    parser.add_argument("--without-namespaces", action="store_true")
    parser.add_argument("--small", action="store_true")
    given = parser.parse_args()
    if given.without_namespaces:
        namespaces.enter = lambda: False
    layers = close_sandbox(profile(given.role, given.scratch, given.cache, (*given.readable, given.marked)))
    tried, through = 0, []
    for name, attempt in attempts(given, has_namespaces="namespaces" in layers):
        code = outcome(attempt)
        if code in ABSENT:
            continue
        tried += 1
        if code not in REFUSALS:
            through.append(f"{name} ({errno.errorcode.get(code, 'succeeded')})")
    print(json.dumps({"tried": tried, "through": through, "layers": layers}), flush=True)


def profile(role: str, scratch: Path | None, cache: Path | None, readable: tuple[Path, ...]) -> SandboxProfile:
    """Return the profile of a real child of this role, which may read a few files more: its tests' own packages."""
    line = argparse.Namespace(role=role, scratch=scratch, cache=cache, weights=None, manifest=None, engine="reader")
    real = runtime._profile(line)
    return dataclasses.replace(real, readable=(*real.readable, *readable))


def attempts(given: argparse.Namespace, *, has_namespaces: bool) -> Attempts:
    """Yield everything that is tried; `given.victim` is a file that may not be read, `given.marked` one that may."""
    yield from sandbox_attempts.network()
    yield from sandbox_attempts.processes(os.getppid())
    if given.role == "airlock":  # an engine counts its cores in this way
        yield from sandbox_attempts.choosing_cores()
    yield from sandbox_attempts.files(given.victim, given.marked)
    yield from sandbox_attempts.marks(given.marked)
    yield from sandbox_attempts.messages()
    yield from sandbox_attempts.facts(os.getppid(), has_namespaces=has_namespaces)
    yield from sandbox_sweeps.calls(expected_refused())
    yield from sandbox_sweeps.ioctls(range(0, 256, 16) if given.small else range(256))
    yield from sandbox_sweeps.fcntls()
    yield from sandbox_sweeps.prctls()


def expected_refused() -> dict[str, int]:
    """Return the number of every system call that no argument makes harmless, and of some that do not exist yet."""
    architecture = architecture_named(platform.machine())
    assert architecture is not None, "this processor has no filter"
    stated = syscall_rules.rules(os.getpid(), gpu=False)
    judged_by_arguments = {name for rule in stated if rule.only_if or rule.unless for name in rule.names}
    free = ALLOWED | judged_by_arguments
    known = {name: number for name, number in architecture.numbers.items() if name not in free}
    return known | {f"call {number}": number for number in range(470, 600)}


def outcome(attempt: Callable[[], object]) -> int:
    """Return the errno of the refusal; 0 when it succeeded."""
    try:
        attempt()
    except OSError as error:
        return error.errno or 0
    return 0


if __name__ == "__main__":
    main()
