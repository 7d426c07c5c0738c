"""A small window on which files can be dropped, like a file manager's: `python drop_target.py X Y RESULT`.

Tests start it beside the real window and move the real pointer. What was dropped is read at once, as another program would, and
written down as JSON: the name and the bytes of each file, in base64. Nothing of the drag is pretended.
"""

import base64
import json
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

SIZE_PX = (220, 120)


class DropTarget(QLabel):
    """The window; a drop is written down."""

    def __init__(self, result: Path) -> None:
        super().__init__("Drop here")
        self._result = result
        self.setAcceptDrops(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setFixedSize(*SIZE_PX)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files (Qt)."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Write them down (Qt)."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
        told = {file.name: base64.b64encode(file.read_bytes()).decode() for file in files}
        half = self._result.with_suffix(".part")
        half.write_text(json.dumps(told), encoding="utf-8")
        half.rename(self._result)  # whoever waits for it finds it whole
        event.acceptProposedAction()


if __name__ == "__main__":
    application = QApplication([])
    target = DropTarget(Path(sys.argv[3]))
    target.move(int(sys.argv[1]), int(sys.argv[2]))
    target.show()
    sys.exit(application.exec())
