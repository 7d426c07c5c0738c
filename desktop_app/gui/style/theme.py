"""Hold the two palettes and dress the application in one of them.

Follows the system's light or dark unless the user chose one. Draws nothing itself and loads no icon.
"""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop_app.foundation import resources

TEXT_PX = 13.5
"""Size of running text. Set in points, because style sheets know whole pixels only."""


@dataclass(frozen=True)
class Palette:
    """The colours of one look, as `#rrggbb`.

    Attributes:
        backdrop: what lies behind a page.
        edge: of what one can type in or press: seen where a fine line is not.
        bubble: behind the user's own words and behind quiet controls.
        refused: the one warning colour, for a shield that is down.
    """

    is_dark: bool
    background: str
    panel: str
    ink: str
    quiet: str
    line: str
    edge: str
    accent: str
    accent_wash: str
    source: str
    source_wash: str
    proven: str
    backdrop: str
    bubble: str
    hover: str
    refused: str


LIGHT = Palette(
    is_dark=False,
    background="#f6f5f2",
    panel="#ffffff",
    ink="#1d2126",
    quiet="#5c656d",
    line="#e2dfd8",
    edge="#8a8880",
    accent="#a8501c",
    accent_wash="#f6e7dc",
    source="#0f766e",
    source_wash="#d9f0ed",
    proven="#2f7d4f",
    backdrop="#e7e5e0",
    bubble="#efeeea",
    hover="#ecebe6",
    refused="#b3261e",
)
DARK = Palette(
    is_dark=True,
    background="#17181a",
    panel="#1f2124",
    ink="#e9e7e2",
    quiet="#9aa1a8",
    line="#313438",
    edge="#70757c",
    accent="#f0a35e",
    accent_wash="#3a2a1c",
    source="#5fd0c3",
    source_wash="#173431",
    proven="#7fd39d",
    backdrop="#0f1011",
    bubble="#2a2d31",
    hover="#2a2d31",
    refused="#f2897f",
)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


class Theme(QObject):
    """The look the application wears.

    Signals:
        changed: a `Palette`; views that paint by themselves take it.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._preference = "system"
        self._sheet = Template(resources.text("styles", "window.qss"))
        self.palette = LIGHT
        application.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def prefer(self, preference: str) -> None:
        """Wear `light` or `dark`, or follow the `system`."""
        self._preference = preference
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._application.styleHints().setColorScheme(schemes.get(preference, Qt.ColorScheme.Unknown))
        self._apply()

    def _on_scheme_changed(self) -> None:
        if self._preference == "system":
            self._apply()

    def _apply(self) -> None:
        is_dark = self._preference == "dark" or (
            self._preference == "system" and self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self.palette = DARK if is_dark else LIGHT
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(self._sheet.substitute(asdict(self.palette)))
        self.changed.emit(self.palette)


def dress(application: QApplication) -> Theme:
    """Give the application its style and type, and return the theme that colours it."""
    application.setStyle("Fusion")  # the one style that draws the same sheet on every system
    families = application.font().families()
    font = QFont(["Inter", *families, "Noto Sans CJK SC"])
    font.setPointSizeF(TEXT_PX * 72.0 / 96.0)
    application.setFont(font)
    return Theme(application)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _qt_palette(palette: Palette) -> QPalette:
    """Colour what the style sheet does not reach: native dialogs, tool tips, selections."""
    roles = {
        QPalette.ColorRole.Window: palette.background,
        QPalette.ColorRole.WindowText: palette.ink,
        QPalette.ColorRole.Base: palette.panel,
        QPalette.ColorRole.AlternateBase: palette.background,
        QPalette.ColorRole.Text: palette.ink,
        QPalette.ColorRole.Button: palette.background,
        QPalette.ColorRole.ButtonText: palette.ink,
        QPalette.ColorRole.PlaceholderText: palette.quiet,
        QPalette.ColorRole.Highlight: palette.source,
        QPalette.ColorRole.HighlightedText: palette.panel,
        QPalette.ColorRole.ToolTipBase: palette.panel,
        QPalette.ColorRole.ToolTipText: palette.ink,
        QPalette.ColorRole.Link: palette.accent,
        QPalette.ColorRole.Accent: palette.accent,
    }
    qt_palette = QPalette()
    for role, colour in roles.items():
        qt_palette.setColor(role, QColor(colour))
    disabled = QColor(palette.quiet)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        qt_palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return qt_palette
