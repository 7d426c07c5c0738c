"""A child whose stream makes no sense, before or after `Ready`, is ended, and whoever waits hears one clear error."""

import os
import signal

import pytest

from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.process import ChildProcess
from tests.helpers.asking import error_of, failure
from tests.helpers.children import ECHO, FakeChild, is_alive, running_client, wait_until


def test_a_child_killed_before_ready_is_a_death() -> None:
    """Killed while it starts: whoever waits for `Ready` hears of it at once."""
    client = Client(ChildProcess(ECHO))
    os.kill(client.process.pid, signal.SIGKILL)
    assert "child_died" == error_of(client.wait_ready, 20.0).code
    client.close()


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("never_ready_garbage", "protocol_broken"),
        ("never_ready_long_frame", "protocol_broken"),
        ("never_ready_truncated_and_alive", "protocol_broken"),
        ("never_ready_truncated_and_dead", "child_died"),
        ("never_ready_unknown_id", "protocol_broken"),
        ("never_ready_not_text", "protocol_broken"),
        ("never_ready_dead", "child_died"),
        ("never_ready_silent", "child_silent"),
        ("other_version", "protocol_version"),
        ("other_role", "protocol_version"),
    ],
)
def test_a_child_that_does_not_say_a_proper_ready_is_ended(behaviour: str, code: str) -> None:
    """Garbage, silence, death or another version in place of `Ready`: one error, and the process is gone."""
    client = Client(ChildProcess(FakeChild("engine", behaviour=behaviour)))
    assert code == error_of(client.wait_ready, 1.5 if "silent" in behaviour else 20.0).code
    wait_until(lambda: not is_alive(client.process.pid))
    client.close()


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("garbage", "protocol_broken"),
        ("long_frame", "protocol_broken"),
        ("truncated_and_alive", "protocol_broken"),
        ("truncated_and_dead", "child_died"),
        ("unknown_id", "protocol_broken"),
        ("not_text", "protocol_broken"),
        ("dead", "child_died"),
        ("dies", "child_died"),
        ("ready_again", "protocol_broken"),
    ],
)
def test_a_child_that_breaks_the_stream_after_ready_is_ended(behaviour: str, code: str) -> None:
    """Whatever was asked ends with one error, and the process is gone."""
    with running_client(FakeChild("engine", behaviour=behaviour)) as client:
        assert code == failure(client).code
        wait_until(lambda: not is_alive(client.process.pid))
        assert client.death is not None
        assert code == client.death.code
