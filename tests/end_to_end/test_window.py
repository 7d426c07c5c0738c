"""The real window on a real screen: a file is dragged onto it, a question typed, and the answer is there to be seen."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop_app.foundation import resources
from desktop_app.gui.style.theme import LIGHT
from tests.helpers.stage import NEEDED, stage

SCRIPT = Path(__file__).with_name("screenshots.py")
LIMIT_S = 590

needs_screen = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason=f"needs {', '.join(NEEDED)} (Debian packages)"
)


def _play(scene: str, folder: Path, home: Path) -> dict[str, dict[str, object]]:
    """Play a scene in the real program on a screen of its own and return the facts of its pictures by name."""
    with stage() as screen:
        environment = screen.environment | {"INCAMERA_HOME": str(home)}
        line = [sys.executable, str(SCRIPT), str(folder), "--scene", scene]
        ran = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    facts = [json.loads(line) for line in ran.stdout.splitlines()]
    return {str(fact["picture"]): fact for fact in facts}


@pytest.mark.display
@needs_screen
@pytest.mark.timeout(LIMIT_S + 10)
def test_dragged_file_and_typed_question_show_an_answer_with_its_place(tmp_path: Path) -> None:
    """The main job with real children, pointer and keyboard; the lit source is found in the picture of the screen."""
    shown = _play("main", tmp_path, tmp_path / "home")["03-answer"]

    picture = QImage(str(tmp_path / "03-answer.png"))
    source = sum(
        picture.pixelColor(x, y).name() == LIGHT.source
        for x in range(240, 900)
        for y in range(80, picture.height() - 40)
    )
    assert shown["answers"] == ["567.51 EUR"]
    assert shown["lit"] == pytest.approx([950, 1158, 179, 34], abs=12)
    assert str(shown["shield"]).startswith("Model cannot reach the network")
    assert source > 200


@pytest.mark.display
@needs_screen
@pytest.mark.timeout(LIMIT_S + 10)
def test_hidden_copy_is_dragged_out_onto_another_program(tmp_path: Path) -> None:
    """With the pointer; the other program gets a whole picture under its own name, as large as the source."""
    shown = _play("drag-out", tmp_path, tmp_path / "home")["39-dragged-out"]
    source = QImage(str(resources.path("samples", "invoice.png")))
    assert shown["files"] == {"invoice (hidden).png": [source.width(), source.height()]}


@pytest.mark.display
@needs_screen
def test_window_leaves_nothing_running_when_it_closes(tmp_path: Path) -> None:
    """A window that was only opened and closed takes both children with it."""
    with stage() as screen:
        environment = screen.environment | {"INCAMERA_HOME": str(tmp_path)}
        window = subprocess.Popen([sys.executable, "-m", "desktop_app"], env=environment)
        found = screen.start(
            "xdotool", "search", "--sync", "--onlyvisible", "--name", "^In Camera$", "windowfocus", "--sync"
        )
        found.wait(300)
        screen.press("ctrl+q").wait(300)
        code = window.wait(300)
        left = [pid for pid in os.listdir("/proc") if pid.isdigit() and _parent_argument(pid) == str(window.pid)]

    assert (code, left) == (0, [])


def _parent_argument(pid: str) -> str:
    """Return what a child's command line names as its parent."""
    try:
        words = Path("/proc", pid, "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return ""
    return words[words.index("--parent") + 1] if "--parent" in words else ""


@pytest.mark.display
@needs_screen
@pytest.mark.timeout(LIMIT_S + 10)
def test_a_dropped_series_is_windowed_listed_hidden_as_one_and_marked(tmp_path: Path) -> None:
    """With real children, pointer and keyboard: one box over all slices, and on page and answer what it is not for."""
    shown = _play("series", tmp_path, tmp_path / "home")
    series, answer = shown["61-series"], shown["66-series-answer"]
    assert (series["names"], series["place"]) == (["CT 3"], "Slice 1 of 4")
    mark = "Not for diagnosis\nA face can be rebuilt from these slices."
    assert (series["study"], series["mark"]) == ("Head, after a fall · 2026-03-01", mark)
    assert shown["62-series-window"]["window"] == "Window: by hand"
    assert ["Patient's Name", "Testperson^Tilda", "emptied"] in shown["63-series-header"]["tags"]  # type: ignore[operator]  # a list
    assert "Testperson" not in str(answer["answers"])
    assert "kVp" in str(answer["answers"])
    assert "Not for diagnosis" in str(answer["said"])
    assert any(str(one).startswith("CT 3, slice ") for one in answer["sources"])  # type: ignore[attr-defined]  # a list
