"""Children that are renewed have nothing of before, and answer as the old ones did; nothing of the old ones is kept."""

import functools
import os
import threading

from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.values import AnswerOptions
from tests.helpers.children import ECHO, child_pids, wait_until


def test_renewed_children_are_others_and_answer() -> None:
    """Also where the old ones have been killed meanwhile; twice in a row, too."""
    tools = Tools(ECHO, lambda _: None)
    tools.start()
    try:
        for _ in range(2):
            lent = tools.lend(threading.Event())
            lent.airlock()
            engine = lent.engine(NOBODY)
            engine.load()
            assert "again" in engine.ask("again", (), AnswerOptions()).text
            before = child_pids(os.getpid())
            tools.renew()
            wait_until(functools.partial(_are_others, before))
    finally:
        tools.close()
    assert set() == child_pids(os.getpid())


def test_nothing_is_renewed_after_the_end() -> None:
    """Whoever closes has the last word."""
    tools = Tools(ECHO, lambda _: None)
    tools.start()
    tools.close()
    tools.renew()
    assert set() == child_pids(os.getpid())


def _are_others(before: set[int]) -> bool:
    now = child_pids(os.getpid())
    return len(now) == 2 and not before & now
