"""A page that has gone is made again as it was, to the last pixel and word, and so has the same key."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from desktop_app.jobs.job import Job, JobOptions, JobResult
from desktop_app.jobs.job_tools import JobTools, KeptPages
from desktop_app.jobs.lease import Lease
from desktop_app.jobs.page_pictures import key_of
from desktop_app.jobs.page_store import PageStore
from desktop_app.jobs.pipeline import run_job
from desktop_app.runtime_client.airlock import Airlock
from desktop_app.runtime_client.client import Client
from desktop_app.runtime_client.engine import Engine
from desktop_app.runtime_client.page_size import size_for
from desktop_app.runtime_client.process import ChildCommand
from desktop_app.runtime_client.values import Box, ModelInfo, Operator, RedactedPage
from tests.helpers.children import running_client
from tests.helpers.documents import DATA, pdf, saved, stored_under, text
from tests.helpers.job_bench import FakeEngine, carried_out

NUMBER = 2
"""Of the page that is asked about: the airlock has another one in hand when it is made again."""

POLICIES = ("off", "faces", "faces+text", "all-text", "financial")
OPERATORS: tuple[Operator | None, ...] = (None, "fill", "pixelate", "blur")
MODELS = tuple(
    ModelInfo("test", "", "none", "CPU", can_see=True, max_page_px=max_px, square_px=square_px)
    for max_px, square_px in ((10**7, 0), (20_000, 0), (10**7, 56))
)
PARTS = st.none() | st.builds(Box, st.integers(-9, 60), st.integers(-9, 60), st.integers(20, 90), st.integers(20, 90))


def _portrait() -> Image.Image:
    """Return a face beside a name and a number that policies know."""
    image = Image.new("RGB", (280, 160), "white")
    with Image.open(DATA / "faces" / "astronaut.jpg") as face:
        image.paste(face.convert("RGB").crop((150, 20, 310, 180)).resize((120, 120)), (10, 20))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(16)
    pen.text((140, 40), "Name: Anna Roe", fill="black", font=font)
    pen.text((140, 80), "SSN: 078-05-1120", fill="black", font=font)
    return image


def _turned_pictures(orientation: int) -> bytes:
    """Return two pages as a camera stores them that is held one way or another."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = stored_under(_portrait(), orientation)
    return saved(page, "TIFF", save_all=True, append_images=[page.copy()], exif=exif.tobytes())


def _turned_pdf(turn: int) -> bytes:
    """Return two pages with words of their own, which a viewer turns."""
    lines = (text(b"Name: Anna Roe", 10, 60), text(b"SSN: 078-05-1120", 10, 20))
    return pdf(*lines, page=b"/MediaBox[0 0 200 100]/Rotate %d" % turn)


MAKERS = {f"stored under {way}": (_turned_pictures, way) for way in range(1, 9)} | {
    f"turned by {turn}": (_turned_pdf, turn) for turn in (0, 90, 180, 270)
}
"""Documents by the way in which their pages lie."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every document once."""
    folder = tmp_path_factory.mktemp("turned")
    for name, (made, way) in MAKERS.items():
        (folder / name).write_bytes(made(way))
    return folder


@pytest.fixture(scope="module")
def airlocks() -> Iterator[tuple[Client, Client]]:
    """Lend two airlocks: what one has made, the other must make again just so."""
    with running_client(ChildCommand("airlock")) as first, running_client(ChildCommand("airlock")) as second:
        yield first, second


def _run(job: Job, client: Client, model: ModelInfo, store: PageStore) -> JobResult:
    stop, engine, lease = Event(), cast("Engine", FakeEngine(model=model)), Lease()
    tools = JobTools(
        airlock=lambda: Airlock(client, stop),
        idle_airlock=lambda: Airlock(client, stop),
        film_airlock=lambda: Airlock(client, stop),
        film_opened=lambda path, decided_for: lease.opened(path, decided_for, Airlock(client, stop)),
        opened=lambda job, decided_for, so_far: lease.opened(job.source, decided_for, Airlock(client, stop), so_far),
        engine=lambda _: engine,
        page_size=lambda: size_for(model),
        kept=KeptPages,
        sandbox=lambda: (),
        stop=stop,
        store=store,
    )
    try:
        return carried_out(run_job(job, tools, lambda _: None))
    finally:
        lease.end()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(MAKERS)),
    st.sampled_from(POLICIES),
    st.sampled_from(OPERATORS),
    st.sampled_from(MODELS),
    PARTS,
)
def test_a_page_that_has_gone_comes_again_with_its_key(
    folder: Path,
    airlocks: tuple[Client, Client],
    name: str,
    policy: str,
    operator: Operator | None,
    model: ModelInfo,
    part: Box | None,
) -> None:
    """Whatever was hidden on it and how, however it lies, in whichever size or part: also from another airlock."""
    options = JobOptions(policy, operator, pages=(NUMBER,), part=part)
    made = PageStore()
    looked = _run(Job("first", folder / name, options=options), airlocks[0], model, made).document
    (prepared,) = looked.pages
    named = replace(options, decided_for=looked.sha256)
    for client in airlocks:
        store = PageStore()
        _run(Job("again", folder / name, options=named, prepared=looked, only_shows=True), client, model, store)
        page = store.get(prepared.key, RedactedPage)
        assert page is not None
        assert prepared.key == key_of(page)
        assert made.get(prepared.key, RedactedPage) in (page, None if part is not None else page)
        assert prepared.shape.native == page.native
        assert prepared.regions == (page.hidden or ())
