"""A row of the tray paints itself and nothing else."""

from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from desktop_app.conversation.document import Document
from desktop_app.gui.intake.document_delegate import DocumentDelegate
from desktop_app.gui.intake.document_list_model import DocumentListModel

ROW = QRect(0, 200, 236, 64)


def test_marks_piled_upon_a_name_stay_in_its_row(qapp: QApplication) -> None:
    """A file's name cannot write over the names of others."""
    model = DocumentListModel()
    model.add(Document("1", Path("x"), "a" + "\N{COMBINING ACUTE ACCENT}" * 100 + "b.png"))
    image = QImage(ROW.width(), 300, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    before = image.copy()
    option = QStyleOptionViewItem()
    option.rect = ROW
    painter = QPainter(image)
    DocumentDelegate().paint(painter, option, model.index(0))
    painter.end()
    assert image.copy(ROW) != before.copy(ROW)
    above, below = QRect(0, 0, ROW.width(), ROW.top()), QRect(0, ROW.bottom() + 1, ROW.width(), 30)
    assert [image.copy(rest) == before.copy(rest) for rest in (above, below)] == [True, True]
