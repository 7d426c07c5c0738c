"""Say hostile words through every outlet that can be reached without a person: window, terminal, clipboard, lists.

The window runs in a process of its own, off the screen. The kernel watches the picture that the words name.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import msgspec

from desktop_app.cli import doctor, models
from desktop_app.foundation.machine import Machine
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.models.model_import import UNKNOWN_LICENCE, LicenceText
from desktop_app.models.model_library import Acceptance, ModelRecord
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus
from desktop_app.runtime_client.values import CheckResult, ModelInfo, SandboxReport
from tests.adversarial.row import Row, Size
from tests.helpers.hostile_words import with_paths

PROJECT = Path(__file__).resolve().parents[2]
DRIVING = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


def rows(size: Size) -> Iterator[Row]:
    """Every character that acts, in a line and in a text; every hostile word in the lists of the terminal and the window."""
    yield _characters(size)
    yield _lists("doctor and models drive the terminal")
    yield from _window()


def _characters(size: Size) -> Row:
    codes = range(0x110000) if size is Size.FULL else (*range(0x3000), *range(0xD800, 0xE000), *range(0xE0000, 0xE0100))
    names = []
    for code in codes:
        for made in (plain(f"a{chr(code)}b"), plain_lines(f"a{chr(code)}b")):
            with contextlib.suppress(UnicodeEncodeError):
                made.encode()
                if not any(char in DRIVING or char in TURNING for char in made):
                    continue
            names.append(f"U+{code:04X}")
    return Row("a character drives a terminal or turns a line", 2 * len(codes), len(names), tuple(names[:20]))


def _lists(check: str) -> Row:
    words, names = with_paths(Path("/tmp")), []
    for word in words:
        for outlet, say in (("doctor", _doctor), ("models list", _model_list), ("licences", _licences)):
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                say(word)
            if any(char in DRIVING or char in TURNING for char in said.getvalue()):
                names.append(f"{outlet}: {word[:30]!a}")
    return Row(check, 3 * len(words), len(names), tuple(names))


def _doctor(word: str) -> None:
    checks = (CheckResult(word, held=False, enforced=True, detail=word),)
    status = ChildStatus("engine", ChildState.READY, SandboxReport(word, (word,), checks), 1.0)
    info = ModelInfo(word, word, word, word, can_see=False, max_page_px=1)
    doctor._print(doctor.Findings((status,), Machine("processor", 2, 1, "", "system"), info, 0.1, None))


def _model_list(word: str) -> None:
    accepted = (Acceptance(word, "", word, word),)
    record = ModelRecord(word, word, word, (), accepted, word, source=word)
    library = mock.Mock(**{"records.return_value": (record,)})
    with mock.patch("desktop_app.models.model_choice.library", return_value=library):
        models.list_models(Namespace())


def _licences(word: str) -> None:
    licence = msgspec.structs.replace(UNKNOWN_LICENCE, title=word, url=word, summary=(word,))
    models._accepted((LicenceText(licence, word),), is_accepted=True)


def _window() -> Iterator[Row]:
    """Run this very file: a window needs a process that has no other, and ends with it."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(PROJECT)}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, folder]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, cwd=PROJECT)
    if ran.returncode:
        yield Row("the window obeys hostile words", 1, 1, (ran.stderr[-400:],))
        return
    found = json.loads(ran.stdout.splitlines()[-1])
    yield Row("the window opens a picture that a word names", found["tips"] + found["states"], found["opened"])
    faults = tuple(found["faults"])
    yield Row("an outlet of the window takes words for markup", found["states"], len(faults), faults[:20])


def _in_a_window(folder: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from desktop_app.gui.style import theme
    from tests.helpers import hostile_window, window, word_outlets
    from tests.helpers.hands import Person
    from tests.helpers.opened_files import watched

    application = QApplication([])
    os.environ["INCAMERA_HOME"] = str(folder / "profile")
    brought = folder / "brought along"
    brought.mkdir()
    os.chdir(brought)
    picture = hostile_window.lay_out(brought, folder / "profile")
    built = window.scripted(hostile_window.script(brought), folder / "settings", theme.dress(application))

    def until(is_so: Callable[[], bool]) -> None:
        while not is_so():  # the parent bounds the time
            application.processEvents()

    states, tips, opened, faults = 0, 0, 0, set[str]()
    with watched(picture) as watch:
        for state in hostile_window.states(Person(built, until), brought):
            application.processEvents()
            states += 1
            faults |= {f"{state}: {fault}" for fault in word_outlets.faults()}
            tips += word_outlets.show_all_tips()
            opened += watch.was_touched
    built.close()
    print(json.dumps({"states": states, "tips": tips, "opened": opened, "faults": sorted(faults)}))


if __name__ == "__main__":
    _in_a_window(Path(sys.argv[1]))
