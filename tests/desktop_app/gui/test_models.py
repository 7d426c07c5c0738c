"""Another model is chosen, loaded, refused and left from the window, with a scripted runner in the place of the children."""

from pathlib import Path

import msgspec
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.warm_engine import EngineNews
from desktop_app.models.model_library import ModelRecord
from desktop_app.runtime_client.values import Answer, Box, ModelInfo, Source, Usage
from desktop_app.settings.store import Settings, SettingsStore
from tests.desktop_app.gui.conftest import Meet
from tests.helpers import finding
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script

SEES = ModelInfo("eye", "0" * 64, "int4", "CPU", can_see=True, max_page_px=100, square_px=64, image_tokens=2306)


def put_model(profile: Path, name: str = "eye") -> None:
    """Let a model be in the library."""
    folder = profile / "models" / name
    (folder / "weights").mkdir(parents=True)
    record = ModelRecord(name, "", "0" * 64, (), (), "2026-01-02T00:00:00+00:00", manifest_sha256="0" * 64)
    (folder / "model.json").write_bytes(msgspec.json.encode(record))


@pytest.fixture
def with_model(meet: Meet, tmp_path: Path) -> Meet:
    """Put somebody who has a model at windows."""
    put_model(tmp_path / "profile")
    return meet


def choose(person: Person, name: str = "eye", precision: str = "auto") -> None:
    """Pick a model from the menu and wait until its engine has been asked for."""
    before = len(person.used)
    person.choose_model(name, precision)
    person.until(lambda: len(person.used) == before + 1)


def tell(person: Person, **news: object) -> None:
    """Let the engine that was asked for last say something."""
    person.hear(EngineNews(person.used[-1], **news))  # type: ignore[arg-type]  # fields of EngineNews


def test_menu_lists_what_there_is(with_model: Meet) -> None:
    """The built-in reader, each imported model in every precision, and the way to another."""
    person = with_model(Script())
    person.until(lambda: len(person.model_menu.actions()) == 4)

    lines = person.model_menu.actions()
    menu = finding.menu_behind(lines[1])
    assert [lines[number].text() for number in (0, 1, 3)] == ["Built-in reader", "eye", "Add a model…"]
    assert lines[0].isChecked()
    assert menu is not None
    assert len(menu.actions()) == 4


def test_choice_swaps_the_engine_and_is_remembered(with_model: Meet, tmp_path: Path) -> None:
    """The engine is told which weights in which precision; the next start finds the same."""
    person = with_model(Script())
    choose(person, precision="int4")
    tell(person, model=SEES)
    person.built.settings.close()

    command = person.used[0]
    saved = SettingsStore(tmp_path / "settings").load()
    assert command.weights is not None
    assert (command.engine, command.weights.name, command.precision) == ("cogvlm2", "weights", "int4")
    assert (saved.model, saved.precision) == ("eye", "int4")
    assert person.model == "eye · int4"


def test_documents_are_prepared_anew_for_another_model(with_model: Meet, tmp_path: Path) -> None:
    """A model wants its own pixels of a page: nothing made for the one before is sent."""
    person = with_model(Script())
    person.open(tmp_path)

    choose(person)
    person.until(lambda: len(person.script.jobs) == 2)

    assert person.script.jobs[1].prepared is None


def test_question_on_its_way_is_asked_of_the_new_model(with_model: Meet, tmp_path: Path) -> None:
    """Who changes the model in the middle of an answer gets one from the new model."""
    person = with_model(Script())
    person.open(tmp_path)
    person.script.hold.clear()
    person.ask("What is the total?")
    person.until(lambda: len(person.script.jobs) == 2)

    choose(person)
    person.script.hold.set()
    person.answered()

    assert [len(job.questions) for job in person.script.jobs] == [0, 1, 0, 1]
    assert person.turns[0].answer == "567.51 EUR"


def test_load_shows_bytes_and_can_be_left(with_model: Meet) -> None:
    """How much of how much; Cancel goes back to the reader."""
    person = with_model(Script())
    choose(person)
    tell(person, done=12_300_000_000, total=39_000_000_000)
    shown = person.load

    person.click("Cancel")
    person.until(lambda: len(person.used) == 2)

    assert shown == "Loading 12.3 of 39.0 GB"
    assert person.used[1].engine == "reader"
    assert not finding.has_button(person.window, "Cancel")
    assert person.model == "Built-in reader"


def test_choosing_what_answers_already_changes_nothing(with_model: Meet, tmp_path: Path) -> None:
    """The same model once more: no load to wait for is shown, and what is known of it stays."""
    person = with_model(Script())
    person.open(tmp_path)
    choose(person)
    tell(person, model=SEES)
    before = (person.load, person.model, person.chips)

    person.choose_model("eye", "auto")

    assert before == (person.load, person.model, person.chips)
    assert before[:2] == ("", "eye · int4")
    menu = finding.menu_behind(person.model_menu.actions()[1])
    assert menu is not None
    assert menu.actions()[0].isChecked()


