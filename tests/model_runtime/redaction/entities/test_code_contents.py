"""Codes say which names, streets, accounts and dates to look for, and those are found however they are printed."""

import pytest

from model_runtime.redaction.entities.code_contents import MAX_WORDS, words_in
from model_runtime.redaction.entities.entity import EntityKind
from model_runtime.redaction.entities.known_words import KnownWord, KnownWords
from model_runtime.redaction.entities.page_entities import found_on
from model_runtime.redaction.entities.readable import Readable
from tests.helpers.read_lines import line_at

SWISS = (
    "SPC\r\n0200\r\n1\r\nCH4431999123000889012\r\nS\r\nQuillon Vexberry\r\nDorfweg\r\n3\r\n9490\r\nVaduz\r\nLI\r\n"
    + "\r\n" * 7
    + "1949.75\r\nCHF\r\n{}\r\nIxchel Nordwaldt\r\n{}\r\n{}\r\n3098\r\nKoeniz\r\nCH\r\nQRR\r\n210000000003139471430009017\r\n\r\nEPD"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SWISS.format("S", "Rosenrain", "8"), {"CH4431999123000889012", "Quillon Vexberry", "Dorfweg 3", "9490 Vaduz", "Ixchel Nordwaldt", "Nordwaldt", "Rosenrain 8", "3098 Koeniz"}),
        (SWISS.format("K", "Rosenrain 8", "3098 Köniz"), {"CH4431999123000889012", "Quillon Vexberry", "Dorfweg 3", "9490 Vaduz", "Ixchel Nordwaldt", "Nordwaldt", "Rosenrain 8", "3098 Köniz"}),
        ("SPC\n0200", set()),
        ("BCD\n002\n1\nSCT\nBIC\nQuillon Vexberry\nDE89370400440532013000\nEUR12", {"Quillon Vexberry", "DE89370400440532013000"}),
        ("BEGIN:VCARD\r\nN:Vexberry;Quillon;Q.;Dr.;\r\nFN:Dr. Quillon\r\n  Vexberry\r\nitem1.ADR;TYPE=home:;;Rosenrain 8;Köniz;;3098;CH\r\nTEL;TYPE=cell:tel:+41791234567\r\nEMAIL:q@v.example\r\nBDAY:1970-05-03\r\nEND:VCARD",
         {"Quillon Vexberry", "Vexberry", "Quillon Q. Vexberry", "Dr. Quillon Vexberry", "Rosenrain 8", "3098 Köniz", "Köniz 3098", "+41791234567", "q@v.example", "1970-05-03"}),
        ("MECARD:N:Vexberry,Quillon;TEL:+41791234567;ADR:,,Rosenrain 8,,,,;;", {"Quillon Vexberry", "Vexberry", "+41791234567", "Rosenrain 8"}),
        ("@\n\x1e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSVEXBERRY\nDACQUILLON\nDADQ\nDBB05031970\nDAG123 NORTH STREET\n",
         {"QUILLON VEXBERRY", "QUILLON Q VEXBERRY", "VEXBERRY", "QUILLON", "D12345678", "05031970", "123 NORTH STREET"}),
        ("@\n\x1e\rAAMVA\nDCSVEXBERRY\nDCTQUILLON,Q\n", {"QUILLON Q VEXBERRY", "QUILLON Q  VEXBERRY", "VEXBERRY", "QUILLON Q"}),
        ("M1VEXBERRY/QUILLONMR  EABC123 FRAJFKLH 0400 226F001A0025 100", {"QUILLON VEXBERRY", "VEXBERRY/QUILLON", "VEXBERRY"}),
        ('<?xml version="1.0"?> <PrintLetterBarcodeData uid="234567890124" name="Quillon Vexberry" dob="03/05/1970" pc="3098" street="Rosenrain 8"/>',
         {"234567890124", "Quillon Vexberry", "03/05/1970", "Rosenrain 8"}),
        ("upi://pay?pa=q.v@okbank&pn=Quillon%20Vexberry&am=1", {"q.v@okbank", "Quillon Vexberry"}),
        ("mailto:q@v.example?subject=x", {"q@v.example"}),
        ("tel:+41791234567", {"+41791234567"}),
        ("0002015802BR5916QUILLON VEXBERRY6008BRASILIA", {"QUILLON VEXBERRY"}),
        ("Patient no. 4711-22\nsee you", {"4711-22"}),
        ("4006381333931", set()),
    ],
)  # fmt: skip
def test_what_a_code_says_is_what_to_look_for(text: str, expected: set[str]) -> None:
    """Payment codes, contacts, licences, passes, links and plain text."""
    assert {word.text for word in words_in([text])} == expected


