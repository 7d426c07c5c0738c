"""The script for graphics cards is ready to run: every one of its steps runs on the processor, at tiny size."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from tests.gpu import run, steps
from tests.gpu.steps import Card

SCRIPT = Path(run.__file__)
PROCESSOR = Card(torch.device("cpu"), is_true_size=False)


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox's layers are those of Linux")
def test_every_step_holds_in_a_dry_run(tmp_path: Path) -> None:
    """And the rows are written down with what they were measured on."""
    out = tmp_path / "rows.json"
    line = [sys.executable, str(SCRIPT), "--dry-run", "--out", str(out)]
    ran = subprocess.run(line, capture_output=True, text=True, timeout=500, check=False)
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    record = json.loads(out.read_text(encoding="utf-8"))
    assert [True] * len(steps.ALL) == [row["held"] for row in record["rows"]]
    assert ("processor (dry run)", False) == (record["card"], record["true_size"])


def test_a_step_that_fails_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    """With its error; one that would begin too late is left out."""

    def wrong(_card: Card) -> steps.Measured:
        raise AssertionError("no")

    row = run.row_of(wrong, PROCESSOR, time.monotonic())
    assert (False, {"error": "AssertionError: no"}) == (row.held, row.measured)
    assert "no" in capsys.readouterr().err
    assert run.row_of(wrong, PROCESSOR, time.monotonic() - run.LIMIT_S - 1).held is None


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
def test_without_a_card_it_says_so() -> None:
    """And that there is a dry run."""
    ran = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=120, check=False)
    assert 1 == ran.returncode
    assert "--dry-run" in ran.stderr


def test_a_card_that_fails_leaves_an_engine_that_answers() -> None:
    """The step itself notices when nothing fails."""
    assert {"tokens_after": 4} == steps.out_of_memory_is_survived(PROCESSOR)


def test_layers_wait_in_the_host_s_memory() -> None:
    """The step itself notices where none does."""
    assert {"tokens": 8} == steps.layers_that_wait_in_the_host_say_the_same(PROCESSOR)
