"""Make a machine that an organisation manages: its policy files in a folder of the test's, and the real program that reads them.

Where the files lie is no setting, so that nobody can move them; the program of a test is told by this launcher alone.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop_app.foundation.errors import AppError
from desktop_app.managed.policy_files import MANAGED, Found, Place, read
from tests.end_to_end.program import Program

_LAUNCH = """
import os, sys
from pathlib import Path
from desktop_app.managed import policy_files
top = Path(sys.argv.pop(1))
policy_files.system_place = lambda: policy_files.Place(top / "policies", top, os.getuid())
from desktop_app.__main__ import main
main()
"""


@dataclass(frozen=True)
class ManagedMachine:
    """A folder that stands for `/etc/in-camera`; who runs the tests is its administrator."""

    top: Path

    @property
    def place(self) -> Place:
        """Where its files lie."""
        return Place(self.top / "policies", self.top, os.getuid())

    def decide(self, text: str, name: str = "10-all.toml", kind: str = MANAGED) -> Path:
        """Write a policy file as an administrator does."""
        folder = self.place.folder / kind
        for path in (self.top, self.place.folder, folder):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
        return path

    def found(self) -> Found:
        """Return what its files say."""
        return read(self.place)

    def program(self, home: Path) -> Program:
        """Return the program on this machine."""
        home.mkdir(exist_ok=True)
        return Program((sys.executable, "-c", _LAUNCH, str(self.top)), home)


def main(top: str, owner: str) -> None:
    """Print which models may answer, as whoever runs this reads the files; or the code with which reading ends."""
    try:
        print(read(Place(Path(top) / "policies", Path(top), int(owner))).rules.models.allowed)
    except AppError as error:
        print(error.code)
