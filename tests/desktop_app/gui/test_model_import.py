"""A model is brought in through the window: never without its licences, never half."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.foundation.errors import AppError
from desktop_app.gui.style.theme import Theme
from desktop_app.gui.words import licence_words
from desktop_app.models import model_choice
from desktop_app.models.model_import import NOT_READ, UNKNOWN_LICENCE
from desktop_app.models.weights_check import check_weights
from tests.desktop_app.gui.conftest import Build
from tests.helpers import window
from tests.helpers.adding_a_model import begun, is_over
from tests.helpers.hands import Person
from tests.helpers.scripted_runner import Script
from tests.helpers.shape_pictures import draw, quiz

MINIATURE = Path(__file__).parents[2] / "data" / "miniature"
REAL_WAIT_MS = 300_000
UNSEEN = 1_000_003
"""The number of a picture that the miniature was not trained on."""


def library_files(home: Path) -> list[str]:
    """Return all that is in the library."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def test_every_sentence_about_a_licence_can_be_translated() -> None:
    """What the data say is what the translation tools see."""
    licences = (*model_choice.releases().licences, UNKNOWN_LICENCE)
    sentences = {sentence for licence in licences for sentence in licence.summary}

    assert sentences | {UNKNOWN_LICENCE.title, NOT_READ} == set(licence_words.OURS)


def test_dialog_says_what_models_would_do_on_this_machine(person: Person) -> None:
    """Weights against memory, in numbers, for what is published and for the folder chosen."""
    adding = begun(person, MINIATURE)
    person.until(lambda: bool(adding.known))

    assert "CogVLM2 19B: " in adding.known
    assert "GB" in adding.known
    assert adding.fit.startswith("miniature: fits in full precision, which takes about 4.3 GB of ")
    adding.leave()
    person.until(is_over)


def test_every_licence_must_be_ticked(person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    """A published release shows all its licences with their texts; no key and no button leads past an open one."""
    folder = tmp_path / "cogvlm2-llama3-chat-19B"
    folder.mkdir()
    for path in MINIATURE.iterdir():
        if path.name.startswith(("model", "config", "token")):
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "LICENSE").write_text("Word for word.", encoding="utf-8")
    adding = begun(person, folder)
    adding.come_to_licences(person.until)

    adding.tick()
    adding.accept()
    adding.press_enter()
    qtbot.wait(50)

    assert len(adding.ticks) == 2
    assert adding.licence_texts == ["Word for word."]
    assert not adding.can_accept
    assert library_files(tmp_path / "profile") == []
    adding.leave()
    person.until(is_over)


@pytest.mark.parametrize("keep", ["copy", "reference"])
def test_accepted_model_is_recorded_and_chosen(person: Person, tmp_path: Path, keep: str) -> None:
    """What was accepted, and that it was in the window, is kept; the model answers from then on."""
    adding = begun(person, MINIATURE)
    if keep == "reference":
        adding.use_in_place()
    adding.come_to_licences(person.until)
    adding.tick()
    adding.accept()
    person.until(lambda: len(person.used) == 1)

    record = json.loads((tmp_path / "profile" / "models" / "miniature" / "model.json").read_bytes())
    assert [(item["licence"], item["accepted_in"]) for item in record["acceptances"]] == [("unknown", "window")]
    assert bool(record["source"]) == (keep == "reference")
    assert person.used[0].engine == model_choice.releases().families[0]  # the one that the check names here
    person.until(is_over)


def test_leaving_at_the_licences_leaves_nothing(person: Person, tmp_path: Path) -> None:
    """Not accepting is an answer; the dialog can be opened again at once."""
    adding = begun(person, MINIATURE)
    adding.come_to_licences(person.until)
    adding.leave()
    person.until(is_over)

    again = begun(person, MINIATURE)
    again.come_to_licences(person.until)
    again.leave()
    person.until(is_over)

    assert library_files(tmp_path / "profile") == []
    assert person.used == []


def test_refused_folder_says_why_and_another_can_be_chosen(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    """The first fault, in its sentence, in the same dialog."""

    def refuse(folder: Path, families: tuple[str, ...], stop: threading.Event) -> str:
        raise AppError("model_unsafe_format")

    person = Person(build(Script(), refuse), qtbot.waitUntil)
    adding = begun(person, MINIATURE)
    adding.check()
    person.until(lambda: bool(adding.refusal))

    assert adding.refusal == "The folder holds weights in a format that can run code when it is loaded."
    assert adding.can_check
    assert library_files(tmp_path / "profile") == []
    adding.leave()
    person.until(is_over)


@pytest.fixture
def at_real_window(qtbot: QtBot, look: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Somebody at a window with its real children, who has time."""
    monkeypatch.setenv("INCAMERA_HOME", str(tmp_path / "profile"))
    built = window.with_children(tmp_path / "settings", look, check_weights)
    yield Person(built, lambda is_so: qtbot.waitUntil(is_so, timeout=REAL_WAIT_MS))
    built.close()


@pytest.mark.timeout(400)
def test_imported_model_answers_about_a_picture(at_real_window: Person, tmp_path: Path) -> None:
    """Folder, sandboxed check, licence, load, picture, question, answer: the whole way with real processes."""
    asked = quiz(UNSEEN)
    question, answer = asked.questions[0]
    picture = tmp_path / "shapes.png"
    draw(asked.items).save(picture)
    person = at_real_window
    adding = begun(person, MINIATURE)
    adding.use_in_place()
    adding.come_to_licences(person.until)
    adding.tick()
    adding.accept()
    person.until(lambda: person.model in ("miniature · bf16", "miniature · int4"))

    person.drop(picture)
    person.until(lambda: person.has_page)
    person.ask(question)
    person.answered()

    assert person.turns[0].answer == answer
    person.until(is_over)


@pytest.mark.parametrize(
    ("names", "lacks"),
    [
        ((), "It lacks: config.json, files that end in .safetensors."),
        (("holiday.jpg",), "It lacks: config.json, files that end in .safetensors."),
        (("config.json", "tokenizer.json"), "It lacks: files that end in .safetensors."),
        (("model.safetensors",), "It lacks: config.json."),
    ],
)
def test_a_folder_that_is_no_model_fits_nothing(
    person: Person, tmp_path: Path, names: tuple[str, ...], lacks: str
) -> None:
    """One place says that it is none and what is missing; nothing says that it "fits", and it cannot be checked."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    adding = begun(person, MINIATURE)
    assert adding.fit

    person.built.parts.imports.take_folder(folder)
    person.until(lambda: adding.refusal == "This folder holds no model.")

    assert adding.why == lacks
    assert adding.fit == ""
    assert not adding.can_check
    adding.leave()
    person.until(is_over)


def test_weights_as_pickle_are_refused_by_their_own_words(person: Person, tmp_path: Path) -> None:
    """What is missing is not the point: such files run code."""
    (tmp_path / "pytorch_model.bin").touch()
    (tmp_path / "config.json").touch()
    adding = begun(person, MINIATURE)

    person.built.parts.imports.take_folder(tmp_path)
    person.until(lambda: adding.refusal.startswith("The folder holds weights in a format that can run code"))

    assert adding.fit == ""
    assert not adding.can_check
    adding.leave()
    person.until(is_over)
