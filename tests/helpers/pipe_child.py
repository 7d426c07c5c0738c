"""Be the pipes of a child without a process, for an attacker who says what a child must never say."""

import contextlib
import os
from dataclasses import dataclass

from model_runtime.protocol import payloads


@dataclass
class PipeChild:
    """The pipes of a child without a process: what the attacker says is already in them."""

    role: payloads.Role
    input_fd: int
    output_fd: int

    def kill(self) -> None:
        """Do nothing: nobody is there."""

    def wait_exit_code(self, _timeout_s: float) -> int:
        """Say that it has ended."""
        return 0

    def stop(self) -> None:
        """Do nothing."""

    def close_input(self) -> None:
        """Close it once."""
        self.input_fd = closed(self.input_fd)

    def close_output(self) -> None:
        """Close it once."""
        self.output_fd = closed(self.output_fd)


def closed(fd: int) -> int:
    """Close `fd` if it is open, and return what stands for none."""
    with contextlib.suppress(OSError):
        os.close(fd)
    return -1
