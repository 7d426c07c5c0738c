"""Ask for files with the system's dialog, in which nothing can be deleted or renamed. Opens none.

Where the system has no dialog, Qt's own takes its place. It puts a file's name into its questions without asking
whether it is markup; the one question that we need is asked here, without a name.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.gui.style import controls

translate = QCoreApplication.translate

_READ_ONLY = QFileDialog.Option.ReadOnly


def files_to_open(parent: QWidget, title: str, folder: str, filters: Sequence[str]) -> list[Path]:
    """Return the files that were chosen; none when nobody chose.

    Args:
        parent: what the dialog opens over.
        title: of the dialog.
        folder: where to look first, if it is still there.
        filters: what to list, the first one first, as Qt writes them: `Pictures (*.png *.jpg)`.
    """
    first = folder if os.path.isdir(folder) else ""
    options = _READ_ONLY | QFileDialog.Option.HideNameFilterDetails
    names, _ = QFileDialog.getOpenFileNames(parent, title, first, ";;".join(filters), options=options)
    return [Path(name) for name in names]


def folder_to_open(parent: QWidget | None, title: str) -> Path | None:
    """Return the folder that was chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, title, options=_READ_ONLY | QFileDialog.Option.ShowDirsOnly)
    return Path(chosen) if chosen else None


def file_to_write(parent: QWidget, title: str, name: str, kinds: Mapping[str, str] | None = None) -> Path | None:
    """Return the place that was chosen for a file proposed as `name`; one that is taken only when a person agrees.

    `kinds` names what there is to choose from, by suffix: a name without one of those gets that of the chosen kind.
    """
    options = _READ_ONLY | QFileDialog.Option.DontConfirmOverwrite
    filters = {f"{words} (*{suffix})": suffix for suffix, words in (kinds or {}).items()}
    chosen, kind = QFileDialog.getSaveFileName(parent, title, name, ";;".join(filters), options=options)
    if not chosen:
        return None
    path = Path(chosen)
    if kinds and path.suffix.lower() not in kinds:
        path = path.with_name(path.name + filters.get(kind, next(iter(kinds))))
    question = translate("file_dialogs", "There is a file of that name already. Replace it?")
    return path if not os.path.exists(path) or controls.is_agreed(parent, title, question) else None
