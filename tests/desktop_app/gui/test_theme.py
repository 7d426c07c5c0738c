"""The palettes can be read and the application wears them."""

import dataclasses
from string import Template

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.foundation import resources
from desktop_app.gui.answers.question_view import QuestionView
from desktop_app.gui.page.find_bar_view import FindBarView
from desktop_app.gui.style import theme
from desktop_app.gui.style.theme import DARK, LIGHT, Palette, Theme, contrast

READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text of ordinary size."""

PAIRS = (
    ("ink", "background"),
    ("ink", "panel"),
    ("ink", "bubble"),
    ("ink", "hover"),
    ("ink", "accent_wash"),
    ("quiet", "background"),
    ("quiet", "panel"),
    ("quiet", "bubble"),
    ("quiet", "hover"),
    ("quiet", "accent_wash"),
    ("quiet", "source_wash"),
    ("quiet", "backdrop"),
    ("accent", "background"),
    ("accent", "panel"),
    ("accent", "accent_wash"),
    ("source", "panel"),
    ("source", "source_wash"),
    ("proven", "background"),
    ("proven", "panel"),
    ("refused", "background"),
    ("panel", "accent"),
    ("panel", "source"),
    ("panel", "ink"),
)
"""Text colour and what it stands on, as the style sheet and the painters use them."""


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_stands_out_from_its_ground(palette: Palette, text: str, ground: str) -> None:
    """Text reaches a contrast of 4.5 to 1 in both looks."""
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= READABLE


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["panel", "background"])
def test_what_one_can_type_in_is_seen(palette: Palette, ground: str) -> None:
    """The edge of a field or a button reaches 3 to 1 (WCAG 2.2, 1.4.11), and so does the frame of the focus."""
    assert min(contrast(getattr(palette, edge), getattr(palette, ground)) for edge in ("edge", "accent")) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("view", [FindBarView, QuestionView, QLineEdit])
def test_what_stands_in_an_empty_field_is_read(
    look: Theme, qtbot: QtBot, palette: Palette, view: type[QWidget]
) -> None:
    """It reaches 4.5 to 1, as every other text, and lets nothing of the ground through."""
    look.prefer("dark" if palette.is_dark else "light")
    shown = view()
    qtbot.addWidget(shown)
    shown.show()
    fields = (
        [shown] if isinstance(shown, QLineEdit) else shown.findChildren(QLineEdit) + shown.findChildren(QPlainTextEdit)
    )
    colours = [field.palette().placeholderText().color() for field in fields]

    assert [colour.alpha() for colour in colours] == [255]
    assert contrast(colours[0].name(), palette.panel) >= READABLE
    look.prefer("light")


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", [QRadioButton, QCheckBox])
def test_what_can_be_chosen_is_seen(
    look: Theme, qtbot: QtBot, palette: Palette, kind: type[QRadioButton | QCheckBox]
) -> None:
    """The ring or the box in front of its words reaches 3 to 1, read from pixels."""
    look.prefer("dark" if palette.is_dark else "light")
    shown = kind()
    qtbot.addWidget(shown)
    shown.show()
    drawn = shown.grab().toImage()
    ground = drawn.pixelColor(0, 0).name()
    colours = {drawn.pixelColor(x, drawn.height() // 2).name() for x in range(drawn.width())}
    assert max(contrast(colour, ground) for colour in colours) >= 3.0
    look.prefer("light")


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1, and a colour on itself 1 to 1."""
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert contrast("#a8501c", "#a8501c") == 1.0


def test_style_sheet_uses_only_colours_of_the_palette() -> None:
    """Every name in the style sheet is a colour, and no colour is written into it."""
    sheet = Template(resources.text("styles", "window.qss"))

    filled = sheet.substitute(dataclasses.asdict(LIGHT))

    assert "$" not in filled
    assert "#" not in "".join(line.partition("{")[2] for line in sheet.template.splitlines())


def test_no_state_changes_a_font() -> None:
    """Qt asks for the room of a button's words in its plain state: bold ones would be cut."""
    rules = [rule for rule in resources.text("styles", "window.qss").split("}") if "{" in rule]
    states = [rule for rule in rules if ":" in rule.split("{")[0]]

    assert states
    assert [rule for rule in states if "font" in rule.split("{")[1]] == []


def test_chosen_look_is_worn_at_once(look: Theme, qapp: QApplication) -> None:
    """A chosen look repaints everything and tells the views that paint by themselves."""
    told: list[Palette] = []
    look.changed.connect(told.append)

    look.prefer("dark")
    dark = qapp.palette().window().color().name()
    look.prefer("light")

    assert dark == DARK.background
    assert told == [DARK, LIGHT]
    look.changed.disconnect(told.append)


def test_system_look_is_followed(look: Theme, qapp: QApplication) -> None:
    """Without a choice the look is the system's."""
    look.prefer("system")

    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark

    assert look.palette.is_dark == is_dark
    look.prefer("light")


def test_fonts_are_set_in_fractions_of_a_pixel(look: Theme, qapp: QApplication) -> None:
    """Running text is 13.5 px at 96 dpi."""
    assert round(qapp.font().pointSizeF() * 96 / 72, 2) == theme.TEXT_PX
