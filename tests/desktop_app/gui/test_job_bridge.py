"""What happens on other threads reaches the window in order, on its own thread, in helpings."""

import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop_app.gui.conversation.job_bridge import JobBridge
from desktop_app.jobs.job import AnswerDelta, JobEvent, JobStarted
from desktop_app.runtime_client.supervisor import ChildState, ChildStatus


class _Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[JobEvent] = []
        self.threads: set[QThread] = set()

    def hear(self, event: JobEvent) -> None:
        self.heard.append(event)
        self.threads.add(QThread.currentThread())


def _from_a_thread(bridge: JobBridge, events: list[JobEvent]) -> None:
    def tell() -> None:
        for event in events:
            bridge.pass_job_event(event)

    thread = threading.Thread(target=tell)
    thread.start()
    thread.join()


def test_events_come_in_order_on_the_window_s_thread(qtbot: QtBot) -> None:
    """Order is kept, whatever thread the events come from."""
    bridge, ear = JobBridge(), _Ear()
    bridge.job_event.connect(ear.hear)
    events: list[JobEvent] = [JobStarted(str(number)) for number in range(500)]

    _from_a_thread(bridge, events)
    qtbot.waitUntil(lambda: len(ear.heard) == 500)

    assert ear.heard == events
    assert ear.threads == {QThread.currentThread()}


def test_neighbouring_deltas_of_one_answer_are_joined(qtbot: QtBot) -> None:
    """Two thousand deltas that nobody had time to take become one; other answers' stay apart."""
    bridge, ear = JobBridge(), _Ear()
    bridge.job_event.connect(ear.hear)
    deltas: list[JobEvent] = [AnswerDelta("a", 0, f"{number} ") for number in range(2000)]

    _from_a_thread(bridge, [*deltas, AnswerDelta("b", 0, "other"), AnswerDelta("a", 0, "last")])
    qtbot.waitUntil(lambda: len(ear.heard) == 3)

    whole = "".join(f"{number} " for number in range(2000))
    assert ear.heard == [AnswerDelta("a", 0, whole), AnswerDelta("b", 0, "other"), AnswerDelta("a", 0, "last")]


def test_child_statuses_have_a_signal_of_their_own(qtbot: QtBot) -> None:
    """A child's status is not taken for a job's event."""
    bridge, ear = JobBridge(), _Ear()
    bridge.job_event.connect(ear.hear)
    status = ChildStatus("engine", ChildState.READY)

    with qtbot.waitSignal(bridge.child_changed) as told:
        bridge.pass_child_status(status)

    assert told.args == [status]
    assert ear.heard == []


def test_nothing_comes_through_a_closed_bridge(qtbot: QtBot) -> None:
    """Neither what waited nor what is told later reaches a window that is gone."""
    bridge, ear = JobBridge(), _Ear()
    bridge.job_event.connect(ear.hear)
    _from_a_thread(bridge, [JobStarted("waits")])
    bridge.close()
    _from_a_thread(bridge, [JobStarted("late")])
    qtbot.wait(300)
    assert ear.heard == []
