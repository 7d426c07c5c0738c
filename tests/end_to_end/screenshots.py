"""Take pictures of the real window in its states: `python tests/end_to_end/screenshots.py [FOLDER]`.

Opens a screen of its own (Xvfb), starts the real program with its real children, drags real files onto it with the
pointer, types with the keyboard, and saves what is on the screen. Prints one line of facts a picture, as JSON.
Needs the Debian packages xvfb, openbox, xdotool, and fonts-noto-cjk for the Chinese pictures.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QLabel

from desktop_app.foundation import resources
from desktop_app.foundation.paths import user_paths
from desktop_app.gui import app
from desktop_app.settings.presets import preset_named
from desktop_app.settings.store import Language, Settings, SettingsStore
from tests.end_to_end import drag_scene, film_scenes, review_scenes, series_scenes
from tests.end_to_end.player import Player, Script, ended
from tests.helpers import finding
from tests.helpers.adding_a_model import AddingAModel
from tests.helpers.eyes import Eyes
from tests.helpers.shape_pictures import draw, quiz
from tests.helpers.stage import NEEDED, stage

MINIATURE = Path(__file__).resolve().parents[1] / "data" / "miniature"
UNSEEN = 1_000_003  # the number of a picture that the miniature was not trained on

QUESTION = "What is the total?"


def main() -> int:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the real window in its states.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/screenshots"))
    parser.add_argument("--scene", choices=sorted(SCENES), help="only this one, on the screen that DISPLAY names")
    words = parser.parse_args()
    if words.scene is not None:
        return play(words.scene, words.folder.resolve())
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        print(f"Not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    words.folder.mkdir(parents=True, exist_ok=True)
    left_out = {"main"} if find_spec("torch") else {"main", "model"}  # `english` plays `main`; `model` needs torch
    for scene in (scene for scene in SCENES if scene not in left_out):
        with stage() as screen, tempfile.TemporaryDirectory() as home:
            environment = screen.environment | {"INCAMERA_HOME": home}
            line = [sys.executable, __file__, str(words.folder.resolve()), "--scene", scene]
            code = subprocess.run(line, env=environment, check=False).returncode
            if code:
                return code
    return 0


def play(scene: str, folder: Path) -> int:
    """Start the real program and play one scene in it; every scene must come to its end."""
    script, language = SCENES[scene]
    store = SettingsStore(user_paths().settings)
    store.save(Settings(theme="light", language=language))
    player = Player(folder, script)
    QTimer.singleShot(0, player.begin)
    app.run_window([])
    return 0 if player.is_done else 1


def main_job(player: Player) -> Script:
    """Start, drop, ask."""
    window, eyes = player.window, player.eyes
    yield lambda: window.status.shield.property("level") != "checking"
    yield from player.pause(0.5)
    player.shoot("01-start", shield=window.status.shield.text())
    yield from player.drop(resources.path("samples", "invoice.png"))
    yield lambda: eyes.has_page
    yield lambda: "opening" not in "".join(eyes.subtitles)
    player.shoot("02-dropped", document=eyes.subtitles[0])
    yield from player.ask(QUESTION)
    yield lambda: bool(eyes.answers)
    yield from player.pause(0.5)
    player.shoot(
        "03-answer",
        question=QUESTION,
        answers=eyes.answers,
        lit=lit_box(eyes),
        shield=window.status.shield.text(),
    )


def in_english(player: Player) -> Script:
    """The main job, then everything that can be looked at, in light and dark."""
    window, eyes = player.window, player.eyes
    yield from main_job(player)
    yield from player.ask("What is the due date?")
    yield lambda: len(eyes.answers) > 1
    yield from player.ask("Why is the sky blue?")
    yield lambda: not eyes.is_answering
    yield from player.pause(0.5)
    player.shoot("04-answers", answers=eyes.answers)
    yield from player.press("ctrl+m")
    yield from player.pause(0.5)
    player.shoot("05-what-the-model-sees", banner=eyes.banner)
    yield from player.press("ctrl+m")
    window.status.shield.click()
    yield from player.pause(0.6)
    player.shoot("06-shield", checks=len(finding.dialog(QDialog).findChildren(QLabel, "checkHeld")))
    finding.dialog(QDialog).accept()
    finding.button(window.side, preset_named("invoice_fields").title).click()
    yield lambda: not eyes.is_answering
    yield from player.pause(0.6)
    player.shoot("07-fields")
    yield from player.press("F1")
    player.shoot("08-keys")
    finding.dialog(QDialog).accept()
    window.header.settings_asked.emit()
    yield from player.pause(0.5)
    finding.dialog(QDialog).findChildren(QComboBox)[0].setCurrentIndex(2)
    finding.dialog(QDialog).accept()
    yield from player.pause(0.5)
    player.shoot("09-dark")
    yield from player.press("ctrl+n")
    player.shoot("10-dark-start")


def when_things_go_wrong(player: Player) -> Script:
    """A hostile file alone, then among good ones, on a small screen."""
    window, eyes = player.window, player.eyes
    window.resize(1280, 720)
    with tempfile.TemporaryDirectory() as folder:
        good = resources.path("samples", "invoice.png")
        damaged, text, empty = Path(folder, "scan-0417.png"), Path(folder, "notes.pdf"), Path(folder, "empty.jpg")
        damaged.write_bytes(good.read_bytes()[:9000])
        text.write_text("This is no PDF, whatever its name says.\n", encoding="utf-8")
        empty.write_bytes(b"")
        yield lambda: window.status.shield.property("level") != "checking"
        yield from player.drop(damaged)
        yield lambda: bool(eyes.notice)
        yield from player.pause(0.4)
        player.shoot("11-hostile-file", notice=eyes.notice)
        yield from player.press("ctrl+n")
        copies = [Path(folder, name) for name in ("invoice-march.png", "invoice-april.png")]
        for copy in copies:
            shutil.copy(good, copy)
        yield from player.drop(copies[0], damaged, text, copies[1], empty)
        yield lambda: "3" in eyes.notice
        yield from player.pause(0.6)
        player.shoot("12-partial-refusal", notice=eyes.notice)
        finding.button(window.side.notice, "Continue without these").click()
        yield from player.ask(QUESTION)
        yield lambda: bool(eyes.answers)
        yield from player.pause(0.5)
        player.shoot("13-1280x720", answers=eyes.answers, size=[window.width(), window.height()])


def in_chinese(player: Player) -> Script:
    """Start and answer in Simplified Chinese."""
    window, eyes = player.window, player.eyes
    yield lambda: window.status.shield.property("level") != "checking"
    yield from player.pause(0.4)
    player.shoot("14-chinese-start", shield=window.status.shield.text())
    yield from player.drop(resources.path("samples", "invoice.png"))
    yield from player.ask(QUESTION)
    yield lambda: bool(eyes.answers)
    yield from player.pause(0.5)
    player.shoot("15-chinese-answer", answers=eyes.answers)
    window.status.shield.click()
    yield from player.pause(0.6)
    player.shoot("16-chinese-shield")
    finding.dialog(QDialog).accept()


def with_a_model(player: Player) -> Script:
    """Add a model through its licences, ask it about a picture, and see what it sees."""
    window, eyes = player.window, player.eyes
    with tempfile.TemporaryDirectory() as folder:
        weights, picture = Path(folder, "cogvlm2-llama3-chat-19b-small"), Path(folder, "shapes.png")
        shutil.copytree(MINIATURE, weights)
        asked = quiz(UNSEEN)
        draw(asked.items).resize((840, 630)).save(picture)
        yield lambda: window.status.shield.property("level") == "held"
        window.status.model.add_asked.emit()
        yield from player.pause(0.8)
        choose = finding.button(finding.dialog(QDialog), "Choose a folder…")
        yield from player.click_at(choose.mapToGlobal(QPoint(20, 12)))
        yield lambda: any(isinstance(widget, QFileDialog) for widget in QApplication.topLevelWidgets())
        yield from player.pause(0.8)
        yield from ended(player.stage.type(str(weights)))
        yield from ended(player.stage.press("Return"))
        models = AddingAModel()
        yield lambda: models.can_check
        player.shoot("17-folder-of-a-model", fit=models.fit)
        models.check()
        yield lambda: bool(models.ticks)
        yield from player.pause(0.5)
        player.shoot("18-licences", ticks=len(models.ticks), can_go_on=models.can_accept)
        for box in models.ticks:
            box.click()
        models.accept()
        yield lambda: "·" in eyes.model
        yield from player.drop(picture)
        yield from player.ask(asked.questions[0][0])
        yield lambda: bool(eyes.answers)
        yield from player.pause(0.6)
        player.shoot("19-seen", question=asked.questions[0][0], answers=eyes.answers)
        yield from player.press("ctrl+m")
        yield from player.pause(0.5)
        player.shoot("20-the-very-square", banner=eyes.banner)


SCENES: dict[str, tuple[Callable[[Player], Script], Language]] = {
    "main": (main_job, "en"),
    "english": (in_english, "en"),
    "wrong": (when_things_go_wrong, "en"),
    "chinese": (in_chinese, "zh_CN"),
    "model": (with_a_model, "en"),
    **review_scenes.SCENES,
    **drag_scene.SCENES,
    **film_scenes.SCENES,
    **series_scenes.SCENES,
}


def lit_box(eyes: Eyes) -> list[int]:
    """Return the first outlined source as left, top, width, height."""
    return [number for box in eyes.outlined[:1] for number in (box.left, box.top, box.width, box.height)]


if __name__ == "__main__":
    sys.exit(main())
