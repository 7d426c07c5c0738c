"""Be the real kiosk with somebody in front of it who tries everything once; started by tests only, on a screen of theirs.

Tells each thing that a picture should be taken of as a line of JSON, and waits until `FOLDER/NAME.done` is there. Ends the
kiosk with the PIN. `TOP` is the folder of the organisation's files; what lies in `FOLDER/media` is plugged in.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from desktop_app import __main__
from desktop_app.gui.kiosk import kiosk_app
from desktop_app.gui.kiosk.kiosk_app import Kiosk, Works
from desktop_app.gui.kiosk.kiosk_window import KioskPage
from desktop_app.kiosk import drives
from desktop_app.kiosk.drives import Drive
from desktop_app.managed import policy_files
from tests.helpers.kiosk import PIN, BuiltKiosk, Place
from tests.helpers.visitor import Visitor
from tests.helpers.ways_out import WAYS_OUT

PATIENCE_S = 300.0


class Tour:
    """Somebody who tries everything once."""

    def __init__(self, visitor: Visitor, folder: Path) -> None:
        self._visitor = visitor
        self._folder = folder

    def walk(self) -> None:
        """Walk through the kiosk from its beginning to its end."""
        visitor, window = self._visitor, self._visitor.window
        _until(lambda: window.width() == window.screen().size().width())
        # One row more than the screen: cage 0.1 loses frames where what is shown fits a headless screen exactly.
        window.resize(window.width(), window.screen().size().height() + 1)
        _until(lambda: visitor.button("Touch to begin").isEnabled() and " · " in visitor.words)
        self._picture("1-attract")
        for key, keys in WAYS_OUT:
            visitor.press(key, keys)
        QTest.mouseClick(visitor.button("Touch to begin"), Qt.MouseButton.RightButton)
        window.close()
        self._picture("2-still-there")
        visitor.touch("Touch to begin")
        (self._folder / "stick").rename(self._folder / "media" / "WARD STICK")
        _until(lambda: bool(visitor.listed))
        self._picture("3-drive")
        visitor.take(visitor.listed[0])
        _until(lambda: visitor.button("Good, go on").isEnabled())
        time.sleep(0.5)
        self._picture("4-review")
        visitor.accept()
        visitor.touch("Invoice fields")
        _until(lambda: visitor.is_answered)
        self._picture("5-answer")
        visitor.touch("Ask in your own words")
        self._picture("6-keyboard")
        visitor.built.kiosk.parts.idle.hurry()
        self._picture("7-countdown")
        _until(lambda: visitor.page is KioskPage.ATTRACT)
        self._picture("8-reset")
        visitor.touch("For staff: leave the kiosk")
        visitor.enter_pin("000000")
        _until(lambda: "This is not the PIN." in visitor.words)
        self._picture("9-pin")
        visitor.enter_pin(PIN)
        _until(lambda: "kiosk.idle_s" in visitor.words)
        self._picture("A-admin")
        visitor.touch("Leave the kiosk")

    def _picture(self, name: str) -> None:
        """Let what is on the screen be drawn, tell of it, and wait until its picture has been taken."""
        self._visitor.window.update()
        end = time.monotonic() + 1.5
        _until(lambda: time.monotonic() > end)
        told = {"name": name, "page": self._visitor.page.name, "words": self._visitor.words}
        os.write(1, json.dumps(told).encode() + b"\n")
        _until((self._folder / f"{name}.done").exists)


def main(top: str, folder: str) -> None:
    """Run the program itself, on a machine that this folder stands for."""
    place = Path(top)
    policy_files.system_place = lambda: policy_files.Place(place / "policies", place, os.getuid())
    media = Path(folder) / "media"
    drives.drives = lambda *_: tuple(Drive(path) for path in sorted(media.iterdir()))
    build = kiosk_app.build

    def watched(works: Works, *parts: object) -> Kiosk:
        kiosk = build(works, *parts)  # type: ignore[arg-type]  # as the program passes them
        built = BuiltKiosk(kiosk, parts[0], Place(), works.store, lambda: None)  # type: ignore[arg-type]
        tour = Tour(Visitor(built, lambda is_so, **_: _until(is_so)), Path(folder))
        QTimer.singleShot(500, kiosk.window, lambda kept=tour: kept.walk())  # which keeps it: Qt itself would not
        return kiosk

    kiosk_app.build = watched  # type: ignore[assignment]
    sys.argv = ["incamera", "kiosk"]
    __main__.main()


def _until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end:
            os.write(2, b"tour: this never came\n")
            os._exit(9)
        loop = (
            QEventLoop()
        )  # which waits as the program itself does: only then Qt sends what it has drawn to the compositor
        QTimer.singleShot(20, loop.quit)
        loop.exec()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
