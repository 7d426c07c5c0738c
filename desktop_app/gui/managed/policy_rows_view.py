"""Show what the organisation has decided: a line a key, with its value and the file that says so. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.style import controls
from desktop_app.managed.listing import Row

translate = QCoreApplication.translate


class PolicyRowsView(QScrollArea):
    """The list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("What your organisation has decided"))
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        self.setWidget(self._inside)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these keys, and no others any more."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(rows):
            name = controls.label(row.name, is_quiet=row.file is None)
            value = controls.label(value_words(row.value), is_wrapped=True, name="policyValue")
            source = controls.label(source_words(row), is_quiet=True, is_wrapped=True)
            for column, label in enumerate((name, value, source)):
                self._grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
        self._grid.setRowStretch(len(rows), 1)


def value_words(value: str) -> str:
    """Return a value of JSON as people read it."""
    known = {
        "true": translate("policy_rows", "yes"),
        "false": translate("policy_rows", "no"),
        "null": translate("policy_rows", "no limit"),
        '""': translate("policy_rows", "none"),
        "[]": translate("policy_rows", "none"),
        '"set"': translate("policy_rows", "set"),
    }
    if value in known:
        return known[value]
    return plain(value.strip("[]").replace('"', ""))


def source_words(row: Row) -> str:
    """Return where a value comes from, and what it was preferred to."""
    if row.file is None:
        return translate("policy_rows", "not decided: default")
    file = plain(str(row.file))
    if row.is_recommended:
        file = translate("policy_rows", "recommended: {file}").format(file=file)
    if not row.overrides:
        return file
    words = translate("policy_rows", "{file}, instead of {others}")
    return words.format(file=file, others=", ".join(plain(str(one)) for one in row.overrides))
