"""A film in a window's jobs: shown at once, looked through before any frame may be sent, and hidden as a person decided."""

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.jobs import audited
from desktop_app.jobs.audited import Recorder
from desktop_app.jobs.copy_places import Place
from desktop_app.jobs.film_decision import FilmDecision, decided
from desktop_app.jobs.film_events import FilmProgress, FilmSearched
from desktop_app.jobs.job import (
    DocumentOpened,
    Job,
    JobOptions,
    PagePrepared,
    PageShown,
)
from desktop_app.jobs.lease import Lease
from desktop_app.jobs.pipeline import run_job
from desktop_app.jobs.session import Session, started_tools
from desktop_app.managed.rules import Audit
from desktop_app.models import model_choice
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.supervisor import ChildStatus
from desktop_app.runtime_client.values import Box, Detection, Doubt, FilmPlace, FilmTrack, PageLine, Region, Size
from tests.helpers.films import face_box, face_film, read_back
from tests.helpers.job_bench import Bench, FakeAirlock
from tests.helpers.process_memory import children_of

FILM = PageLine(6, "frames", (0.0, 0.4, 0.8, 1.2, 5.0, 5.1))
ANNA, BEN = (FilmTrack(number, "FACE", 0.9, "film", number, 5) for number in (1, 2))
DRAWN = Region("MARKED", 1.0, "person", Box(0, 0, 9, 9))


def test_a_film_is_shown_before_it_is_looked_through_and_looked_through_before_a_frame_is_hidden(
    tmp_path: Path,
) -> None:
    """Its first frame comes first; frames that nobody looks at are not shown; how far the look is, is told."""
    document = tmp_path / "film"
    document.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM))
    result = bench.run(document, preview_px=1000)
    kinds = [type(event) for event in bench.told if isinstance(event, PageShown | FilmSearched | PagePrepared)]
    assert [PageShown, FilmSearched, PagePrepared, PagePrepared] == kinds
    assert "finding" in {event.step for event in bench.told if isinstance(event, FilmProgress)}
    assert result.document.found is not None
    assert (1, 4) == result.document.found.scenes


def test_a_film_is_looked_through_once_though_another_comes_between(tmp_path: Path) -> None:
    """Two on their way at once, step by step in turn: whoever leaves that airlock has all that there is to know of theirs."""
    bench, films, fake = Bench(FakeAirlock(line=FILM)), Lease(), FakeAirlock(line=FILM)
    tools = replace(bench.tools(), film_opened=lambda path, sha256: films.opened(path, sha256, cast("Airlock", fake)))
    works = []
    for name in ("one", "other"):
        (tmp_path / name).write_bytes(name.encode())
        works.append(run_job(Job(name, tmp_path / name), tools, bench.told.append))
    while works:
        works = [work for work in works if next(work, None) is not None]
    assert (2, ["faces", "faces"]) == (fake.openings, fake.searched)
    assert 4 == len([event for event in bench.told if isinstance(event, PagePrepared)])


def test_what_a_person_decided_about_a_film_holds_for_each_frame() -> None:
    """A track that is shown is hidden nowhere, a place that was drawn just where it was said, all else stays hidden."""
    face, other, code = (Region("FACE", 0.9, "film", Box(5, 5, 9, 9), track=number) for number in (1, 2, 0))
    found = Detection(Size(90, 90), (face, other, code))
    decision = FilmDecision(frozenset({ANNA}), (FilmPlace(2, 3, DRAWN),))
    assert (other, code, DRAWN) == decided(found, 2, decision, (ANNA, BEN)).regions
    assert (other, code) == decided(found, 4, decision, (ANNA, BEN)).regions


def test_nobody_is_shown_whom_another_look_has_found_in_that_place() -> None:
    """A track is known by what it is and not by its number; what has no number is never shown."""
    face = Region("FACE", 0.9, "film", Box(5, 5, 9, 9), track=1)
    found = Detection(Size(90, 90), (face,))
    for other in (replace_track(ANNA, last=4), replace_track(ANNA, doubts=(Doubt(2, 3, "gap"),))):
        assert (face,) == decided(found, 2, FilmDecision(frozenset({ANNA})), (other,)).regions
    place = replace_track(ANNA, number=0)
    assert () == FilmDecision(frozenset({place})).shown_numbers((place,))


def replace_track(track: FilmTrack, **changed: object) -> FilmTrack:
    """Return a track of which something is different."""
    values = {name: getattr(track, name) for name in track.__struct_fields__}
    return FilmTrack(**{**values, **changed})


