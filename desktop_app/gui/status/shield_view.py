"""Show the shield in the status bar, and on a click the list of checks in words."""

import time

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.status.shield import ROLES, Shield, ShieldLevel
from desktop_app.gui.style import controls, icons, theme
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.words import wording
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.values import CheckResult

translate = QCoreApplication.translate

_DRAWINGS = {
    ShieldLevel.CHECKING: "shield",
    ShieldLevel.HELD: "shield-held",
    ShieldLevel.PARTLY: "shield-warn",
    ShieldLevel.REFUSED: "shield-warn",
}


class ShieldView(controls.Button):
    """The shield. `clicked` asks for the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shield")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(16, 16))
        self._palette = theme.LIGHT
        self.show_shield(Shield(ShieldLevel.CHECKING))

    def show_shield(self, shield: Shield) -> None:
        """Show another state."""
        self._shield = shield
        words = headline(shield)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(self.tr("Press for the list of checks"))
        self.setToolTip(self.tr("Show every check in words"))
        self.setProperty("level", shield.level.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show_palette(self._palette)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        self._palette = palette
        colours = {
            ShieldLevel.CHECKING: palette.quiet,
            ShieldLevel.HELD: palette.proven,
            ShieldLevel.PARTLY: palette.accent,
            ShieldLevel.REFUSED: palette.refused,
        }
        self.setIcon(icons.icon(_DRAWINGS[self._shield.level], colours[self._shield.level]))


class ShieldDialog(QDialog):
    """Every check in words.

    Signals:
        export_asked: the user wants the list as a text file.
    """

    export_asked = Signal()

    def __init__(self, shield: Shield, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shield"))
        self.resize(620, 560)
        title = controls.label(headline(shield), is_wrapped=True, name="dialogTitle")
        intro = controls.label(_meaning(shield.level), is_quiet=True, is_wrapped=True)
        export = controls.button(self.tr("Save as text…"))
        export.clicked.connect(self.export_asked)
        close = controls.button(self.tr("Close"), "primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(export)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(intro)
        column.addSpacing(4)
        column.addWidget(self._list(shield), 1)
        column.addLayout(foot)

    def _list(self, shield: Shield) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        row = 0
        for role in ROLES:
            section = controls.label(wording.role_name(role).upper(), name="section")
            section.setContentsMargins(0, 10 if row else 0, 0, 2)
            grid.addWidget(section, row, 0, 1, 2)
            row += 1
            for check in [check for owner, check in shield.checks if owner == role]:
                grid.addWidget(controls.label(wording.check_name(check.check), is_wrapped=True), row, 0)
                mark = controls.label(check_words(check))
                mark.setObjectName("checkHeld" if sandbox_proof.is_held(check) else "checkOpen")
                mark.setToolTip(check.detail)
                grid.addWidget(mark, row, 1)
                row += 1
        grid.setRowStretch(row, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.tr("Checks"))
        area.setWidget(inside)
        return area


def headline(shield: Shield) -> str:
    """Return the shield in one line."""
    at = time.strftime("%H:%M:%S", time.localtime(shield.checked_at)) if shield.checked_at is not None else ""
    match shield.level:
        case ShieldLevel.CHECKING:
            return translate("shield_view", "Checking that the model cannot reach the network…")
        case ShieldLevel.HELD:
            words = translate("shield_view", "Model cannot reach the network · {held} of {of} checked {at}")
        case ShieldLevel.PARTLY:
            words = translate("shield_view", "Not everything is closed · {held} of {of} tests held {at}")
        case ShieldLevel.REFUSED:
            words = translate("shield_view", "The model is not running · {held} of {of} tests held")
    return words.format(held=shield.held, of=shield.of, at=at)


def check_words(check: CheckResult) -> str:
    """Return how one attempt ended."""
    if sandbox_proof.is_held(check):
        return translate("shield_view", "refused, as it must be")
    if check.held:
        return translate("shield_view", "refused, but not enforced here")
    return translate("shield_view", "was possible")


def report(shield: Shield) -> str:
    """Return the list as plain text for a file."""
    lines = ["In Camera", headline(shield), ""]
    for role in ROLES:
        lines.append(wording.role_name(role))
        for owner, check in shield.checks:
            if owner == role:
                lines.append(f"  {wording.check_name(check.check)}: {check_words(check)} ({plain(check.detail)})")
        lines.append("")
    return "\n".join(lines)


def _meaning(level: ShieldLevel) -> str:
    match level:
        case ShieldLevel.CHECKING:
            return translate(
                "shield_view", "Both parts are trying to break out of their sandbox. This takes about a second."
            )
        case ShieldLevel.HELD:
            return translate(
                "shield_view",
                "At start, each part tried the following from inside its sandbox. Every attempt must fail.",
            )
        case ShieldLevel.PARTLY:
            return translate(
                "shield_view", "Some attempts were not refused on this system. What a part could do is marked below."
            )
        case ShieldLevel.REFUSED:
            return translate(
                "shield_view", "A part did not start, or its sandbox could not be proven. Nothing is opened or sent."
            )
