"""The built-in reader from pixels to answers, with its real networks."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from model_runtime.engines.engine import Delta, Progress, Question
from model_runtime.engines.reader.page_reader import PageReader
from model_runtime.engines.reader.reader_engine import ReaderEngine
from model_runtime.protocol import payloads
from model_runtime.protocol.error_codes import ErrorCode, RequestFailed
from model_runtime.protocol.payloads import Answer
from tests.helpers.placed_pages import PlacedRow, drawn, wire_page

ROWS: tuple[PlacedRow, ...] = (
    (30, (40, "Holzwurm Werkstatt GmbH")),
    (70, (40, "Lindenweg 4, 88212 Ravensburg")),
    (130, (40, "Rechnung Nr. 2023-0147"), (440, "Datum: 14.02.2023")),
    (200, (40, "Nettobetrag"), (560, "2.198,00")),
    (240, (40, "MwSt. 19 %"), (560, "417,62")),
    (280, (40, "Rechnungsbetrag"), (560, "2.615,62")),
    (340, (40, "IBAN DE89 3704 0044 0532 0130 00")),
)
SIZE = (720, 400)
SAMPLE = Path(__file__).parents[2] / "data" / "documents" / "zugferd-re-20171118.jpg"


@pytest.fixture(scope="module")
def engine() -> ReaderEngine:
    """A loaded reader that has already been handed the drawn invoice."""
    reader = ReaderEngine()
    reader.load(lambda done, total: None, lambda: False)
    reader.keep_page("invoice", wire_page(drawn(ROWS, *SIZE)))
    return reader


def ask(engine: ReaderEngine, question: str, *keys: str) -> Answer:
    """Ask and give the final answer."""
    *_, last = engine.answer(Question(question, keys), lambda: False)
    assert isinstance(last, Answer)
    return last


def test_total_is_read_where_it_stands_and_proven(engine: ReaderEngine) -> None:
    """The total comes with its sum, its place and the word sure."""
    answer = ask(engine, "What is the total amount?", "invoice")
    assert ("2.615,62", "rule", "sure", "2198.00 + 417.62 = 2615.62") == (
        answer.text,
        answer.basis,
        answer.confidence,
        answer.rule,
    )
    box = answer.sources[0].box
    assert abs(box.left - 560) < 12
    assert abs(box.top - 280) < 12
    assert answer.sources[0].text == "2.615,62"


def test_parts_come_in_order_and_text_is_what_streamed(engine: ReaderEngine) -> None:
    """Progress before reading, then deltas whose sum is the text, then one answer."""
    engine.keep_page("again", wire_page(drawn(ROWS[:2], 500, 120)))
    parts = list(engine.answer(Question("Which company is this?", ("again",)), lambda: False))
    assert Progress(1, 1, 1) == parts[0]
    deltas = [part for part in parts if isinstance(part, Delta)]
    assert isinstance(parts[-1], Answer)
    assert parts[-1].text == "".join(delta.text for delta in deltas)


def test_second_question_needs_no_second_reading(engine: ReaderEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once read, a page is not read again, which is what takes seconds, and the answer says that it was kept."""
    ask(engine, "What is the total amount?", "invoice")
    monkeypatch.setattr(PageReader, "read", None)
    answer = ask(engine, "What is the IBAN?", "invoice")
    assert (answer.text, answer.usage.image_cached) == ("DE89 3704 0044 0532 0130 00", True)


