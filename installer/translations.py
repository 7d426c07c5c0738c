"""Compile the window's translations: every `.ts` in resources/translations to a `.qm` beside it.

Set-up calls it; without its result the window speaks English. Translates nothing and collects no texts: that is
`pyside6-lupdate -locations none desktop_app/gui/*.py desktop_app/gui/*/*.py desktop_app/foundation/*.py -ts` and the `.ts` file.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "translations"


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Compile and return the files made. Raises subprocess.CalledProcessError when a translation is broken."""
    made = []
    for source in sorted(folder.glob("*.ts")):
        target = source.with_suffix(".qm")
        subprocess.run([lrelease(), "-silent", str(source), "-qm", str(target)], check=True)
        made.append(target)
    return made


def lrelease() -> str:
    """Return the compiler that comes with PySide6, in the environment that runs this."""
    return str(Path(sys.executable).with_name("pyside6-lrelease"))


if __name__ == "__main__":
    for file in compile_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(file.name)
