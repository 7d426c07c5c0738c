"""Show the controls above the page: zoom, turn, pages, part, redaction, what the model sees."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from desktop_app.gui import controls, wording
from desktop_app.gui.theme import Palette

POLICIES = ("faces", "off")


class PageToolBarView(QFrame):
    """The tool bar of the page.

    Signals:
        zoom_in_asked, zoom_out_asked, fit_asked, turn_asked: one of the buttons was pressed.
        page_step_asked: -1 or 1.
        part_toggled, model_view_toggled: the switch's new state.
        policy_chosen: a redaction policy's stable word.
    """

    zoom_in_asked = Signal()
    zoom_out_asked = Signal()
    fit_asked = Signal()
    turn_asked = Signal()
    page_step_asked = Signal(int)
    part_toggled = Signal(bool)
    model_view_toggled = Signal(bool)
    policy_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageToolBar")
        self.setFixedHeight(44)
        self._zoom_out = controls.icon_button(self.tr("Zoom out"), "minus")
        self._scale = controls.tool_button("100 %", self.tr("Fit to the width (Ctrl+0)"))
        self._zoom_in = controls.icon_button(self.tr("Zoom in"), "plus")
        self._turn = controls.icon_button(self.tr("Turn the view"), "rotate")
        self._previous = controls.icon_button(self.tr("Previous page"), "previous")
        self._page = controls.label()
        self._next = controls.icon_button(self.tr("Next page"), "next")
        self._part = controls.tool_button(
            self.tr("Ask about a part"), self.tr("Draw a rectangle on the page"), is_checkable=True
        )
        self._policy = controls.tool_button("", self.tr("What is hidden before the model sees a page (Ctrl+R)"))
        self._model_view = controls.tool_button(
            self.tr("What the model sees"), self.tr("Show exactly the pixels that are sent (Ctrl+M)"), is_checkable=True
        )
        self._policy_actions = self._make_policy_menu()
        self._lay_out()
        self._connect()
        self.show_pages(1, 1)
        self.show_policy(POLICIES[0])

    def show_scale(self, scale: float) -> None:
        """Show the zoom; 1.0 is 100 %."""
        self._scale.setText(f"{scale * 100:.0f} %")
        self._scale.setAccessibleName(self.tr("Zoom {percent} %").format(percent=f"{scale * 100:.0f}"))

    def show_pages(self, number: int, count: int) -> None:
        """Show which page of how many; one page needs no buttons."""
        for widget in (self._previous, self._page, self._next):
            widget.setVisible(count > 1)
        self._page.setText(f"{number} / {count}")
        self._previous.setEnabled(number > 1)
        self._next.setEnabled(number < count)

    def show_policy(self, policy: str) -> None:
        """Show the redaction policy in force."""
        text = self.tr("Redaction: {policy}").format(policy=wording.policy_name(policy))
        self._policy.setText(text)
        self._policy.setAccessibleName(text)
        for action in self._policy_actions:
            action.setChecked(action.data() == policy)

    def show_model_view(self, *, is_on: bool) -> None:
        """Show whether the page is what the model sees."""
        self._model_view.setChecked(is_on)

    def show_part_mode(self, *, is_on: bool) -> None:
        """Show whether the next drag takes a part."""
        self._part.setChecked(is_on)

    def show_policy_menu(self) -> None:
        """Open the redaction picker."""
        self._policy.showMenu()

    def show_palette(self, palette: Palette) -> None:
        """Take the colours of the look."""
        for widget in (self._zoom_out, self._zoom_in, self._turn, self._previous, self._next):
            controls.tint(widget, palette.ink)
        controls.tint(self._policy, palette.ink)

    def _make_policy_menu(self) -> Sequence[QAction]:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for policy in POLICIES:
            action = menu.addAction(wording.policy_description(policy))
            action.setCheckable(True)
            action.setData(policy)
            group.addAction(action)
        self._policy.setMenu(menu)
        self._policy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        group.triggered.connect(lambda action: self.policy_chosen.emit(action.data()))
        return group.actions()

    def _lay_out(self) -> None:
        self._policy.setProperty("drawing", "down")
        self._policy.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        for widget in (self._zoom_out, self._scale, self._zoom_in, self._turn):
            row.addWidget(widget)
        row.addSpacing(8)
        for part in (self._previous, self._page, self._next):
            row.addWidget(part)
        row.addStretch(1)
        for button in (self._part, self._policy, self._model_view):
            row.addWidget(button)

    def _connect(self) -> None:
        self._zoom_out.clicked.connect(self.zoom_out_asked)
        self._zoom_in.clicked.connect(self.zoom_in_asked)
        self._scale.clicked.connect(self.fit_asked)
        self._turn.clicked.connect(self.turn_asked)
        self._previous.clicked.connect(lambda: self.page_step_asked.emit(-1))
        self._next.clicked.connect(lambda: self.page_step_asked.emit(1))
        self._part.toggled.connect(self.part_toggled)
        self._model_view.toggled.connect(self.model_view_toggled)
