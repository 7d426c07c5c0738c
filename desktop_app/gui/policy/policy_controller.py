"""Decide under which redaction policy pages are prepared, and show it wherever it can be chosen.

Knows the policies' words and texts; what they mean is judged in the airlock.
"""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Signal

from desktop_app.gui.conversation.documents_controller import DocumentsController
from desktop_app.gui.notices.notice_controller import NoticeController
from desktop_app.gui.policy.policy_picker_view import PolicyPickerView
from desktop_app.gui.settings_controller import SettingsController
from desktop_app.settings import own_policies
from desktop_app.settings.own_policies import OwnPolicy

STRICTEST = "all-text"
"""Takes the place of a policy of the user's own that is no longer there: rather too much is hidden than too little."""


class PolicyController(QObject):
    """The policy in force.

    Signals:
        shown: the word of the policy in force, for whoever says more about it than the pickers.
    """

    shown = Signal(str)

    def __init__(
        self,
        documents: DocumentsController,
        settings: SettingsController,
        pickers: Sequence[PolicyPickerView],
        own: Sequence[OwnPolicy],
    ) -> None:
        super().__init__()
        self._documents = documents
        self._settings = settings
        self._pickers = pickers
        self._own = {policy.word: policy for policy in own}
        for picker in pickers:
            picker.show_own_policies(tuple(self._own))
            picker.policy_chosen.connect(self.choose)

    def show(self) -> None:
        """Show the policy in force, wherever it is shown."""
        word = self._settings.settings.policy
        self._show(word if self._is_there(word) else STRICTEST)

    def choose(self, word: str) -> None:
        """Prepare every page under another policy from now on, and remember it."""
        self._show(word)
        self._documents.set_policy(text_of(word, tuple(self._own.values())))
        self._settings.change(msgspec.structs.replace(self._settings.settings, policy=word))

    def tell_what_is_gone(self, notices: NoticeController) -> None:
        """Say that the policy that was chosen last is no longer there, and what is used instead."""
        word = self._settings.settings.policy
        if not self._is_there(word):
            notices.show_missing_policy(own_policies.name_of(word))

    def _is_there(self, word: str) -> bool:
        return not own_policies.is_own(word) or word in self._own

    def _show(self, word: str) -> None:
        for picker in self._pickers:
            picker.show_policy(word)
        self.shown.emit(word)


def text_of(word: str, own: Sequence[OwnPolicy]) -> str:
    """Return what the airlock is given for a policy: the name of one of ours, or the text of the user's own."""
    if not own_policies.is_own(word):
        return word
    return next((policy.text for policy in own if policy.word == word), STRICTEST)
