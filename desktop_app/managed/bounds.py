"""Hold what somebody wants against what the organisation allows. Raises, and changes nothing.

Who calls: `jobs` for everything that is asked and copied, and whoever writes answers for a person to take along.
"""

from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.managed.rules import Rules

NOTHING_HIDDEN = "off"
READER = "reader"


def check_export(rules: Rules, path: Path) -> None:
    """Refuse a file that may not be written for a person. Raises AppError export_not_allowed."""
    formats, folders = rules.export.formats, rules.export.folders
    if formats is not None and path.suffix.lower().lstrip(".") not in formats:
        raise AppError("export_not_allowed")
    if folders is not None:
        place = path.resolve()  # where it will really be, through links and `..`
        if not any(place.is_relative_to(Path(folder).resolve()) for folder in folders):
            raise AppError("export_not_allowed")


def check_model(rules: Rules, *, is_built_in: bool, manifest_sha256: str) -> None:
    """Refuse a model that is not on the list. Raises AppError model_not_allowed."""
    allowed = rules.models.allowed
    if allowed is not None and (READER if is_built_in else manifest_sha256) not in allowed:
        raise AppError("model_not_allowed")


def check_operator(rules: Rules, operator: str | None) -> None:
    """Refuse what can be undone where something must be hidden. Raises AppError operator_not_allowed."""
    if operator not in (None, "fill") and rules.redaction.least != NOTHING_HIDDEN:
        raise AppError("operator_not_allowed")


def check_waiver(rules: Rules, *, allows_unreviewed: bool) -> None:
    """Refuse to waive the review that the organisation wants. Raises AppError review_not_waived."""
    if allows_unreviewed and rules.redaction.review:
        raise AppError("review_not_waived")
