"""How far a film is, and how long each step of it will take, by that step's own speed."""

from desktop_app.cli import output
from desktop_app.cli.film_countdown import FilmCountdown


class Line(output.Progress):
    """A line that keeps what it showed."""

    def __init__(self) -> None:
        super().__init__(is_shown=True)
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        """Keep it."""
        self.shown.append(text)


def test_each_step_says_how_far_it_is_and_how_long_it_will_take() -> None:
    """From the second time on; another step begins anew."""
    line, now = Line(), [0.0]
    countdown = FilmCountdown(line, lambda: now[0])
    for step, number, seconds in (
        ("finding", 1, 0.0),
        ("finding", 101, 60.0),
        ("writing", 1, 61.0),
        ("writing", 301, 91.0),
    ):
        now[0] = seconds
        countdown.on_progress(step, number, 1000)  # type: ignore[arg-type]
    assert line.shown == [
        "looking through the film: 0 %",
        "looking through the film: 10 %, about 9 min left in this step",
        "writing the film: 0 %",
        "writing the film: 30 %, about 1 min left in this step",
    ]
