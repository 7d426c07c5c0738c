"""Run a network so that its pass can be left between two layers. Knows neither the network nor why it should stop.

Asks from a second thread while the first computes; what is computed is the same to the bit as without anybody asking.
"""

import contextvars
import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

ASK_S = 0.02
"""Between two questions. A layer on one slow core takes about as long."""


def run(
    session: ort.InferenceSession,
    outputs: Sequence[str] | None,
    inputs: Mapping[str, npt.NDArray[np.float32]],
    is_cancelled: Callable[[], bool],
) -> list[npt.NDArray[np.float32]] | None:
    """Return the outputs of these names (None: all of them); None when cancelled on the way.

    What `is_cancelled` raises is raised here, too, as soon as the pass has been left.
    """
    watch = _Watch(is_cancelled)
    with watch:
        try:
            results: list[npt.NDArray[np.float32]] = session.run(outputs, inputs, watch.options)
        except Exception:
            if not watch.has_stopped:
                raise
            results = []
    if watch.raised is not None:
        raise watch.raised
    return None if watch.has_stopped else results


class _Watch:
    """Asks while a pass goes on, and ends it.

    Attributes:
        options: of the pass.
        has_stopped: whether it was told to end.
        raised: what asking raised.
    """

    def __init__(self, is_cancelled: Callable[[], bool]) -> None:
        self.options = ort.RunOptions()
        self.options.log_severity_level = 4
        self.has_stopped = False
        self.raised: BaseException | None = None
        self._is_cancelled = is_cancelled
        self._is_over = threading.Event()
        context = contextvars.copy_context()  # whom to ask may be known to the first thread only
        self._thread = threading.Thread(target=lambda: context.run(self._watch), name="pass-watch", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(ASK_S):
            try:
                self.has_stopped = self._is_cancelled()
            except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits for the pass must hear it
                self.raised, self.has_stopped = error, True
            if self.has_stopped:
                self.options.terminate = True
                return
