"""Tell how far loading is, as one bar for all that is read, whatever has to be read twice."""

from model_runtime.engines.engine import OnProgress


class Bar:
    """Progress that only goes forward, whatever has to be done twice."""

    def __init__(self, on_progress: OnProgress, total: int) -> None:
        self.total = total
        self._on_progress = on_progress
        self._done = 0

    def reach(self, done: int) -> None:
        """Say that so much of the total is done."""
        self._done = max(self._done, min(done, self.total))
        self._on_progress(self._done, self.total)