def test_decisions_about_a_film_belong_to_a_file() -> None:
    """As those about pages do."""
    with pytest.raises(ValueError, match="decided_for"):
        JobOptions(film=FilmDecision(is_reviewed=True))


def test_a_copy_of_a_film_shows_whom_a_person_shows_and_hides_what_they_drew(tmp_path: Path) -> None:
    """With real children: the face that was shown is seen in every frame, a place is black just from here to there.

    The airlock for films proves its sandbox as the others do, and is not taken for the one that opens everything.
    """
    source, told = tmp_path / "clip.mkv", list[ChildStatus]()
    face_film(source, 6)
    with started_tools(model_choice.reader().command, told.append) as tools:
        session, heard = Session(tools), list[object]()
        prepared = session.run(Job("look", source, options=JobOptions(policy="faces-fast")), heard.append).document
        assert prepared.found is not None
        hidden = Job("hidden", source, (), JobOptions(policy="faces-fast", decided_for=prepared.sha256), prepared)
        session.run(replace(hidden, copy_to=Place(tmp_path / "hidden.mkv", is_folder=False)), heard.append)
        place = FilmPlace(3, 4, Region("MARKED", 1.0, "person", Box(20, 200, 60, 60)))
        decision = FilmDecision(frozenset(prepared.found.tracks), (place,))
        shown = replace(hidden, id="shown", options=replace(hidden.options, film=decision))
        copy_to = Place(tmp_path / "shown.mkv", is_folder=False)
        result = session.run(replace(shown, copy_to=copy_to), heard.append)
        session.close()
    assert result.copy is not None
    assert 3 == len(result.sandbox)
    assert 1 == len({len(one.sandbox.checks) for one in told if one.role == "airlock" and one.sandbox is not None})
    for number, (_, frame) in enumerate(read_back(tmp_path / "hidden.mkv"), 1):
        assert frame[face_box(number)].max() < 48
    for number, (_, frame) in enumerate(read_back(tmp_path / "shown.mkv"), 1):
        assert frame[face_box(number)].max() > 120
        assert (frame[205:255, 25:75].max() < 48) == (number in (3, 4))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are counted in /proc")
def test_who_expects_films_has_their_airlock_once_and_leaves_none(tmp_path: Path) -> None:
    """It starts beside the other one instead of after it, is the one that the film is opened in, and ends with the rest."""
    source = tmp_path / "clip.mkv"
    face_film(source, 2)
    before = children_of(os.getpid())
    with started_tools(None) as tools:
        for _ in range(2):
            tools.expect_films()
        run = tools.lend(threading.Event())
        run.film_opened(source, "")
        assert 2 == len(children_of(os.getpid()) - before)
    assert before == children_of(os.getpid())
    tools.expect_films()
    assert before == children_of(os.getpid())


def test_a_film_under_a_policy_that_wants_a_person_is_not_copied_without_one(tmp_path: Path) -> None:
    """Neither where nobody has looked, nor where the look has found other people than those that were reviewed."""
    source = tmp_path / "film"
    source.write_bytes(b"bytes")
    bench = Bench(FakeAirlock(line=FILM))
    prepared = bench.run(source, allows_unreviewed=True).document
    assert prepared.found is not None
    for document, decision in (
        (replace(prepared, found=replace(prepared.found, tracks=(ANNA,))), FilmDecision(is_reviewed=True)),
        (prepared, FilmDecision()),
    ):
        bench.airlock.review = True
        options = JobOptions(decided_for=prepared.sha256, film=decision)
        copy_to = Place(tmp_path / "out.webm", is_folder=False)
        with pytest.raises(AppError, match="review_needed"):
            bench.run_job(Job("copy", source, options=options, prepared=replace(document, kind="mp4"), copy_to=copy_to))


def test_a_frame_that_somebody_only_looks_at_is_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """The film was, when it was opened; what is sent or saved of it is."""
    recorder, written = Recorder(Audit()), list[str]()
    monkeypatch.setattr(recorder, "tell", lambda what, _facts: written.append(what))
    opened = DocumentOpened("1", "mp4", FILM, (), "0" * 64)
    heard = list[object]()
    for is_glance in (True, False):
        audited.listening(Job("1", Path("clip.mp4"), is_glance=is_glance), heard.append, recorder, None)(opened)
    assert (["opened"], [opened, opened]) == (written, heard)
