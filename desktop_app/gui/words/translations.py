"""Load the window's language. English is in the source; without a compiled translation the window speaks English."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError
from desktop_app.managed import in_force


def install(application: QCoreApplication, language: str) -> QLocale:
    """Speak `language` (`system`, `en`, `zh_CN`), or what the organisation has decided, and return its locale.

    Where a person has chosen none and the organisation recommends one, that is spoken.
    """
    language = decided() or (_recommended() if language == "system" else language)
    locale = QLocale.system() if language == "system" else QLocale(language)
    folders = {
        "in_camera": str(resources.path("translations")),
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),  # buttons of Qt's own dialogs
    }
    for name, folder in folders.items():
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
    return locale


def decided() -> str:
    """Return the language that the organisation has decided on; empty: it has not."""
    try:
        return in_force.rules().interface.language or ""
    except AppError:  # nothing is done on such a machine, and why is said in the person's own language
        return ""


def _recommended() -> str:
    try:
        return in_force.first_language() or "system"
    except AppError:  # as above
        return "system"
