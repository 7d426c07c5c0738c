"""The real kiosk alone on a Wayland screen (cage), as an ordinary user, photographed (grim), from its beginning to the PIN.

Needs the Debian packages cage, grim and xwayland (without which cage does not start), and the system's own Python in the version of ours. Pictures go to the folder that
INCAMERA_PICTURES names, where somebody wants to see them.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.kiosk import pin
from tests.helpers import other_users, public_copy
from tests.helpers.kiosk import PIN
from tests.helpers.managed_machine import ManagedMachine
from tests.helpers.other_users import NOBODY
from tests.helpers.patients import patient

pytestmark = [
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in ("cage", "grim", "Xwayland")),
        reason="cage, grim or Xwayland is missing",
    ),
    pytest.mark.skipif(
        not other_users.can_be_others(), reason="cage refuses root, and this user cannot become another"
    ),
    pytest.mark.skipif(not public_copy.can_be_made(), reason="the system has no Python of this version"),
    pytest.mark.timeout(1500),
]

SESSION = Path(__file__).parents[2] / "installer" / "linux" / "kiosk" / "kiosk-session"

HEADLESS = {
    "WLR_BACKENDS": "headless",
    "WLR_RENDERER": "pixman",
    "WLR_LIBINPUT_NO_DEVICES": "1",
    "LIBSEAT_BACKEND": "noop",
    "QT_QPA_PLATFORM": "wayland",
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Lend a folder of an ordinary user's with everything that a kiosk needs."""
    with other_users.folder_of_nobody() as made:
        for name in ("home", "run", "media", "stick", "in-camera"):
            (made / name).mkdir(mode=0o700)
        patient(made / "stick", 1)
        machine = ManagedMachine(made / "in-camera")
        audit = f'mode = "required"\nfolder = "{made / "home" / "log"}"\n'  # that user has no home of his own
        machine.decide(f'[kiosk]\npin = "{pin.make(PIN)}"\nidle_s = 16\n[audit]\n{audit}')
        for path in (made, *made.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        yield made


@pytest.fixture
def python() -> Iterator[Path]:
    """Lend an interpreter with the program that an ordinary user can run."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="incamera-test-") as made:  # pytest's own are private
        Path(made).chmod(0o755)
        yield public_copy.public_copy(Path(made))


def test_a_day_at_the_kiosk(folder: Path, python: Path) -> None:
    """Every page is on the screen, no key led out, the service manager heard of it, and the PIN ended it."""
    pictures = Path(os.environ.get("INCAMERA_PICTURES", folder / "pictures"))
    pictures.mkdir(exist_ok=True, parents=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(folder / "notify"))
        os.chown(folder / "notify", NOBODY, NOBODY)
        manager.settimeout(0.2)
        heard: list[bytes] = []
        ended = threading.Event()
        listener = threading.Thread(target=_listen, args=(manager, heard, ended))
        listener.start()
        told, code = _toured(folder, python, pictures)
        ended.set()
        listener.join()
    assert 0 == code, (folder / "cage.log").read_text()[-2000:]
    assert 10 == len(told)
    words = {one["name"]: one["words"] for one in told}
    pages = {one["name"]: one["page"] for one in told}
    assert ("ATTRACT", "ATTRACT") == (pages["2-still-there"], pages["8-reset"])
    assert "WARD STICK" in words["3-drive"]
    assert "Total" in words["5-answer"]
    assert "Your organisation has allowed no place here" in words["5-answer"]
    assert "Are you still there?" in words["7-countdown"]
    assert "kiosk.idle_s" in words["A-admin"]
    assert b"READY=1" == heard[0]
    assert {b"WATCHDOG=1", b"STOPPING=1"} <= set(heard)
    shown = {name: Image.open(pictures / f"{name}.png").convert("RGB") for name in words}
    assert shown["1-attract"].tobytes() == shown["2-still-there"].tobytes()
    different = {one.tobytes() for name, one in shown.items() if name not in ("2-still-there", "8-reset")}
    assert 8 == len(different)


def _toured(folder: Path, python: Path, pictures: Path) -> tuple[list[dict[str, str]], int]:
    """Run the kiosk under cage with its visitor; return what was told, and how it ended."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= HEADLESS | {
        "HOME": str(folder / "home"),
        "INCAMERA_HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(folder / "run"),
        "NOTIFY_SOCKET": str(folder / "notify"),
        "WATCHDOG_USEC": "2000000",
        "PYTHONFAULTHANDLER": "1",
    }
    program = [str(python), "-B", "-m", "tests.helpers.kiosk_tour", str(folder / "in-camera"), str(folder)]
    inside = ["sh", str(SESSION), *program]
    with (
        (folder / "cage.log").open("wb") as log,
        subprocess.Popen(
            [*_as_nobody(), *inside], env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=log, text=True
        ) as kiosk,
    ):
        assert kiosk.stdout is not None
        told = []
        for line in kiosk.stdout:
            if not line.startswith("{"):
                continue
            one = json.loads(line)
            told.append(one)
            _photograph(environment, folder, pictures / f"{one['name']}.png")
            (folder / f"{one['name']}.done").touch()
        return told, kiosk.wait(120)


def _photograph(environment: dict[str, str], folder: Path, picture: Path) -> None:
    """Take a picture of the whole screen."""
    display = next(path.name for path in (folder / "run").glob("wayland-?"))
    with picture.open("wb") as file:
        subprocess.run(
            [*_as_nobody(), "grim", "-"], env=environment | {"WAYLAND_DISPLAY": display}, stdout=file, check=True
        )


def _as_nobody() -> list[str]:
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def _listen(manager: socket.socket, heard: list[bytes], ended: threading.Event) -> None:
    """Be the service manager, which reads what it is told at once: few datagrams wait for it."""
    while True:
        try:
            heard.append(manager.recv(100))
        except TimeoutError:
            if ended.is_set():
                return
