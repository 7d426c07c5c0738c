"""Put the zones together and take what is dropped on them. Shows and tells; decides nothing."""

import base64
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.gui.answers.side_view import SideView
from desktop_app.gui.intake.document_list_model import DocumentListModel
from desktop_app.gui.intake.file_gatherer import local_files
from desktop_app.gui.intake.start_view import StartView
from desktop_app.gui.intake.tray_view import TrayView
from desktop_app.gui.notices.toast_view import ToastView
from desktop_app.gui.page.page_view import PageView
from desktop_app.gui.page.text_layer import TextLayer
from desktop_app.gui.review.region_layer import RegionLayer
from desktop_app.gui.review.review_panel_view import ReviewPanelView
from desktop_app.gui.status.header_view import HeaderView
from desktop_app.gui.status.status_view import StatusView
from desktop_app.gui.style import icons, screen_place, tab_order
from desktop_app.gui.style.theme import Palette
from desktop_app.gui.style.zone_splitter import ZoneSplitter
from desktop_app.gui.timeline.film_views import FilmViews
from desktop_app.settings.presets import Preset

ZONE_WIDTHS_PX = (236, 680, 364)


class MainWindow(QMainWindow):
    """The window.

    Attributes:
        header, tray, start, page, films, side, review, status, toast: its parts, shown through their own methods.
        regions, text: the boxes over the page's canvas while it is reviewed, and its words.

    Signals:
        files_dropped: a `QMimeData` with local files or a picture.
        closed: the window is going away; settings can be read from it for the last time.
    """

    files_dropped = Signal(object)
    closed = Signal()

    def __init__(self, documents: DocumentListModel, presets: Sequence[Preset]) -> None:
        super().__init__()
        self.setWindowTitle("In Camera")  # never a file's name: a title is seen by every program on the screen
        self.setWindowIcon(icons.window_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 600)
        self.resize(1280, 800)
        self.header = HeaderView()
        self.tray = TrayView(documents)
        self.start = StartView()
        self.page = PageView()
        self.regions = RegionLayer(self.page.canvas)
        self.films = FilmViews(self.page, self.regions)
        self.text = TextLayer(self.page.canvas)
        self.side = SideView(presets)
        self.review = ReviewPanelView()
        self.status = StatusView()
        self.toast = ToastView(self)
        self._centre = QStackedWidget()
        self._centre.addWidget(self.start)
        self._centre.addWidget(self.page)
        self._right = QStackedWidget()
        self._right.addWidget(self.side)
        self._right.addWidget(self.review)
        self._right.addWidget(self.films.review)
        self._splitter = ZoneSplitter()
        self._tray_width_px = ZONE_WIDTHS_PX[0]
        self._lay_out()

    def show_start(self, *, is_empty: bool) -> None:
        """Show the large drop target, or the page."""
        self._centre.setCurrentWidget(self.start if is_empty else self.page)
        self.toast.stand_over(self.side.answers if is_empty else self._centre)  # where there is room: a start has none
        self.tray.drop.setVisible(not is_empty)

    def show_review(self, *, is_on: bool, is_of_film: bool = False) -> None:
        """Show the review in the place of questions and answers, or those again; a notice is seen in either."""
        panel = self.films.review if is_of_film else self.review
        (self.page if is_on else self.side).take_notice(self.side.notice)  # a small review has no room for one
        self._right.setCurrentWidget(panel if is_on else self.side)

    def toggle_tray(self) -> None:
        """Show or hide the documents."""
        self.show_tray(is_on=self.tray.isHidden())

    def show_tray(self, *, is_on: bool) -> None:
        """Show the documents, as wide as they were, or hide them."""
        if is_on == self.tray.isHidden():
            widths = self.zone_widths_px
            self.tray.setVisible(is_on)
            self._splitter.setSizes(list(widths))

    def toggle_full_screen(self) -> None:
        """Fill the screen, or not."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        zones = (self.header, self.tray, self.start, self.page, self.regions, self.side, self.review, self.toast)
        for part in (*zones, self.films, self.status.shield, self.status.model, self._splitter):
            part.show_palette(palette)

    def show_geometry(self, geometry: str, zone_widths_px: Sequence[int]) -> None:
        """Take the place and zone widths of the last run, as far as the screens of today allow; nonsense is ignored by Qt."""
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        if len(zone_widths_px) == len(ZONE_WIDTHS_PX):
            self.show_zones(zone_widths_px)
        if not self.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            first, screens = self.screen(), QGuiApplication.screens()
            rooms = [one.availableGeometry() for one in sorted(screens, key=lambda one: one is not first)]
            self.setGeometry(screen_place.within(self.geometry(), rooms, self.minimumSize()))

    def show_zones(self, widths_px: Sequence[int]) -> None:
        """Give the three zones these widths."""
        self._tray_width_px = widths_px[0] or self._tray_width_px
        self._splitter.setSizes(list(widths_px))

    @property
    def geometry_text(self) -> str:
        """The window's place, as text for the settings."""
        return base64.b64encode(self.saveGeometry().data()).decode()

    @property
    def zone_widths_px(self) -> tuple[int, ...]:
        """The widths of the three zones; of a hidden tray that which it will have again, out of the centre's."""
        tray, centre, right = self._splitter.sizes()
        if self.tray.isVisible():
            self._tray_width_px = tray
        elif self.isVisible():  # then the centre has its room: all three as they are would be wider than the window
            centre -= self._tray_width_px + self._splitter.handleWidth()
        return self._tray_width_px, max(centre, 0), right

    def focusNextPrevChild(self, is_forward: bool) -> bool:
        """Lead from the question to what answers it, to the foot, then from the top of the window to the page (Qt)."""
        side, status = self.side, self.status
        asked = (side.question, *side.answers.newest_first, self.review, self.films.review)
        around = (status.shield, status.model, status, self.header, self.tray, self.page.tool_bar, self.page.find_bar)
        zones = (*asked, *around, self.start, self.page, self.toast, *self._splitter.borders, side)
        return tab_order.go(self, zones, is_forward=is_forward) or super().focusNextPrevChild(is_forward)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and pictures (Qt)."""
        if _is_welcome(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._show_hot(is_hot=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Calm down (Qt)."""
        self._show_hot(is_hot=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass on what was dropped (Qt)."""
        self._show_hot(is_hot=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.files_dropped.emit(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell before going (Qt)."""
        self.closed.emit()
        super().closeEvent(event)

    def _show_hot(self, *, is_hot: bool) -> None:
        self.start.drop.show_hot(is_hot=is_hot)
        self.tray.drop.show_hot(is_hot=is_hot)

    def _lay_out(self) -> None:
        for zone in (self.tray, self._centre, self._right):
            self._splitter.addWidget(zone)
        self._splitter.name_borders((self.tr("Width of the documents"), self.tr("Width of the answers")))
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(list(ZONE_WIDTHS_PX))
        self.tray.setMinimumWidth(180)
        self._centre.setMinimumWidth(320)
        self._right.setMinimumWidth(300)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.status)
        self.setCentralWidget(inside)
        self.show_start(is_empty=True)
        for hidden in self.page.findChildren(QWidget):
            hidden.ensurePolished()  # now, so that the first page does not wait for the style sheet


def _is_welcome(mime: QMimeData) -> bool:
    return bool(local_files(mime)) or mime.hasImage()
