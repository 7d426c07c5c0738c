"""How far a film is, in words: each step by its own speed, and nothing promised before anything is known."""

from desktop_app.gui.timeline.film_pace import FilmPace
from desktop_app.jobs.film_events import FilmProgress
from desktop_app.runtime_client.values import FilmStep


def test_the_time_left_is_that_of_the_step_at_its_own_speed() -> None:
    """Another step, or another film, is measured anew."""
    now = [0.0]
    pace = FilmPace(lambda: now[0])

    def words(at_s: float, number: int, step: FilmStep = "finding", job: str = "1") -> str:
        now[0] = at_s
        return pace.words(FilmProgress(job, step, number, 1000))

    assert words(0, 1) == "Looking for what will be hidden: 0 %"
    assert words(1, 11) == "Looking for what will be hidden: 1 %"
    assert words(10, 101) == "Looking for what will be hidden: 10 %, about 1 min left"
    assert words(90, 901) == "Looking for what will be hidden: 90 %, less than a minute left"
    assert words(100, 1, "looking_again") == "Looking again with all that hidden: 0 %"
    assert words(400, 500, "writing", "2") == "Writing the hidden copy: 50 %"
