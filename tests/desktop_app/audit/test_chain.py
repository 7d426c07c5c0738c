"""The chain of the audit log: whatever is done to it is found, but for a cut end, which a head noted elsewhere finds."""

import msgspec
import pytest

from desktop_app.audit import chain
from desktop_app.audit.cef import cef_line
from desktop_app.audit.chain import Entry, Flaw, Head


def made(count: int) -> list[bytes]:
    """Return the lines of a log."""
    head, lines = Head(), []
    for number in range(count):
        facts: chain.Facts = {"job": str(number), "pages": number, "code": "žluť | = \\"}
        line, head = chain.line_after(head, f"2026-11-28T10:00:0{number}.000+00:00", "opened", facts)
        lines.append(line)
    return lines


def test_a_log_that_nobody_touched_holds() -> None:
    """Every entry, and its head is that of the last."""
    lines = made(5)
    last = chain.entry_of(lines[-1])
    assert isinstance(last, Entry)
    assert chain.Verdict(Head(5, last.hash)) == chain.verify(lines)
    assert chain.Verdict(Head()) == chain.verify([])


def test_each_flipped_bit_is_found() -> None:
    """Of every byte of every line, the ends of lines included."""
    data = b"".join(made(3))
    for position in range(len(data)):
        for bit in range(8):
            changed = bytearray(data)
            changed[position] ^= 1 << bit
            verdict = chain.verify(bytes(changed).splitlines(keepends=True))
            assert verdict.flaw is not None, (position, bit)


@pytest.mark.parametrize("taken", [1, 2, 4])
def test_a_cut_beginning_is_found(taken: int) -> None:
    """The first line that is left does not begin the chain."""
    assert (Flaw.MISPLACED, 1) == (chain.verify(made(5)[taken:]).flaw, chain.verify(made(5)[taken:]).line)


def test_what_is_cut_out_swapped_doubled_or_inserted_is_found() -> None:
    """Also an entry that is itself whole: one of another log, or one that was written anew."""
    lines = made(6)
    foreign = chain.line_after(Head(3, "f" * 64), "2026-11-28T10:00:00.000+00:00", "opened", {})[0]
    assert 3 == chain.verify([*lines[:2], *lines[3:]]).line
    assert 3 == chain.verify([*lines[:2], lines[3], lines[2], *lines[4:]]).line
    assert 4 == chain.verify([*lines[:3], lines[2], *lines[3:]]).line
    assert 4 == chain.verify([*lines[:3], foreign, *lines[3:]]).line


def test_a_rewritten_tail_holds_and_has_another_head() -> None:
    """What the chain alone cannot find, a head that was noted elsewhere does."""
    lines = made(4)
    honest = chain.verify(lines).head
    cut = chain.verify(lines[:3]).head
    forged = chain.line_after(cut, "2026-11-28T10:00:03.000+00:00", "opened", {"job": "another"})[0]
    assert chain.verify([*lines[:3], forged]).flaw is None
    assert honest not in (cut, chain.verify([*lines[:3], forged]).head)


@pytest.mark.parametrize(
    "line",
    [b"\n", b"{}\n", b"[]\n", b"\xff\n", b"null\n", b'{"seq":1}\n', b"{" * 5000 + b"\n", b'{"seq":1e999}\n'],
)
def test_what_is_no_entry_is_one_flaw(line: bytes) -> None:
    """Never an exception."""
    assert chain.entry_of(line) is Flaw.NOT_AN_ENTRY
    assert chain.entry_of(line[:-1]) is Flaw.NOT_ENDED


def test_an_entry_in_another_form_is_none() -> None:
    """The same values with a space more: what is hashed is what is written."""
    line = made(1)[0]
    assert chain.entry_of(line.replace(b'":', b'": ', 1)) is Flaw.NOT_AN_ENTRY


def test_cef_keeps_the_chain_and_escapes_what_would_end_a_field() -> None:
    """A collector sees the hashes, and one field for each fact."""
    entry = chain.entry_of(made(1)[0])
    assert isinstance(entry, Entry)
    line = cef_line(msgspec.structs.replace(entry, facts={"code": "a=b\\c|d\ne", "hidden_FACE": 2}), "1.0|x")
    head, fields = line.split("|opened|opened|2|")
    assert "CEF:0|In Camera|In Camera|1.0\\|x" == head
    assert f"cs1={entry.hash}" in fields
    assert f"cs2={entry.prev_hash}" in fields
    assert fields.endswith("inCameraCode=a\\=b\\\\c|d\\ne inCameraHiddenFace=2")
