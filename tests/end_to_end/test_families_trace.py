"""Watched by strace through an import and a question, a family of transformers reaches for no network and writes nowhere."""

import os
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.program import installed
from tests.end_to_end.strace import NETWORK, STARTING, Trace, traced
from tests.end_to_end.test_sandbox_trace import INTERNET, THREAD, opened, writes_outside
from tests.helpers.tiny_families import folders

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.fixture(scope="module")
def traces(receipt: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Trace, Trace]:
    """Import a folder, then ask about a document, and return what was seen of each."""
    home = tmp_path_factory.mktemp("home")
    document = shutil.copy(receipt, home)
    source = home / "weights"
    shutil.copytree(folders.tiny("qwen3_vl"), source)
    program = installed(home)
    seen = []
    for words in (
        ("models", "import", source, "--name", "tiny", "--accept-licences"),
        ("analyze", document, "--model", "tiny", "--ask", "What is the total?", "--redact", "off", "--max-tokens", "4"),
    ):
        code, trace = traced(program, tmp_path_factory.mktemp("trace"), *words)
        assert 0 == code
        seen.append(trace)
    return seen[0], seen[1]


def test_the_trace_sees_the_weights_read(traces: tuple[Trace, Trace]) -> None:
    """By the process that judges, and by the one that answers; the libraries are read there, too."""
    for trace in traces:
        children = [child for child in trace.children if child.role == "engine"]
        read = {os.path.basename(call.path) for child in children for call in opened(child.after_ready)}
        assert {"model.safetensors", "config.json", "tokenizer.json", "modeling_qwen3_vl.py"} <= read


def test_nothing_reaches_for_the_internet(traces: tuple[Trace, Trace]) -> None:
    """No process ever gets an internet socket; children do not even try once they have shown that they cannot."""
    for trace in traces:
        calls = [call for call in trace.calls if call.name in NETWORK and INTERNET.search(call.arguments)]
        assert [] == [call for call in calls if call.succeeded or call.name != "socket"]
        assert [] == [call for child in trace.children for call in child.after_ready if call.name in NETWORK]


def test_children_write_only_to_their_scratch_folder(traces: tuple[Trace, Trace]) -> None:
    """No cache of a library, no lock, no file of bytecode: nothing outside is made, opened for writing or removed."""
    for trace in traces:
        assert [] == [call for child in trace.children for call in child.calls if writes_outside(call, child)]


def test_children_start_no_program(traces: tuple[Trace, Trace]) -> None:
    """Threads, and nothing else."""
    for trace in traces:
        started = [call for child in trace.children for call in child.calls if call.name in STARTING and call.succeeded]
        assert [] == [call for call in started if THREAD not in call.arguments]
