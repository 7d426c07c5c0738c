"""`models fit` says, before anything is loaded, how a model could run here, and loading does as it says."""

import io
import threading
from pathlib import Path

import pytest

from desktop_app.cli import analyze, models
from desktop_app.cli.arguments import parser
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobOptions
from desktop_app.models import fit_plans
from desktop_app.runtime_client.values import Plan
from tests.helpers.tiny_families import folders
from tests.helpers.write_tiny_checkpoint import write_tiny_checkpoint

FULL = Plan("bf16", "card", 20_000_000_000, 8_000_000_000, fits=False)
SMALL = Plan("int4", "card", 7_000_000_000, 8_000_000_000, fits=True)
LENT = Plan("bf16", "card_and_host", 21_000_000_000, 40_000_000_000, fits=True)


@pytest.fixture(autouse=True)
def _profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("family", ["cogvlm2", "llava"])
def test_a_folder_is_counted_by_the_child_that_would_load_it(tmp_path: Path, family: str) -> None:
    """A tiny network fits as it is; there is no graphics card in a test."""
    folder = tmp_path / "folder"
    if family == "cogvlm2":
        write_tiny_checkpoint(folder)
    else:
        folder.symlink_to(folders.tiny(family))
    found = fit_plans.fit_plans(str(folder), threading.Event())
    assert [("bf16", "host"), ("int8", "host"), ("int4", "host")] == [(one.precision, one.place) for one in found.plans]
    assert "bf16" == found.precision
    assert found.plans[0].needed_bytes > found.plans[2].needed_bytes > 0


def test_every_way_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With what it needs, what is there, and which one loading takes."""
    told = fit_plans.FitPlans("A model", (FULL, SMALL, LENT), "int4")
    monkeypatch.setattr(models, "fit_plans", lambda _name, _stop: told)
    assert 0 == models.fit(parser().parse_args(["models", "fit", "one"]))
    assert capsys.readouterr().out == (
        "A model, for a question about a page of A4 (at least 1 GB must stay free beside it):\n"
        "  full precision on one graphics card: needs 20.0 GB, 8.0 GB are free: does not fit\n"
        "  4 bits         on one graphics card: needs 7.0 GB, 8.0 GB are free: fits\n"
        "  full precision on a graphics card; layers that do not fit there stay in the computer's memory (slow): "
        "needs 21.0 GB, 40.0 GB are free: fits\n"
        "Loading takes 4 bits by itself; --precision says otherwise.\n"
    )


def test_an_engine_may_know_no_plan(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Then nothing is claimed of what loading would do."""
    monkeypatch.setattr(models, "fit_plans", lambda _name, _stop: fit_plans.FitPlans("A model", (), "bf16"))
    assert 0 == models.fit(parser().parse_args(["models", "fit", "one"]))
    assert "A model: its engine does not say what it needs.\n" == capsys.readouterr().out


def test_what_fits_in_no_way_is_an_error_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code is the one for memory."""
    monkeypatch.setattr(models, "fit_plans", lambda _name, _stop: fit_plans.FitPlans("A model", (FULL,), "none"))
    with pytest.raises(AppError) as raised:
        models.fit(parser().parse_args(["models", "fit", "one"]))
    assert "out_of_memory" == raised.value.code


def test_what_is_not_there_is_missing() -> None:
    """Neither imported nor a folder."""
    with pytest.raises(AppError) as raised:
        fit_plans.fit_plans("nowhere", threading.Event())
    assert "model_missing" == raised.value.code


@pytest.mark.parametrize(
    ("precision", "way"),
    [
        ("fp32", "Try --precision bf16"),
        ("bf16", "Try --precision int8"),
        ("int8", "Try --precision int4"),
        ("auto", "Try --precision int4"),
        ("int4", "Without --model, the built-in reader answers"),
    ],
)
def test_running_out_of_memory_offers_the_next_smaller_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], precision: str, way: str
) -> None:
    """And says how to see what fits."""

    class Exhausted:
        def run(self, *_arguments: object) -> None:
            raise AppError("out_of_memory")

    line = ["analyze", str(tmp_path / "page.png"), "--model", "one", "--precision", precision]
    job = Job("1", tmp_path / "page.png", ("What?",), JobOptions())
    error = analyze._analyze(job, Exhausted(), parser().parse_args(line), io.StringIO())  # type: ignore[arg-type]
    assert error is not None
    assert 5 == error.fault
    assert capsys.readouterr().err.endswith(f"  {way}; `incamera models fit one` says what fits.\n")
