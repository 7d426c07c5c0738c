"""Drives are what is mounted below allowed folders, and of them only what can be opened is offered, inside them only."""

from pathlib import Path

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.kiosk import drives, shown_files
from desktop_app.kiosk.drives import Drive

TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:5 / /media rw - tmpfs tmpfs rw
31 22 8:17 / /media/MY\040STICK rw,nosuid shared:2 - vfat /dev/sdb1 rw
32 22 8:18 / /run/media/ward/B\134C ro - vfat /dev/sdb2 ro
33 22 8:19 / /mediax/D rw - vfat /dev/sdb3 rw
34 22 8:20 / /mnt/E rw - vfat /dev/sdb4 rw
nonsense
"""


def test_only_what_lies_below_an_allowed_folder_is_a_drive() -> None:
    """Not the folder itself, not one that begins like it; names as people wrote them."""
    found = drives.drives_in(TABLE, ("/media", "/run/media"))
    assert (Drive(Path("/media/MY STICK")), Drive(Path("/run/media/ward/B\\C"))) == found
    assert ("MY STICK", "B\\C") == (found[0].name, found[1].name)
    assert () == drives.drives_in(TABLE, ())


def test_a_system_without_a_table_has_no_drives(tmp_path: Path) -> None:
    """Nothing is guessed."""
    assert () == drives.drives(("/media",), tmp_path / "none")
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    assert 2 == len(drives.drives(("/media", "/run/media"), table))


def test_folders_come_first_and_links_never(tmp_path: Path) -> None:
    """Hidden files and what cannot be opened are passed over, too."""
    stick, secret = tmp_path / "stick", tmp_path / "secret"
    for folder in (stick, secret, stick / "scans"):
        folder.mkdir()
    for name in ("b.PNG", "A.pdf", "run.exe", ".hidden.png"):
        (stick / name).write_bytes(b"12")
    (secret / "other.png").write_bytes(b"")
    (stick / "link.png").symlink_to(secret / "other.png")
    (stick / "way out").symlink_to(secret)
    names = [(entry.path.name, entry.is_folder, entry.size_bytes) for entry in shown_files.entries(stick, [stick])]
    assert [("scans", True, 0), ("A.pdf", False, 2), ("b.PNG", False, 2)] == names


def test_nothing_outside_is_listed(tmp_path: Path) -> None:
    """Not by `..`, not by a link, and not what has gone."""
    stick, secret = tmp_path / "stick", tmp_path / "secret"
    stick.mkdir()
    secret.mkdir()
    (stick / "link").symlink_to(secret)
    for folder in (secret, stick / ".." / "secret", stick / "link", stick / "gone", tmp_path):
        with pytest.raises(AppError, match="file_missing"):
            shown_files.entries(folder, [stick])
    assert shown_files.is_inside(stick, [stick])


def test_a_huge_folder_is_cut_short(tmp_path: Path) -> None:
    """A list that nobody can walk with a finger helps nobody."""
    for number in range(shown_files.MAX_ENTRIES + 5):
        (tmp_path / f"{number:04}.png").touch()
    assert shown_files.MAX_ENTRIES == len(shown_files.entries(tmp_path, [tmp_path]))
