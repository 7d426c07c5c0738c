"""Load the window's language. English is in the source; without a compiled translation the window speaks English."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from desktop_app.foundation import resources


def install(application: QCoreApplication, language: str) -> QLocale:
    """Speak `language` (`system`, `en`, `zh_CN`) and return its locale."""
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
