"""The window speaks Simplified Chinese completely, and English where no translation was compiled."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from desktop_app.foundation import resources
from desktop_app.foundation.errors import AppError
from desktop_app.gui.words import translations, wording
from desktop_app.managed import in_force
from desktop_app.managed.policy_files import Found
from desktop_app.managed.rules import Interface, Rules
from desktop_app.settings.presets import all_presets

ROOT = resources.FOLDER.parent
TS = resources.path("translations", "in_camera_zh_CN.ts")
SOURCES = [
    *sorted((ROOT / "desktop_app" / "gui").rglob("*.py")),
    *sorted((ROOT / "desktop_app" / "foundation").glob("*.py")),
]


def _messages(file: Path) -> dict[tuple[str, str], str]:
    """Return the finished translations by context and source text."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            is_finished = translation is not None and translation.get("type") is None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "") if translation is not None and is_finished else ""
    return found


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """Collect the texts of the sources anew, with what is translated of them."""
    file = tmp_path_factory.mktemp("translations") / TS.name
    shutil.copy(TS, file)
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    line = [str(lupdate), *map(str, SOURCES), "-ts", str(file), "-no-obsolete", "-locations", "none"]
    subprocess.run(line, check=True, capture_output=True)
    return _messages(file)


def test_every_text_is_translated(collected: dict[tuple[str, str], str]) -> None:
    """No text of the window is missing or unfinished in Chinese."""
    assert [key for key, translation in collected.items() if not translation] == []
    assert len(collected) > 200


def test_translation_file_holds_nothing_else(collected: dict[tuple[str, str], str]) -> None:
    """Texts that are gone from the program are gone from the file."""
    assert sorted(_messages(TS)) == sorted(collected)


def test_translations_keep_the_braces(collected: dict[tuple[str, str], str]) -> None:
    """Each fact that a sentence names stands in its translation, too."""
    broken = [source for (_, source), translation in collected.items() if _braces(source) != _braces(translation)]

    assert broken == []


def test_presets_of_ours_are_translated() -> None:
    """The titles in the preset files are those that the translation tools see."""
    assert {preset.title for preset in all_presets()} == set(wording._PRESETS)


def test_compiled_translation_speaks(tmp_path: Path, qapp: QCoreApplication) -> None:
    """What set-up compiles is what the window loads."""
    shutil.copy(TS, tmp_path / TS.name)

    script = ROOT / "installer" / "translations.py"
    ran = subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, capture_output=True, text=True)
    translator = QTranslator()
    is_loaded = translator.load(QLocale("zh_CN"), "in_camera", "_", str(tmp_path))

    assert ran.stdout.split() == ["in_camera_zh_CN.qm"]
    assert is_loaded
    assert translator.translate("QuestionView", "Ask") == "提问"


def test_without_a_compiled_translation_the_window_speaks_english(qapp: QCoreApplication) -> None:
    """A language that nobody compiled is no error."""
    locale = translations.install(qapp, "cy")

    assert locale.language() is QLocale.Language.Welsh
    assert QCoreApplication.translate("QuestionView", "Ask") == "Ask"


def _braces(text: str) -> list[str]:
    return sorted(re.findall(r"{\w+}", text))


def test_the_organisations_language_goes_before_the_persons(
    monkeypatch: pytest.MonkeyPatch, qapp: QCoreApplication
) -> None:
    """In window and kiosk, which both begin here; what cannot be understood decides nothing."""
    monkeypatch.setattr(qapp, "installTranslator", lambda _: True)
    assert "en" == translations.install(qapp, "en").name()[:2]
    monkeypatch.setattr(in_force, "rules", lambda: Rules(interface=Interface("zh_CN")))
    assert ("zh_CN", "zh_CN") == (translations.decided(), translations.install(qapp, "en").name())

    def refuse() -> Rules:
        raise AppError("managed_policy_invalid")

    monkeypatch.setattr(in_force, "rules", refuse)
    assert ("", "en") == (translations.decided(), translations.install(qapp, "en").name()[:2])


def test_a_persons_language_goes_before_what_is_recommended(
    monkeypatch: pytest.MonkeyPatch, qapp: QCoreApplication
) -> None:
    """Who has chosen none finds the recommended one."""
    monkeypatch.setattr(qapp, "installTranslator", lambda _: True)
    recommended = Found(recommended={"interface": Interface("zh_CN")})
    monkeypatch.setattr(in_force, "found", lambda: recommended)
    assert ("zh_CN", "") == (translations.install(qapp, "system").name(), translations.decided())
    assert "en" == translations.install(qapp, "en").name()[:2]
