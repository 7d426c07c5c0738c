"""The window begins on the screen it is on, all of it, and where it was left."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication

from desktop_app.gui.style import screen_place
from desktop_app.settings.store import Settings, SettingsStore
from tests.desktop_app.gui.conftest import Build
from tests.helpers import screens
from tests.helpers.scripted_runner import Script

LEAST = QSize(900, 600)
LAPTOP, DESK = QRect(0, 0, 1280, 680), QRect(1280, 0, 2560, 1400)

BEGUN = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop_app.gui.style import theme
from tests.helpers import window
from tests.helpers.scripted_runner import Script

application = QApplication([])
built = window.scripted(Script(), Path(sys.argv[1]), theme.dress(application))

def tell():
    seen = built.window
    room = seen.screen().availableGeometry()
    place = seen.frameGeometry()
    zones = [zone.width() for zone in (seen.tray, seen.start, seen.side)]
    print(json.dumps([room.contains(place), place.width(), place.height(), zones]))
    built.close()
    application.exit(0)

QTimer.singleShot(0, tell)
application.exec()
"""


@pytest.mark.parametrize("name", screens.SMALL)
def test_all_of_a_first_window_is_on_a_small_screen(tmp_path: Path, name: str) -> None:
    """The whole frame, with all three zones in it."""
    environment = os.environ | {"QT_QPA_PLATFORM": screens.platform(name), "INCAMERA_HOME": str(tmp_path)}
    line = [sys.executable, "-c", BEGUN, str(tmp_path / "settings")]
    ran = subprocess.run(line, capture_output=True, text=True, env=environment, check=True)
    is_within, width, height, zones = json.loads(ran.stdout)

    assert is_within
    assert (width >= 900, height >= 600) == (True, True)
    assert sum(zones) <= width
    assert min(zones) >= 180


@pytest.mark.parametrize(
    ("wanted", "rooms", "expected"),
    [
        (QRect(100, 100, 1000, 620), [DESK], QRect(1284, 100, 1000, 620)),  # its screen is gone
        (QRect(1400, 100, 1280, 800), [LAPTOP, DESK], QRect(1400, 100, 1280, 800)),  # it is where it was
        (QRect(0, 0, 1280, 800), [LAPTOP], QRect(4, 36, 1272, 640)),  # larger than the screen
        (QRect(2000, 900, 1280, 800), [LAPTOP, DESK], QRect(2000, 596, 1280, 800)),  # its foot is below the screen
        (QRect(0, 0, 1280, 800), [QRect(0, 0, 800, 560)], QRect(4, 36, 900, 600)),  # no smaller than it can be
        (QRect(-4000, -4000, 1000, 700), [LAPTOP, DESK], QRect(4, 36, 1000, 640)),  # nowhere: the first screen
    ],
)
def test_a_place_is_moved_and_shrunk_into_a_screen(wanted: QRect, rooms: list[QRect], expected: QRect) -> None:
    """No further than needed."""
    assert screen_place.within(wanted, rooms, LEAST) == expected


def test_without_a_screen_it_stays() -> None:
    """There is nothing to be seen anyway."""
    assert screen_place.within(QRect(1, 2, 3, 4), [], LEAST) == QRect(1, 2, 3, 4)


def test_place_and_zones_and_a_hidden_tray_are_found_again(build: Build, tmp_path: Path) -> None:
    """As they were when the window was closed; the tray comes back as wide as it was."""
    first = build(Script())
    first.window.setGeometry(60, 70, 1200, 700)
    first.window.show_zones((260, 500, 440))
    widths = first.window.zone_widths_px
    first.window.toggle_tray()
    first.window.close()
    first.settings.close()

    again = build(Script()).window

    assert again.geometry() == QRect(60, 70, 1200, 700)
    assert not again.tray.isVisible()
    again.toggle_tray()
    assert again.tray.isVisible()
    assert abs(again.tray.width() - widths[0]) <= 2


def test_a_place_that_no_screen_has_any_more_is_not_believed(build: Build, tmp_path: Path) -> None:
    """The settings may come from a larger desk, or be nonsense."""
    SettingsStore(tmp_path / "settings").save(Settings(geometry="bm9uc2Vuc2U=", splitter=(1, 2)))

    window = build(Script()).window

    assert window.screen().availableGeometry().contains(window.frameGeometry())


@pytest.mark.parametrize("answers_px", [400, 330])
def test_zones_come_back_as_wide_as_they_were_with_the_documents_hidden(build: Build, answers_px: int) -> None:
    """The answers are as wide as they were left, at the next start and when the documents are shown again."""
    first = build(Script())
    first.window.setGeometry(62, 62, 1200, 700)
    first.window.show_zones((260, 576, 362))
    first.window.toggle_tray()
    QApplication.processEvents()
    first.window.show_zones((0, 1199 - answers_px, answers_px))
    first.window.close()
    first.settings.close()

    second = build(Script())
    QApplication.processEvents()
    hidden = second.window.side.width()
    second.window.toggle_tray()
    QApplication.processEvents()

    assert (hidden, second.window.tray.width(), second.window.side.width()) == (answers_px, 260, answers_px)
