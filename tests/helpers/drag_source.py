"""A small window whose files can be dragged out, like a file manager's: `python drag_source.py X Y FILE...`.

Tests start it beside the real window and move the real pointer; nothing of the drag is pretended.
"""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIZE_PX = (220, 120)


class DragSource(QLabel):
    """The window; a press begins the drag."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("\n".join(["Drag me", f"{len(files)} file(s)"]))
        self._files = files
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setFixedSize(*SIZE_PX)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Drag all files."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    application = QApplication([])
    source = DragSource(sys.argv[3:])
    source.move(int(sys.argv[1]), int(sys.argv[2]))
    source.show()
    sys.exit(application.exec())
