"""Watched by strace through a whole analysis, the children reach for no network, write nowhere, read nothing private.

What the self-test tries on purpose happens before `Ready` and must have failed; from `Ready` on nothing is even tried.
"""

import os
import pwd
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.end_to_end.program import PROJECT, installed
from tests.end_to_end.strace import CHANGING, NETWORK, OPENING, STARTING, Call, ChildTrace, Trace, traced

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")

INTERNET = re.compile(r"\bAF_INET6?\b")
TO_WRITE = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND)\b")
THREAD = "CLONE_THREAD"
NO_FILE = re.compile(r"/dev/null|/proc/\d+/(setgroups|[ug]id_map|task/\d+/comm)")
"""May be written anywhere: nothing stays there. A process maps its user, and names its threads, by writing to its own /proc."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder that holds nothing but one document."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def trace(home: Path, receipt: Path, tmp_path_factory: pytest.TempPathFactory) -> Trace:
    """Ask about the document and return what was seen."""
    document = shutil.copy(receipt, home)
    code, seen = traced(
        installed(home), tmp_path_factory.mktemp("trace"), "analyze", document, "--ask", "What is the total?"
    )
    assert 0 == code
    return seen


def test_the_trace_sees_what_happens(trace: Trace, home: Path) -> None:
    """Both children were watched at work: the desktop opened the document, each child its network, the self-test tried."""
    assert {"airlock", "engine"} == {child.role for child in trace.children}
    assert 2 == len(trace.children)
    assert any(call.path == str(home / "receipt.png") for call in opened(trace.calls))
    for child in trace.children:
        assert any(call.path.endswith(".onnx") for call in opened(child.after_ready))
        assert 4 <= len(
            [call for call in child.before_ready if call.name == "socket" and INTERNET.search(call.arguments)]
        )


def test_nothing_reaches_for_the_internet(trace: Trace) -> None:
    """No process, desktop included, ever gets an internet socket, or connects or sends to such an address."""
    calls = [call for call in trace.calls if call.name in NETWORK and INTERNET.search(call.arguments)]
    assert [] == [call for call in calls if call.succeeded or call.name != "socket"]


def test_children_do_not_even_try_after_the_self_test(trace: Trace) -> None:
    """From `Ready` on no child makes any call of the network, to whatever family."""
    assert [] == [call for child in trace.children for call in child.after_ready if call.name in NETWORK]


def test_children_write_only_to_their_scratch_folder(trace: Trace) -> None:
    """No file outside is opened for writing, made, renamed or removed."""
    assert [] == [call for child in trace.children for call in child.calls if writes_outside(call, child)]


def test_children_read_nothing_of_the_home_folder(trace: Trace, home: Path) -> None:
    """Below a home folder children open the Python environment and the project, never the document or anything else."""
    homes = {home, Path(pwd.getpwuid(os.getuid()).pw_dir)}
    ours = {PROJECT, *(Path(name).resolve() for name in (sys.prefix, sys.base_prefix))}
    paths = {Path(call.path) for child in trace.children for call in opened(child.calls)}
    private = {path for path in paths if is_below(path, homes) and not is_below(path, ours)}
    assert set() == private


def test_children_start_no_program(trace: Trace) -> None:
    """Each child runs threads of its own and never another process."""
    started = [call for child in trace.children for call in child.calls if call.name in STARTING and call.succeeded]
    assert [] == [call for call in started if THREAD not in call.arguments]


def opened(calls: tuple[Call, ...]) -> list[Call]:
    """Return the calls that opened a file."""
    return [call for call in calls if call.name in OPENING and call.succeeded]


def writes_outside(call: Call, child: ChildTrace) -> bool:
    """Tell whether a call changed, or could now change, a file outside the child's scratch folder."""
    if not call.succeeded:
        return False
    if call.name in CHANGING:
        return not child.scratch or f'"{child.scratch}/' not in call.arguments
    if call.name not in OPENING or not (call.name == "creat" or TO_WRITE.search(call.arguments)):
        return False
    is_scratch = bool(child.scratch) and is_below(Path(call.path), {Path(child.scratch)})
    return not is_scratch and NO_FILE.fullmatch(call.path) is None


def is_below(path: Path, folders: set[Path]) -> bool:
    """Tell whether `path` is one of `folders` or lies in one."""
    return any(path.is_relative_to(folder) for folder in folders)
