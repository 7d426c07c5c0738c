"""Gather what an administrator wants to know of a kiosk, from those who know it. Decides nothing; may touch the disk."""

from PySide6.QtCore import QCoreApplication

from desktop_app.foundation.errors import AppError
from desktop_app.gui.kiosk.admin_view import AdminFacts
from desktop_app.gui.kiosk.health import Health
from desktop_app.gui.status.shield_view import headline
from desktop_app.gui.words import wording
from desktop_app.jobs.audited import Recorder
from desktop_app.managed import listing
from desktop_app.managed.policy_files import Found

translate = QCoreApplication.translate


def facts_now(found: Found, left_out: tuple[str, ...], health: Health, model: str, recorder: Recorder) -> AdminFacts:
    """Return how things are now."""
    try:
        head = recorder.head
    except AppError:
        head = translate("kiosk_facts", "cannot be read")
    return AdminFacts(listing.rows(found), left_out, headline(health.shield), wording.model_title(model), head)
