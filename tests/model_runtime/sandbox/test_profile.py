"""What a profile grants: Python, libraries and the named folders, never the place the child was started in."""

import argparse
import os
import sys
from pathlib import Path

import pytest

from model_runtime import __main__ as child
from model_runtime.sandbox import landlock
from model_runtime.sandbox.macos import seatbelt_profile
from model_runtime.sandbox.profile import Access, SandboxProfile, grants, python_folders
from tests.model_runtime.sandbox.children import Account


def test_no_grant_covers_the_home_folder() -> None:
    """Nothing that is granted contains the home folder, the root or the temporary folder."""
    private = [Path.home(), Path("/"), Path("/tmp"), Path("/etc"), Path("/home"), Path("/var")]
    covering = [
        grant.path
        for grant in grants(SandboxProfile("engine", gpu=True))
        for path in private
        if path.is_relative_to(grant.path)
    ]
    assert [] == covering


def test_the_working_folder_is_not_granted(me: Account, tmp_path: Path) -> None:
    """`python -m` puts the working folder into `sys.path`; it is closed all the same."""
    (tmp_path / "private.txt").write_text("private", encoding="ascii")
    told = me.run(
        """
        import os
        os.chdir(sys.argv[1])
        sys.path.insert(0, sys.argv[1])
        close_sandbox(profile())
        tell([refusal(open, "private.txt"), refusal(os.listdir, ".")])
        """,
        str(tmp_path),
    ).told
    assert [13, 13] == told


def test_a_named_folder_can_be_read_and_not_written(me: Account, tmp_path: Path) -> None:
    """One weights folder, or one file, is readable where it is named, and nothing beside it."""
    weights, lone = tmp_path / "weights", tmp_path / "lone.bin"
    weights.mkdir()
    (weights / "model.bin").write_bytes(b"weights")
    lone.write_bytes(b"alone")
    told = me.run(
        """
        folder = Path(sys.argv[1])
        close_sandbox(profile(readable=(folder / "weights", folder / "lone.bin", folder / "missing")))
        tell([(folder / "weights" / "model.bin").read_text(), (folder / "lone.bin").read_text(),
              refusal(open, folder / "weights" / "model.bin", "r+b"), refusal(open, folder / "weights" / "new", "wb"),
              refusal((folder / "weights" / "model.bin").unlink)])
        """,
        str(tmp_path),
    ).told
    assert ["weights", "alone", 13, 13, 13] == told


@pytest.mark.skipif(os.getuid() != 0, reason="only root may make the kernel forget what it has cached")
def test_grants_outlive_a_shortage_of_memory(me: Account) -> None:
    """Procfs makes new inodes when the kernel drops its caches; what was granted stays granted."""
    told = me.run(
        """
        import os
        closed, say_closed = os.pipe()
        dropped, say_dropped = os.pipe()
        if os.fork() == 0:
            os.read(closed, 1)
            Path("/proc/sys/vm/drop_caches").write_text("2")
            os.write(say_dropped, b"x")
            os._exit(0)
        close_sandbox(profile())
        os.write(say_closed, b"x")
        os.read(dropped, 1)
        paths = ["/proc/self/statm", "/proc/meminfo", "/proc/cpuinfo", "/sys/devices/system/cpu/online"]
        tell([refusal(open, path) for path in paths])
        """
    ).told
    assert [0, 0, 0, 0] == told


def test_python_is_found_without_its_whole_prefix() -> None:
    """The standard library, site-packages and this package are granted; `sys.prefix`, which may be `/usr`, is not."""
    folders = python_folders()
    assert Path(os.__file__).parent in folders
    assert Path(sys.prefix) not in folders
    assert any(folder.name == "model_runtime" for folder in folders)


def test_only_a_gpu_child_is_granted_devices() -> None:
    """Without a GPU no device can be written but /dev/null."""
    plain = grants(SandboxProfile("airlock"))
    assert [] == [grant.path for grant in plain if grant.access in (Access.DEVICE, Access.WRITE)]
    assert [Path("/dev/null")] == [grant.path for grant in plain if grant.access is Access.WRITE_IN_PLACE]


@pytest.mark.parametrize(
    ("abi", "rights", "size"),
    [
        (1, 0x1FFF, 8),
        (2, 0x3FFF, 8),
        (3, 0x7FFF, 8),
        (4, 0x7FFF, 16),
        (5, 0xFFFF, 16),
        (6, 0xFFFF, 24),
        (7, 0xFFFF, 24),
    ],
)
def test_each_landlock_version_is_asked_for_all_it_knows(abi: int, rights: int, size: int) -> None:
    """Unknown rights would be refused as EINVAL, forgotten ones would stay open (values from linux/landlock.h)."""
    assert rights == landlock.handled_rights(abi)
    assert size == len(landlock.ruleset_attributes(abi))


def test_a_seatbelt_profile_names_odd_folders_safely(tmp_path: Path) -> None:
    """A quote or a bracket in a folder's name cannot end the profile's string."""
    folder = tmp_path / 'a "quoted") (allow network*) folder'
    text = seatbelt_profile(SandboxProfile("engine", scratch=folder))
    assert '\\"quoted\\")' in text
    assert text.endswith('folder"))')


@pytest.mark.parametrize(
    ("engine", "weights", "has_gpu"),
    [("any-family", True, True), ("any-family-check", True, False), ("reader", False, False)],
)
def test_only_what_loads_weights_gets_the_gpu(
    engine: str, weights: bool, has_gpu: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the family is called; who judges a folder, and the reader, need none. The node here is a folder of ours."""
    monkeypatch.setattr(child, "GPU_NODE", tmp_path)
    line = argparse.Namespace(
        role="engine", engine=engine, weights=tmp_path if weights else None, manifest=None, scratch=tmp_path, cache=None
    )
    assert has_gpu == child._profile(line).gpu
