"""Children are started when they will be wanted, and no others."""

import threading

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs.session import started_tools
from desktop_app.jobs.tools import Tools


def test_who_expects_only_films_gets_one_child_and_the_other_when_it_is_wanted() -> None:
    """A film is copied by its own airlock alone; whatever else comes all the same is opened as ever."""
    stop = threading.Event()
    with started_tools(None, start=Tools.start_for_films) as tools:
        lent = tools.lend(stop)
        lent.film_airlock()
        assert tools._airlock is None
        lent.airlock()
        assert tools._airlock is not None


def test_nothing_is_started_after_the_end() -> None:
    """Neither for pages nor for films."""
    tools = Tools(None, lambda _: None)
    tools.close()
    lent = tools.lend(threading.Event())
    for airlock in (lent.airlock, lent.film_airlock):
        with pytest.raises(AppError, match="cancelled"):
            airlock()
    tools.expect_films()
    assert (None, None) == (tools._airlock, tools._film_airlock)
