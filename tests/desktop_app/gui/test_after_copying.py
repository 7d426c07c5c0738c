"""A window that is closed after words of an answer were copied ends in order, and the words stay on the clipboard."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from desktop_app.gui.style import theme
from desktop_app.gui.answers.answer_text import AnswerText
from tests.helpers import window
from tests.helpers.scripted_runner import Script

application = QApplication([])
built = window.scripted(Script(), Path(sys.argv[1]), theme.dress(application))
shown = AnswerText(built.window)
shown.show_text("567.51 EUR")
shown.selectAll()
shown.copy()
built.close()
print(QGuiApplication.clipboard().text())
"""


def test_copied_words_outlive_what_showed_them(tmp_path: Path) -> None:
    """Qt's own clipboard is the last to go, after Python: it may hold nothing that Python made."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "INCAMERA_HOME": str(tmp_path / "profile")}
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "settings")],
        env=environment,
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (0, "567.51 EUR\n") == (ended.returncode, ended.stdout)