def test_words_are_bounded() -> None:
    """A code that names a thousand people makes no thousand patterns; what is too short or long to be a name is none."""
    many = "BEGIN:VCARD\n" + "\n".join(f"FN:Vexberry {'x' * (number % 90)}" for number in range(1000))
    words = words_in([many])
    assert 0 < len(words) <= MAX_WORDS
    assert max(len(word.text) for word in words) <= 80


@pytest.mark.parametrize(
    ("kind", "word", "printed"),
    [
        (
            "PERSON",
            "Ixchel Nordwaldt",
            ("IXCHEL NORDWALDT", "Nordwaldt, Ixchel", "Ixchel  Nordwaldt", "ixchel nordwaldt"),
        ),
        ("PERSON", "Ixchel Groß", ("Ixchel Gross", "Groß, Ixchel")),
        ("PERSON", "Ixchel Gross", ("Ixchel Groß",)),
        ("ADDRESS", "3098 Koeniz", ("3098 Köniz", "3098 Koeniz", "3098 Koniz")),
        ("ADDRESS", "3098 Köniz", ("3098 Koeniz",)),
        ("ADDRESS", "Rosenrain 8", ("Rosenrain 8", "8, Rosenrain")),
        ("IBAN", "CH4431999123000889012", ("CH44 3199 9123 0008 8901 2",)),
        ("EMAIL", "q@v.example", ("Q@v.example", "q@ v.example")),
        ("DATE_OF_BIRTH", "1970-05-03", ("3.5.1970", "03/05/1970", "05/03/1970", "1970-05-03")),
        ("DATE_OF_BIRTH", "05031970", ("3 5 1970", "05-03-1970")),
        ("DATE_OF_BIRTH", "31.12.1970", ("31.12.1970", "12/31/1970")),
    ],
)
def test_a_known_word_is_found_however_it_is_printed(kind: str, word: str, printed: tuple[str, ...]) -> None:
    """Case, accents, umlauts, order and blanks do not count; the word must stand alone."""
    words = KnownWords((KnownWord(EntityKind(kind), word),))
    for form in printed:
        text = f"for {form}; please"
        assert form in {text[one.start : one.end] for one in words.found_in(Readable(text))}, form
        assert not list(words.found_in(Readable(f"x{form}x")))


@pytest.mark.parametrize("word", [("PERSON", "--"), ("IBAN", "12"), ("DATE_OF_BIRTH", "soon")])
def test_too_little_to_look_for_is_found_nowhere(word: tuple[str, str]) -> None:
    """An empty pattern would hide everything."""
    words = KnownWords((KnownWord(EntityKind(word[0]), word[1]),))
    assert not list(words.found_in(Readable("-- 12 soon and all the rest")))


def test_words_of_a_code_are_found_on_the_page() -> None:
    """A name that no list knows, in a sentence, because the code beside it has it."""
    line = line_at("zahlbar von ixchel nordwaldt bis montag", 0, 0)
    assert not [one for one in found_on([line]) if one.kind == "PERSON"]
    words = KnownWords(words_in([SWISS.format("S", "Rosenrain", "8")]))
    assert {one.place.text for one in found_on([line], words) if one.kind == "PERSON"} == {"ixchel nordwaldt"}