@pytest.mark.parametrize(
    ("question", "basis"),
    [("What is the delivery date?", "not_found"), ("Why is it so expensive?", "beyond"), ("How many faces?", "beyond")],
)
def test_what_is_not_there_is_not_invented(engine: ReaderEngine, question: str, basis: str) -> None:
    """No source, no confidence and one of two fixed sentences."""
    answer = ask(engine, question, "invoice")
    assert (answer.basis, answer.confidence, answer.sources) == (basis, None, ())


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_page_is_read_and_places_are_of_the_page_as_sent(engine: ReaderEngine, degrees: int) -> None:
    """A page on its side or head gives the same answer; its box lies on the turned picture."""
    picture = drawn(ROWS, *SIZE).rotate(degrees, expand=True)
    engine.keep_page(f"turned {degrees}", wire_page(picture))
    answer = ask(engine, "What is the total amount?", f"turned {degrees}")
    assert answer.text == "2.615,62"
    box = answer.sources[0].box
    place = picture.crop((box.left, box.top, box.right, box.bottom))
    darkest, _ = place.convert("L").getextrema()
    assert darkest == 0
    upright = (box.width > box.height) == (degrees == 180)
    assert upright


def test_tilted_page_keeps_its_rows(engine: ReaderEngine) -> None:
    """Two degrees of tilt do not part a label from its value."""
    picture = drawn(ROWS, *SIZE).rotate(-2, expand=True, fillcolor="white")
    engine.keep_page("tilted", wire_page(picture))
    assert ask(engine, "What is the total amount?", "tilted").text == "2.615,62"


@pytest.mark.parametrize(
    "picture",
    [Image.new("RGB", (300, 200), "white"), Image.new("RGB", (1, 1)), Image.new("RGB", (900, 3))],
    ids=["blank", "one-pixel", "strip"],
)
def test_page_without_text_has_no_answer(engine: ReaderEngine, picture: Image.Image) -> None:
    """Nothing to read is said, whatever the shape of the picture."""
    key = f"{picture.width}x{picture.height}"
    engine.keep_page(key, wire_page(picture))
    assert ask(engine, "What is the total amount?", key).basis == "not_found"


def test_text_layer_is_used_instead_of_pixels(engine: ReaderEngine) -> None:
    """Where a document brings its own words, they are taken as they are: the pixels here are blank."""
    rows = [*ROWS, *((400 + 30 * i, (40, "Bitte überweisen Sie den Betrag ohne Abzug.")) for i in range(5))]
    words = [
        payloads.Word(word, payloads.Box(x + 14 * len(before), y, 12 * len(word), 20))
        for y, *cells in rows
        for x, text in cells
        for before, word in ((text[: text.index(word)], word) for word in text.split())
    ]
    engine.keep_page("layer", wire_page(Image.new("RGB", (720, 600), "white"), tuple(words)))
    answer = ask(engine, "What is the total amount?", "layer")
    assert (answer.text, answer.confidence) == ("2.615,62", "sure")
    assert abs(answer.sources[0].box.left - 560) <= 1


def test_best_page_of_several_answers(engine: ReaderEngine) -> None:
    """The page that knows wins, and the source names it."""
    engine.keep_page("other", wire_page(drawn([(30, (40, "Allgemeine Bedingungen"))], 500, 120)))
    answer = ask(engine, "What is the total amount?", "other", "invoice")
    assert answer.text == "2.615,62"


def test_a_page_that_is_named_answers_alone(engine: ReaderEngine) -> None:
    """By its place among those asked about, or by its own number; of a page that is not there nothing is said."""
    slide = wire_page(drawn(((60, (40, "Next meeting")), (120, (40, "Room 204"))), *SIZE))
    engine.keep_page("slide", msgspec.structs.replace(slide, number=75))
    for question in ("What does the second slide say?", "What does slide 75 say?", "What is on the last page?"):
        answer = ask(engine, question, "invoice", "slide")
        assert ("Next meeting\nRoom 204", {75}) == (answer.text, {source.number for source in answer.sources})
    assert "2.615,62" == ask(engine, "What is the total amount on the first page?", "invoice", "slide").text
    assert "not_found" == ask(engine, "What does the third slide say?", "invoice", "slide").basis


def test_code_is_decoded_with_its_place(engine: ReaderEngine) -> None:
    """A QR code's text is given as it is, with basis code."""
    import zxingcpp

    symbol = zxingcpp.create_barcode("WIFI:S:ward 3;;", zxingcpp.BarcodeFormat.QRCode)
    picture = Image.new("RGB", (400, 400), "white")
    picture.paste(Image.fromarray(symbol.to_image(scale=6)).convert("RGB"), (100, 100))
    engine.keep_page("code", wire_page(picture))
    answer = ask(engine, "What does the QR code say?", "code")
    assert (answer.text, answer.basis) == ("WIFI:S:ward 3;;", "code")
    assert answer.sources[0].box.left >= 100