def test_news_of_an_engine_that_was_left_are_ignored(with_model: Meet) -> None:
    """A late failure of a model that nobody wants any more disturbs nobody."""
    person = with_model(Script())
    choose(person)
    old = person.used[0]
    choose(person, "reader")

    person.hear(EngineNews(old, error=AppError("out_of_memory")))

    assert person.notice == ""


def test_load_that_runs_out_of_memory_offers_4_bit_and_the_reader(with_model: Meet) -> None:
    """One error, two ways out; each does what it says."""
    person = with_model(Script())
    choose(person)
    tell(person, error=AppError("out_of_memory"))
    assert person.notice

    person.click("Load it in 4 bits")
    person.until(lambda: len(person.used) == 2)
    tell(person, error=AppError("out_of_memory"))
    person.click("Use the built-in reader")
    person.until(lambda: len(person.used) == 3)

    assert [(command.engine, command.precision) for command in person.used[1:]] == [
        ("cogvlm2", "int4"),
        ("reader", "auto"),
    ]
    assert person.notice == ""


def test_answer_that_runs_out_of_memory_keeps_the_draft(with_model: Meet, tmp_path: Path) -> None:
    """The words stay while the model changes, and can be sent again."""
    person = with_model(Script(ask_error="out_of_memory"))
    choose(person)
    tell(person, model=SEES)
    person.open(tmp_path)
    person.ask("What is this?")
    person.until(lambda: bool(person.notice))

    person.click("Use the built-in reader")
    person.until(lambda: len(person.used) == 2)

    assert person.draft == "What is this?"


def test_remembered_model_that_is_gone_falls_back_and_says_so(meet: Meet, tmp_path: Path) -> None:
    """A stick that was pulled out is no dead window."""
    SettingsStore(tmp_path / "settings").save(Settings(model="gone", precision="int4"))
    person = meet(Script())

    assert person.notice == "gone cannot be used; the built-in reader answers."
    assert person.model == "Built-in reader"
    person.open(tmp_path)
    person.ask("What is the total?")
    person.answered()


def test_presets_that_need_eyes_come_and_go_with_them(with_model: Meet) -> None:
    """Only a model that sees is offered what only it can answer."""
    person = with_model(Script())
    blind = person.chips
    choose(person)
    tell(person, model=SEES)
    seeing = person.chips
    choose(person, "reader")

    assert set(seeing) - set(blind) == {"ui_review", "technical_diagram", "product_attributes", "medical_notes"}
    assert person.chips == blind


def test_answer_that_was_seen_says_so_without_pointing_at_the_whole_page(with_model: Meet, tmp_path: Path) -> None:
    """Its facts are the basis and the speed, of several pages also which; a medical preset says what it is not for."""
    whole = Source(1, Box(0, 0, 120, 160))
    usage = Usage(prompt_tokens=2400, answer_tokens=21, first_token_s=1.0, total_s=5.0)
    answer = Answer(text="A red circle.", finish="stop", basis="seen", sources=(whole,), usage=usage)
    person = with_model(Script(answer=answer, deltas=("A red circle.",)))
    choose(person)
    tell(person, model=SEES)
    person.open(tmp_path)

    person.choose_preset("medical_notes")
    person.answered()

    (turn,) = person.turns
    assert "seen by the model · 5.0 s" in turn.words
    assert "Not for diagnosis." in turn.words
    assert turn.chips == []
    assert person.outlined == []
    assert person.speed == "5.0 tokens/s"


def test_what_the_model_sees_is_the_very_square(with_model: Meet, tmp_path: Path) -> None:
    """The page is shown in the shape in which it is sent, with what it costs; a part drawn there is the page's."""
    person = with_model(Script(width=120, height=300, square=64))
    choose(person)
    tell(person, model=SEES)
    person.open(tmp_path)
    person.look_as_the_model()
    person.until(lambda: person.picture is not None and person.picture.width == 64)

    picture = person.picture
    assert picture is not None
    assert (picture.levels[0].width(), picture.levels[0].height(), picture.height) == (64, 64, 64)
    assert person.banner == ("Original 120 × 300 → sent 64 × 64 · 1 place hidden · 2306 tokens")
    assert person.warning
    chosen: list[object] = []
    person.built.parts.page.part_chosen.connect(lambda *part: chosen.append(part))
    person.window.page.canvas.part_chosen.emit(Box(16, 16, 32, 32))
    assert chosen == [(1, Box(30, 75, 60, 150))]
