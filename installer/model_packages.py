"""Add what vision-language models need to `.venv`: PyTorch for the processor, and the packages beside it.

Kept apart from the base set-up, which the built-in reader needs and which stays small. Never takes a CUDA build: who has
such a card installs the extra `gpu` by hand.
"""

from __future__ import annotations

import hashlib
import subprocess

import setup_environment

TORCH = "torch==2.13.0+cpu"
"""The `+cpu` exists only for processors, so that no gigabytes of CUDA can come instead."""

TORCH_INDEX = "https://download.pytorch.org/whl/cpu"
"""Where its makers publish that build; asked only when pip has not found it by itself."""

LOCK = setup_environment.ROOT / "constraints-models.txt"
STAMP = setup_environment.ENVIRONMENT / "in-camera-models-ready.txt"


def prepare() -> None:
    """Install; the second time only one hash is compared. Ends the program where it cannot."""
    wanted = hashlib.sha256(LOCK.read_bytes() + TORCH.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    setup_environment.say("adding PyTorch and the packages of vision-language models (once)")
    pip = [
        setup_environment.program("python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-qq",
        "--no-deps",
    ]
    if subprocess.run([*pip, TORCH], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        setup_environment.run([*pip, TORCH, "--index-url", TORCH_INDEX])
    setup_environment.run([*pip, "--require-hashes", "-r", str(LOCK)])
    STAMP.write_text(wanted, encoding="ascii")
