"""Say in a sentence each what the organisation has locked, as it stands beside the control that it locks. Locks nothing."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.plain_text import plain
from desktop_app.gui.words import policy_words
from desktop_app.managed.bounds import NOTHING_HIDDEN
from desktop_app.managed.rules import Rules

translate = QCoreApplication.translate


@dataclass(frozen=True)
class LockWords:
    """A sentence for each control that somebody may find locked; empty where it is not.

    Attributes:
        redaction: what is hidden.
        review: that a person looks first.
        models: what answers.
        export: what may be written where.
        audit: that what is done is written down.
        language: which one is spoken.
    """

    redaction: str = ""
    review: str = ""
    models: str = ""
    export: str = ""
    audit: str = ""
    language: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Those that say something."""
        every = (self.redaction, self.review, self.models, self.export, self.audit, self.language)
        return tuple(one for one in every if one)


def lock_words(rules: Rules) -> LockWords:
    """Return what is locked under these rules."""
    return LockWords(_redaction(rules), _review(rules), _models(rules), _export(rules), _audit(rules), _language(rules))


def _redaction(rules: Rules) -> str:
    if rules.redaction.least == NOTHING_HIDDEN:
        return ""
    words = translate("locks", 'Your organisation has decided: what "{policy}" hides is hidden under every policy.')
    return words.format(policy=policy_words.policy_name(rules.redaction.least))


def _review(rules: Rules) -> str:
    words = translate(
        "locks", "Your organisation has decided: a person looks at what is hidden before anything is asked."
    )
    return words if rules.redaction.review else ""


def _models(rules: Rules) -> str:
    if rules.models.allowed is None:
        return ""
    return translate("locks", "Your organisation has decided which models may answer; others are refused.")


def _export(rules: Rules) -> str:
    formats, folders = rules.export.formats, rules.export.folders
    if formats is None and folders is None:
        return ""
    what = ", ".join(formats) if formats is not None else translate("locks", "any format")
    where = ", ".join(folders) if folders is not None else translate("locks", "any folder")
    words = translate("locks", "Your organisation has decided what may be saved: {formats}; and where: {folders}.")
    none = translate("locks", "none")
    return words.format(formats=plain(what or none), folders=plain(where or none))


def _audit(rules: Rules) -> str:
    if rules.audit.mode == "off":
        return ""
    return translate("locks", "Your organisation has what is done written down, without a word of any document.")


def _language(rules: Rules) -> str:
    return translate("locks", "Your organisation has decided on the language.") if rules.interface.language else ""
