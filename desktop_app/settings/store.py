"""Keep the user's settings: read, migrate, write whole.

A damaged file is set aside, never deleted, and the defaults are used. Of what is private it holds the folder in which files
were chosen last, and nothing else: no file names, no questions.
"""

import contextlib
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import msgspec

from desktop_app.foundation import atomic_file, logs
from desktop_app.foundation.errors import AppError

VERSION = 1
FILE_NAME = "settings.json"
FIRST_POLICY = "faces"

Theme: TypeAlias = Literal["system", "light", "dark"]
Language: TypeAlias = Literal["system", "en", "zh_CN"]


class Settings(msgspec.Struct, frozen=True):
    """What is remembered between starts.

    Attributes:
        version: of this file's shape; a newer one than `VERSION` is set aside like a damaged one.
        policy: redaction policy, `faces` until the user chooses otherwise.
        model: name of the one that answers, `reader` until the user chooses otherwise; `precision` is what it loads in.
        geometry: the window's place as Qt's own bytes in base64.
        splitter: widths of the window's zones in pixels.
        tray_hidden: the documents are not shown beside the page.
        folder: where files were chosen last; empty: nowhere yet.
        page_memory_mb: what the pictures of pages may take of this computer's memory; 0: as much as suits it.
    """

    version: int = VERSION
    policy: str = FIRST_POLICY
    model: str = "reader"
    precision: str = "auto"
    theme: Theme = "system"
    language: Language = "system"
    geometry: str = ""
    splitter: tuple[int, ...] = ()
    tray_hidden: bool = False
    folder: str = ""
    page_memory_mb: Annotated[int, msgspec.Meta(ge=0, le=65_536)] = 0


class SettingsStore:
    """The settings file in one folder.

    Attributes:
        damage: what a person should be told of the file that was loaded; None where it was read, or there was none.
    """

    def __init__(self, folder: Path, first_policy: str = FIRST_POLICY) -> None:
        """Keep them in `folder`; `first_policy` holds where there are none yet."""
        self._folder = folder
        self._first_policy = first_policy
        self._path = folder / FILE_NAME
        self.damage: AppError | None = None

    def load(self) -> Settings:
        """Return the settings; the defaults when there are none or they make no sense."""
        try:
            settings = msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings(policy=self._first_policy)
        except (OSError, ValueError, msgspec.MsgspecError):  # ValueError: text that is not UTF-8
            self._set_aside()
            return Settings(policy=self._first_policy)
        if settings.version > VERSION:
            self._set_aside()
            return Settings(policy=self._first_policy)
        return settings

    def save(self, settings: Settings) -> None:
        """Write the settings. Raises AppError (output_unwritable, disk_full)."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise AppError("output_unwritable") from None
        atomic_file.write(self._path, [msgspec.json.format(msgspec.json.encode(settings), indent=2), b"\n"])

    def _set_aside(self) -> None:
        self.damage = AppError("settings_damaged")
        logs.fact("settings", self.damage.code)
        with contextlib.suppress(OSError):
            self._path.replace(self._path.with_suffix(".damaged.json"))
