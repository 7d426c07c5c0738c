"""A scene of the real window: the hidden copy is pulled out of it with the pointer and dropped on another program."""

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage

from desktop_app.foundation import resources
from desktop_app.settings.store import Language
from tests.end_to_end.player import Player, Script, ended
from tests.helpers import drop_target
from tests.helpers.stage import SOURCE_AT

TARGET = Path(drop_target.__file__)
_CARRIED = "QShapedPixmapWindow"
"""What Qt draws under a pointer that carries something, from when it does."""


def out_of_the_window(player: Player) -> Script:
    """Drop a document, pull its copy out as soon as there is one, and drop it on a program beside the window."""
    window, eyes = player.window, player.eyes
    result = Path(player.scratch.name, "dropped.json")
    yield lambda: window.status.shield.property("level") != "checking"
    yield from player.drop(resources.path("samples", "invoice.png"))
    yield lambda: eyes.are_ready
    target = player.stage.start(sys.executable, TARGET, *map(str, SOURCE_AT), result)
    seen = f"xdotool search --sync --onlyvisible --pid {target.pid} > /dev/null"
    yield from ended(player.stage.start("bash", "-c", seen))
    yield from player.pause(0.5)
    button = window.page.tool_bar.copies
    at = button.mapToGlobal(button.rect().center())
    pull = f"xdotool mousemove {at.x()} {at.y()} sleep 0.2 mousedown 1 sleep 0.2 mousemove_relative -- -10 6 sleep 0.1"
    yield from ended(player.stage.start("bash", "-c", f"{pull} mousemove_relative -- -10 6"))
    yield _is_carrying
    x, y = (start + size // 2 for start, size in zip(SOURCE_AT, drop_target.SIZE_PX, strict=True))
    drop = f"xdotool mousemove {x - 30} {y} sleep 0.3 mousemove {x} {y} sleep 0.4 mouseup 1"
    yield from ended(player.stage.start("bash", "-c", drop))
    yield result.exists
    target.kill()
    target.wait()
    files = {name: QImage.fromData(base64.b64decode(told)) for name, told in json.loads(result.read_text()).items()}
    player.shoot("39-dragged-out", files={name: [file.width(), file.height()] for name, file in files.items()})


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {"drag-out": (out_of_the_window, "en")}


def _is_carrying() -> bool:
    return any(one.metaObject().className() == _CARRIED and one.isVisible() for one in QGuiApplication.allWindows())
