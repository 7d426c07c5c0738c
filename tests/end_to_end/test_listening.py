"""Somebody listens on both pipes: what was hidden was in the airlock's, and never in the engine's."""

import io
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop_app.jobs.job import Job, JobEvent, JobOptions, PageShown
from desktop_app.jobs.tools import Tools
from desktop_app.runtime_client.engine import NOBODY
from desktop_app.runtime_client.values import Box, RedactedPage, SourceView
from tests.end_to_end.program import DATA
from tests.helpers.children import ECHO, process_of
from tests.helpers.job_bench import carried_out
from tests.helpers.listening import listen, row_runs, said

NAME = "Margaret Thornton"
LABEL = "Patient:"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
FACE = Box(220, 150, 60, 90)
"""Where the face's middle lies on the page, in its pixels; the whole picture is at 100, 60."""


def _sheet() -> Image.Image:
    """Return a page with a photograph of a person and, in pixels, their name."""
    page = Image.new("RGB", (700, 800), "white")
    with Image.open(DATA / "faces" / "astronaut.jpg") as photograph:
        page.paste(photograph.crop((60, 20, 400, 360)), (100, 60))
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(28)
    pen.text((100, 460), LABEL, fill="black", font=font)
    pen.text((260, 460), NAME, fill="black", font=font)
    return page


def _picture(path: Path) -> None:
    _sheet().save(path, "PNG")


def _document(path: Path) -> None:
    """Write a PDF with the same face as a picture and the name as text that can be selected."""
    packed = io.BytesIO()
    _sheet().crop((0, 0, 700, 440)).save(packed, "JPEG", quality=95)
    picture = packed.getvalue()
    drawing = b"q 336 0 0 211.2 0 172.8 cm /P Do Q BT /F 13 Tf 48 140 Td (%b %b) Tj ET" % (
        LABEL.encode(),
        NAME.encode(),
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 336 384]/Contents 4 0 R/Resources 7 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/XObject/Subtype/Image/Width 700/Height 440/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
        b"/Length %d>>stream\n%b\nendstream" % (len(picture), picture),
        b"<</Font<</F 5 0 R>>/XObject<</P 6 0 R>>>>",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    ending = b"xref\n0 8\n0000000000 65535 f \n%btrailer\n<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(body + ending % (rows, len(body)))


@pytest.mark.parametrize("write", [_picture, _document], ids=["picture", "document"])
def test_no_hidden_pixel_and_no_hidden_name_is_in_the_engines_pipe(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under `faces+text` the face's rows and the name cross one pipe only; what stays visible crosses both."""
    path = tmp_path / "sheet"
    write(path)
    heard = listen(monkeypatch)
    told: list[JobEvent] = []
    stop = threading.Event()
    tools = Tools(ECHO, lambda _: None)
    tools.start()
    try:
        options = JobOptions(policy="faces+text", preview_px=10**7)
        result = carried_out(tools.run(Job("one", path, ("Who is it?",), options), told.append, stop))
        lent = tools.lend(stop)
        to_airlock = heard.of(process_of(lent.airlock()))
        to_engine = heard.of(process_of(lent.engine(NOBODY)))
    finally:
        tools.close()
    (page,) = result.document.pages
    assert {"FACE", "PERSON"} <= {region.kind for region in page.regions}
    sent = tools.store.get(page.key, RedactedPage)
    assert sent is not None
    assert sent.picture.pixels in to_engine
    (source,) = [tools.store.get(event.key, SourceView) for event in told if isinstance(event, PageShown)]
    assert source is not None
    hidden = [run for region in page.regions for run in row_runs(source.picture, region.box)]
    assert len(hidden) > 200
    assert hidden == said(to_airlock, hidden)
    assert [] == said(to_engine, hidden)
    assert len(row_runs(source.picture, FACE)) > 100
    assert [] == said(to_engine, row_runs(source.picture, FACE))
    visible = row_runs(source.picture, Box(100, 60, 340, 340), but=[region.box for region in page.regions])
    assert len(visible) > 100
    assert visible == said(to_engine, visible)
    names = [part.encode(encoding) for part in (NAME, *NAME.split()) for encoding in ENCODINGS]
    assert [] == said(to_engine, names)
    if write is _document:
        assert LABEL.encode() in to_engine
        assert all(part.encode() in to_airlock for part in NAME.split())
