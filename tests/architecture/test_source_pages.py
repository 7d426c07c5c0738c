"""A source page cannot be given to an engine: mypy refuses a line that tries, planted beside one that it takes."""

import subprocess
import sys

import pytest

from tests.architecture.tree import PROJECT

PLANTED = """
from desktop_app.jobs.page_store import PageStore
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.engine import Engine
from desktop_app.runtime_client.page_size import PageSize
from desktop_app.runtime_client.values import RedactedPage, SourceView
from model_runtime.protocol import messages


def planted(airlock: Airlock, engine: Engine, store: PageStore, size: PageSize) -> None:
    source_view = airlock.render(1, 1000)
    redacted_page = airlock.redact(1, (), size)
    {line}
"""

TAKEN = (
    'engine.keep("key", redacted_page)',
    'messages.KeepPage(1, "key", redacted_page)',
    'store.get("key", RedactedPage)',
)
REFUSED = (
    'engine.keep("key", source_view)',
    'engine.keep("key", store.get("key", SourceView) or source_view)',
    'messages.KeepPage(1, "key", source_view)',
    "messages.PageRedacted(1, source_view)",
    "RedactedPage(1, source_view.native, source_view)",
)


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Plant every line in a module of its own and return what one run of mypy says to each."""
    folder = tmp_path_factory.mktemp("planted")
    lines = {f"planted_{number}.py": line for number, line in enumerate((*TAKEN, *REFUSED))}
    for name, line in lines.items():
        (folder / name).write_text(PLANTED.format(line=line), encoding="utf-8")
    # no cache: two runs at once may not share one, and what is followed from here is small
    command = [sys.executable, "-m", "mypy", "--config-file", str(PROJECT / "pyproject.toml"), "--no-incremental"]
    ran = subprocess.run(
        [*command, "--no-pretty", "--hide-error-context", *map(str, folder.iterdir())],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode in (0, 1), ran.stdout + ran.stderr
    said = ran.stdout.splitlines()
    return {line: "\n".join(row for row in said if name in row) for name, line in lines.items()}


@pytest.mark.parametrize("line", TAKEN)
def test_a_redacted_page_may_go_to_an_engine(line: str, verdicts: dict[str, str]) -> None:
    """What is refused below is refused for what it is, not for how it is written."""
    assert "" == verdicts[line]


@pytest.mark.parametrize("line", REFUSED)
def test_mypy_refuses_a_source_page_on_its_way_to_an_engine(line: str, verdicts: dict[str, str]) -> None:
    """The complaint is about what is offered, and names it."""
    assert "error: Argument" in verdicts[line]
    assert "SourceView" in verdicts[line]
