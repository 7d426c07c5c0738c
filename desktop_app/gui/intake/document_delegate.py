"""Paint one row of the tray: thumbnail, name, state."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.conversation.document import Document, DocumentState
from desktop_app.foundation.plain_text import plain
from desktop_app.gui.intake.document_list_model import (
    DOCUMENT_ROLE,
    STANDING_ROLE,
    STUDY_ROLE,
    SUBTITLE_ROLE,
    THUMBNAIL_ROLE,
    Standing,
)
from desktop_app.gui.style import icons, theme

_ROW_PX, _THUMBNAIL = 64, QSize(34, 44)
_CROSS_PX = 18
_STUDY_PX = 28
"""Above the first row of a study, for its name."""


class DocumentDelegate(QStyledItemDelegate):
    """The painter of the tray's rows."""

    palette = theme.LIGHT

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's size (Qt)."""
        return QSize(120, _ROW_PX + (_STUDY_PX if index.data(STUDY_ROLE) else 0))

    def cross_place(self, whole: QRect, direction: Qt.LayoutDirection) -> QRect:
        """Return where the cross is that removes a row, while the pointer is on it."""
        row = whole.adjusted(0, whole.height() - _ROW_PX, 0, 0)
        place = QRect(0, 0, _CROSS_PX, _CROSS_PX)
        place.moveCenter(row.center())
        place.moveRight(row.right() - 8)
        if direction is Qt.LayoutDirection.RightToLeft:
            place.moveLeft(row.left() + 8)
        return place

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row (Qt)."""
        state, row = option.state, option.rect.adjusted(0, option.rect.height() - _ROW_PX, 0, 0)
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        card = QRect(row).adjusted(0, 2, 0, -2)
        painter.save()
        self._paint_study(painter, option.rect, str(index.data(STUDY_ROLE) or ""))
        painter.setClipRect(row, Qt.ClipOperation.IntersectClip)  # marks piled upon a letter of a name reach far up
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, card, state)
        document: Document = index.data(DOCUMENT_ROLE)
        picture = QRect(card.left() + 8, card.top() + 8, _THUMBNAIL.width(), _THUMBNAIL.height())
        words = QRect(picture.right() + 11, card.top() + 8, card.width() - picture.width() - 28, _THUMBNAIL.height())
        cross = self.cross_place(row, option.direction)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_hovered:
            words.setRight(cross.left() - 4)
        if is_mirrored:
            picture.moveRight(card.right() - 8)
            words.moveRight(picture.left() - 11)
        self._paint_thumbnail(painter, picture, index.data(THUMBNAIL_ROLE), document)
        if is_hovered:
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(cross, icons.pixmap("close", self.palette.quiet, _CROSS_PX, ratio))
        self._paint_words(painter, words, (plain(document.name), index.data(SUBTITLE_ROLE)), self._ink(index, state))
        painter.restore()

    def _paint_study(self, painter: QPainter, whole: QRect, words: str) -> None:
        """Write the name of the study that begins here."""
        if not words:
            return
        place = QRect(whole.left() + 8, whole.top(), whole.width() - 16, _STUDY_PX)
        painter.save()
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.89)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.palette.quiet))
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, elided)
        painter.restore()

    def _paint_card(self, painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_selected or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.palette.accent_wash if is_selected else self.palette.hover))
            painter.drawRoundedRect(card, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(QColor(self.palette.accent), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_thumbnail(self, painter: QPainter, place: QRect, image: QImage | None, document: Document) -> None:
        if image is None:
            is_failed = document.state is DocumentState.FAILED
            drawing, colour = ("refused", self.palette.accent) if is_failed else ("document", self.palette.quiet)
            side = 24
            spot = QRect(0, 0, side, side)
            spot.moveCenter(place.center())
            painter.drawPixmap(spot, icons.pixmap(drawing, colour, side, painter.device().devicePixelRatio()))
            return
        size = image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        sheet = QRect(place.topLeft(), size)
        sheet.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet, image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(self.palette.line))
        painter.drawRect(sheet)

    def _ink(self, index: QModelIndex | QPersistentModelIndex, state: QStyle.StateFlag) -> str:
        """Return the colour of the quiet line: what waits for a person, or cannot be read, is not quiet."""
        document: Document = index.data(DOCUMENT_ROLE)
        if index.data(STANDING_ROLE) is Standing.REVIEW or document.state is DocumentState.FAILED:
            return self.palette.accent
        return self.palette.ink if state & QStyle.StateFlag.State_Selected else self.palette.quiet

    def _paint_words(self, painter: QPainter, place: QRect, words: tuple[str, str], ink: str) -> None:
        name, subtitle = words
        upper, lower = QRect(place), QRect(place)
        upper.setBottom(place.center().y())
        lower.setTop(place.center().y() + 1)
        font = QFont(painter.font())
        painter.setFont(font)
        painter.setPen(QColor(self.palette.ink))
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, upper.width())
        painter.drawText(upper, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom, elided)
        font.setPointSizeF(font.pointSizeF() * 0.89)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        elided = painter.fontMetrics().elidedText(subtitle, Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, elided)