def test_hidden_faces_are_counted(engine: ReaderEngine) -> None:
    """What the airlock hid is told with the page: the number of faces and their places, though none can be seen."""
    face = payloads.Region("FACE", 0.9, "centerface", payloads.Box(10, 10, 20, 20))
    page = msgspec.structs.replace(wire_page(Image.new("RGB", (64, 64), "white")), hidden=(face,))
    engine.keep_page("one face", page)
    answer = ask(engine, "How many faces are there?", "one face")
    assert ("1", "detector", [face.box]) == (answer.text, answer.basis, [source.box for source in answer.sources])


def test_faces_are_not_counted_where_nobody_looked(engine: ReaderEngine) -> None:
    """Under policy off the reader does not claim that there are none."""
    engine.keep_page("unknown", wire_page(Image.new("RGB", (64, 64), "white")))
    assert ask(engine, "How many faces are there?", "unknown").basis == "beyond"


def test_real_invoice_is_answered_with_sources(engine: ReaderEngine) -> None:
    """A ZUGFeRD sample at 150 dpi: party, number, date and amounts are found, each with a place."""
    engine.keep_page("sample", wire_page(Image.open(SAMPLE)))
    expected = {
        "Which company issued this document?": "Bei Spiel GmbH",
        "What is the invoice number?": "RE-20171118/506",
        "What is the net amount before tax?": "496,00 €",
        "How much is the VAT (tax) amount in total?": "75,04 €",
        "What is the total amount to pay?": "571,04 €",
        "Who is the customer?": "Theodor Est",
        "What is the IBAN?": "DE88200800000970375700",
    }
    answers = {question: ask(engine, question, "sample") for question in expected}
    assert {question: answer.text for question, answer in answers.items()} == expected
    assert all(answer.sources for answer in answers.values())


def test_cancel_while_reading_ends_with_cancelled(engine: ReaderEngine) -> None:
    """Cancel between lines ends the answer; the page can be asked about again."""
    engine.keep_page("cancelled", wire_page(drawn(ROWS[:2], 500, 120)))
    calls = iter([False, False, True])
    *_, last = engine.answer(Question("What is the total?", ("cancelled",)), lambda: next(calls, True))
    assert isinstance(last, Answer)
    assert (last.finish, last.basis, last.text) == ("cancelled", "stopped", "")
    assert ask(engine, "Which company is this?", "cancelled").text == "Holzwurm Werkstatt GmbH"


def test_unknown_page_and_unloaded_engine_are_said(engine: ReaderEngine) -> None:
    """A page that was never kept is asked for again; an engine that was not loaded says so."""
    with pytest.raises(RequestFailed) as missing:
        ask(engine, "What is the total?", "never kept")
    assert missing.value.code == ErrorCode.PAGE_NOT_KEPT
    with pytest.raises(RequestFailed) as unloaded:
        ask(ReaderEngine(), "What is the total?")
    assert unloaded.value.code == ErrorCode.MODEL_NOT_LOADED


def test_import_is_light_and_loading_brings_no_network_client() -> None:
    """Importing the engine imports nothing heavy; loading it brings neither `requests` nor rapidocr's code."""
    program = (
        "import sys\n"
        "from model_runtime.engines.reader.reader_engine import ReaderEngine\n"
        "early = {'numpy', 'cv2', 'onnxruntime'} & set(sys.modules)\n"
        "info = ReaderEngine().load(lambda done, total: None, lambda: False)\n"
        "late = {'requests', 'urllib3', 'rapidocr', 'http.client'} & set(sys.modules)\n"
        "print(sorted(early), sorted(late), len(info.sha256))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[] [] 64\n"
