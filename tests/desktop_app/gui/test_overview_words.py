"""What the built-in reader says of a page is said in the user's language, and what stands on the page is left alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop_app.conversation.document import Question, Turn, TurnState
from desktop_app.foundation import resources
from desktop_app.gui.words import overview_words, wording
from desktop_app.runtime_client.values import Answer
from model_runtime.engines.reader import overview as reader_overview
from tests.helpers.placed_pages import PlacedRow, ask, placed_page

TABLE: list[PlacedRow] = [
    (200 + 40 * row, (80, f"Gasket {row}"), (600, f"{row}"), (900, f"{row}0.00")) for row in range(1, 5)
]
COMPILER = Path(__file__).resolve().parents[3] / "installer" / "translations.py"
PAGES: dict[str, list[PlacedRow]] = {
    "invoice": [(60, (80, "Invoice 4711")), *TABLE, (400, (80, "Total"), (900, "100.00"))],
    "text": [(60 + 40 * row, (80, "There once was a page that said nothing of note")) for row in range(12)],
    "blank": [],
}


@pytest.fixture
def chinese(qapp: QCoreApplication, tmp_path: Path) -> Iterator[None]:
    """Speak Chinese, as it is compiled from what is translated."""
    name = "in_camera_zh_CN.ts"
    (tmp_path / name).write_bytes(resources.path("translations", name).read_bytes())
    subprocess.run([sys.executable, str(COMPILER), str(tmp_path)], check=True, capture_output=True)
    translator = QTranslator()
    assert translator.load(QLocale("zh_CN"), "in_camera", "_", str(tmp_path))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def _shown(answer: Answer) -> str:
    """Return an answer as the window words it."""
    return wording.answer_text(Turn("1", "d", Question("q"), state=TurnState.DONE, answer=answer))


def _summary(page: str) -> Answer:
    told = ask(placed_page(PAGES[page]), "Describe this.")
    return Answer(f"{told.text}\nCode: HTTP\nFaces: 2.\nTable: 1 row, 1 column.", "stop", "summary")


def test_every_kind_of_page_has_words() -> None:
    """They are the reader's own sentences."""
    assert set(overview_words.KINDS) == set(reader_overview.KIND_SENTENCES.values())


@pytest.mark.parametrize("page", PAGES)
def test_english_stays_as_it_was_said(page: str) -> None:
    """Not a letter is changed."""
    assert _shown(_summary(page)) == _summary(page).text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("chinese")
def test_no_english_is_left(page: str) -> None:
    """Each line is in Chinese, but for the page's own words and for fields, which the table beside it shows."""
    given = _summary(page)
    said = _shown(given)
    pairs = list(zip(given.text.split("\n"), said.split("\n"), strict=True))
    fields = [f"{field.name}: {field.value}" for field in ask(placed_page(PAGES[page]), "Describe this.").fields]
    assert [line for line, shown in pairs if line == shown] == fields
    assert said.endswith("代码：HTTP\n人脸：2。\n表格：1 行，1 列。")


@pytest.mark.usefixtures("chinese")
def test_what_is_counted_is_named() -> None:
    """With the reader's own numbers, and the words of the page as they stand there."""
    said = _shown(_summary("text")).split("\n")
    assert said[:2] == ["一页文字。", "文字：12 行。"]
    assert said[2].startswith("开头是：There once was")
