"""Another model is chosen, loaded, refused and left from the window, with a scripted runner in the place of the children."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.models.model_library import ModelRecord
from desktop_app.runtime_client.values import Answer, Box, ModelInfo, Source, Usage
from desktop_app.settings.store import Settings, SettingsStore
from tests.desktop_app.gui.conftest import Build, Built
from tests.desktop_app.gui.test_window import _answered, _ask, _files, _ready, _turns
from tests.helpers.scripted_runner import Script

SEES = ModelInfo("eye", "0" * 64, "int4", "CPU", can_see=True, max_page_px=100, square_px=64, image_tokens=2306)


def put_model(profile: Path, name: str = "eye") -> None:
    """Let a model be in the library."""
    folder = profile / "models" / name
    (folder / "weights").mkdir(parents=True)
    record = ModelRecord(name, "", "0" * 64, (), (), "2026-01-02T00:00:00+00:00", manifest_sha256="0" * 64)
    (folder / "model.json").write_bytes(msgspec.json.encode(record))


@pytest.fixture
def with_model(build: Build, tmp_path: Path) -> Callable[[Script], Built]:
    """Build windows of someone who has a model."""
    put_model(tmp_path / "profile")
    return build


def choose(qtbot: QtBot, built: Built, name: str = "eye", precision: str = "auto") -> None:
    """Pick a model from the menu and wait until its engine has been asked for."""
    before = len(built.used)
    built.window.status.model.model_chosen.emit(name, precision)
    qtbot.waitUntil(lambda: len(built.used) == before + 1)


def tell(qtbot: QtBot, built: Built, **news: object) -> None:
    """Let the engine that was asked for last say something."""
    built.bridge.pass_engine_news(EngineNews(built.used[-1], **news))  # type: ignore[arg-type]  # fields of EngineNews
    qtbot.waitUntil(lambda: not built.bridge._waiting)


def chips(built: Built) -> list[str]:
    """Return the presets that are offered."""
    return [preset.name for chip, preset in built.window.side._chips if not chip.isHidden()]


def press(built: Built, words: str) -> None:
    """Press a button of the notice."""
    buttons = built.window.side.notice.findChildren(QPushButton)
    QTest.mouseClick(next(b for b in buttons if b.text() == words), Qt.MouseButton.LeftButton)


def test_menu_lists_what_there_is(qtbot: QtBot, with_model: Callable[[Script], Built]) -> None:
    """The built-in reader, each imported model in every precision, and the way to another."""
    picker = with_model(Script()).window.status.model
    qtbot.waitUntil(lambda: len(picker._menu.actions()) == 4)

    words = [action.text() for action in picker._menu.actions()]
    menu = picker._menu.actions()[1].menu()
    assert [words[0], words[1], words[3]] == ["Built-in reader", "eye", "Add a model…"]
    assert picker._menu.actions()[0].isChecked()
    assert menu is not None
    assert len(menu.actions()) == 4  # type: ignore[attr-defined]  # PySide types it as QObject


def test_choice_swaps_the_engine_and_is_remembered(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """The engine is told which weights in which precision; the next start finds the same."""
    built = with_model(Script())
    choose(qtbot, built, precision="int4")
    tell(qtbot, built, model=SEES)
    built.settings.close()

    command = built.used[0]
    saved = SettingsStore(tmp_path / "settings").load()
    assert command.weights is not None
    assert (command.engine, command.weights.name, command.precision) == ("cogvlm2", "weights", "int4")
    assert (saved.model, saved.precision) == ("eye", "int4")
    assert built.window.status.model.text() == "eye · int4"


def test_documents_are_prepared_anew_for_another_model(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """A model wants its own pixels of a page: nothing made for the one before is sent."""
    built = with_model(Script())
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))

    choose(qtbot, built)
    qtbot.waitUntil(lambda: len(built.script.jobs) == 2)

    assert built.script.jobs[1].prepared is None


def test_question_on_its_way_is_asked_of_the_new_model(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """Who changes the model in the middle of an answer gets one from the new model."""
    built = with_model(Script())
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    built.script.hold.clear()
    _ask(qtbot, built, "What is the total?")
    qtbot.waitUntil(lambda: len(built.script.jobs) == 2)

    choose(qtbot, built)
    built.script.hold.set()
    _answered(qtbot, built)

    assert [len(job.questions) for job in built.script.jobs] == [0, 1, 0, 1]
    assert _turns(built)[0]._answer.text == "567.51 EUR"


def test_load_shows_bytes_and_can_be_left(qtbot: QtBot, with_model: Callable[[Script], Built]) -> None:
    """How much of how much; Cancel goes back to the reader."""
    built = with_model(Script())
    status = built.window.status
    choose(qtbot, built)
    tell(qtbot, built, done=12_300_000_000, total=39_000_000_000)
    shown = status._load.text()

    QTest.mouseClick(status._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(built.used) == 2)

    assert shown == "Loading 12.3 of 39.0 GB"
    assert built.used[1].engine == "reader"
    assert not status._cancel.isVisible()
    assert status.model.text() == "Built-in reader"


def test_news_of_an_engine_that_was_left_are_ignored(qtbot: QtBot, with_model: Callable[[Script], Built]) -> None:
    """A late failure of a model that nobody wants any more disturbs nobody."""
    built = with_model(Script())
    choose(qtbot, built)
    old = built.used[0]
    choose(qtbot, built, "reader")

    built.bridge.pass_engine_news(EngineNews(old, error=AppError("out_of_memory")))
    qtbot.waitUntil(lambda: not built.bridge._waiting)

    assert not built.window.side.notice.isVisible()


def test_load_that_runs_out_of_memory_offers_4_bit_and_the_reader(
    qtbot: QtBot, with_model: Callable[[Script], Built]
) -> None:
    """One error, two ways out; each does what it says."""
    built = with_model(Script())
    choose(qtbot, built)
    tell(qtbot, built, error=AppError("out_of_memory"))
    assert built.window.side.notice.isVisible()

    press(built, "Load it in 4 bits")
    qtbot.waitUntil(lambda: len(built.used) == 2)
    tell(qtbot, built, error=AppError("out_of_memory"))
    press(built, "Use the built-in reader")
    qtbot.waitUntil(lambda: len(built.used) == 3)

    assert [(command.engine, command.precision) for command in built.used[1:]] == [
        ("cogvlm2", "int4"),
        ("reader", "auto"),
    ]
    assert not built.window.side.notice.isVisible()


def test_answer_that_runs_out_of_memory_keeps_the_draft(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """The words stay while the model changes, and can be sent again."""
    built = with_model(Script(ask_error="out_of_memory"))
    choose(qtbot, built)
    tell(qtbot, built, model=SEES)
    _ready(qtbot, built, *_files(tmp_path, "photo.png"))
    _ask(qtbot, built, "What is this?")
    qtbot.waitUntil(built.window.side.notice.isVisible)

    press(built, "Use the built-in reader")
    qtbot.waitUntil(lambda: len(built.used) == 2)

    assert built.window.side.question.draft == "What is this?"


def test_remembered_model_that_is_gone_falls_back_and_says_so(qtbot: QtBot, build: Build, tmp_path: Path) -> None:
    """A stick that was pulled out is no dead window."""
    SettingsStore(tmp_path / "settings").save(Settings(model="gone", precision="int4"))
    built = build(Script())

    assert built.window.side.notice._what.text() == "gone cannot be used; the built-in reader answers."
    assert built.window.status.model.text() == "Built-in reader"
    _ready(qtbot, built, *_files(tmp_path, "invoice.png"))
    _ask(qtbot, built, "What is the total?")
    _answered(qtbot, built)


def test_presets_that_need_eyes_come_and_go_with_them(qtbot: QtBot, with_model: Callable[[Script], Built]) -> None:
    """Only a model that sees is offered what only it can answer."""
    built = with_model(Script())
    blind = chips(built)
    choose(qtbot, built)
    tell(qtbot, built, model=SEES)
    seeing = chips(built)
    choose(qtbot, built, "reader")

    assert set(seeing) - set(blind) == {"ui_review", "technical_diagram", "product_attributes", "medical_notes"}
    assert chips(built) == blind


def test_answer_that_was_seen_says_so_without_pointing_at_the_whole_page(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """Its facts are the page, the basis and the speed; a medical preset says what it is not for."""
    whole = Source(1, Box(0, 0, 120, 160))
    usage = Usage(prompt_tokens=2400, answer_tokens=21, first_token_s=1.0, total_s=5.0)
    answer = Answer(text="A red circle.", finish="stop", basis="seen", sources=(whole,), usage=usage)
    built = with_model(Script(answer=answer, deltas=("A red circle.",)))
    choose(qtbot, built)
    tell(qtbot, built, model=SEES)
    _ready(qtbot, built, *_files(tmp_path, "photo.png"))

    next(chip for chip, preset in built.window.side._chips if preset.name == "medical_notes").click()
    _answered(qtbot, built)

    texts = [label.text() for label in _turns(built)[0].findChildren(QLabel)]
    sources = [b for b in _turns(built)[0].findChildren(QPushButton) if b.property("kind") == "source"]
    assert "page 1 · seen by the model · 5.0 s" in texts
    assert "Not for diagnosis." in texts
    assert sources == []
    assert built.window.page.canvas._sources == []
    assert built.window.status._speed.text() == "5.0 tokens/s"


def test_what_the_model_sees_is_the_very_square(
    qtbot: QtBot, with_model: Callable[[Script], Built], tmp_path: Path
) -> None:
    """The page is shown in the shape in which it is sent, with what it costs; a part drawn there is the page's."""
    built = with_model(Script(width=120, height=300, square=64))
    choose(qtbot, built)
    tell(qtbot, built, model=SEES)
    _ready(qtbot, built, *_files(tmp_path, "photo.png"))
    canvas = built.window.page.canvas

    QTest.keyClick(built.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: canvas._page._picture is not None and canvas._page._picture.width == 64)

    picture = canvas._page._picture
    assert picture is not None
    assert (picture.levels[0].width(), picture.levels[0].height(), picture.height) == (64, 64, 64)
    assert built.window.page._banner_text.text() == ("Original 120 × 300 → sent 64 × 64 · 1 place hidden · 2306 tokens")
    assert built.window.page._banner_warning.isVisible()
    with qtbot.waitSignal(built.application.controller._parts.page.part_chosen) as chosen:
        canvas.part_chosen.emit(Box(16, 16, 32, 32))
    assert chosen.args == [1, Box(30, 75, 60, 150)]
