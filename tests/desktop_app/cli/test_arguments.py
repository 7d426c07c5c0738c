"""The command line's words: names, flags and bounds of the contract; anything else is a usage error, never a traceback."""

import argparse
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.cli import arguments


def parsed(*words: str) -> argparse.Namespace:
    """Read a command line."""
    return arguments.parser().parse_args(list(words))


def exit_code_of(*words: str) -> object:
    """Return the exit code with which a command line is refused."""
    with pytest.raises(SystemExit) as raised:
        parsed(*words)
    return raised.value.code


def test_defaults_are_those_of_the_contract() -> None:
    """Faces are hidden, the built-in reader answers, greedily."""
    words = parsed("analyze", "a.png", "b.png", "--ask", "x", "--ask", "y")
    assert (2, ["x", "y"], "reader", "auto", "faces", 0.0) == (
        len(words.files),
        words.ask,
        words.model,
        words.precision,
        words.redact,
        words.temperature,
    )


def test_a_batch_asks_as_analyze_does_and_names_its_output(tmp_path: Path) -> None:
    """A folder that is there, an output, and the same defaults."""
    words = parsed("batch", str(tmp_path), "--ask", "x", "--out", "rows.jsonl")
    assert (tmp_path, ["x"], "reader", "auto", "faces", False, False, 512) == (
        words.folder,
        words.ask,
        words.model,
        words.precision,
        words.policy,
        words.unreviewed,
        words.resume,
        words.max_tokens,
    )
    assert 2 == exit_code_of("batch", str(tmp_path), "--ask", "x")
    assert 2 == exit_code_of("batch", str(tmp_path / "missing"), "--out", "rows.jsonl")


@pytest.mark.parametrize(
    ("text", "pages"),
    [("1", (1,)), ("1-3,7", (1, 2, 3, 7)), ("7,1-3", (7, 1, 2, 3)), ("2,2,1-2", (2, 1)), (" 4 , 5 ", (4, 5))],
)
def test_pages_are_read_in_order_without_repetition(text: str, pages: tuple[int, ...]) -> None:
    """`1-3,7` and the like."""
    assert pages == parsed("analyze", "f", "--pages", text).pages


@pytest.mark.parametrize(
    "text", ["", "0", "3-1", "1-", "-1", "1,,2", "a", "1-2-3", "1.5", "99999999", "1-20000", "1;2"]
)
def test_impossible_pages_are_a_usage_error(text: str) -> None:
    """Counting starts at one, ranges go upwards and are bounded."""
    assert 2 == exit_code_of("analyze", "f", f"--pages={text}")


@given(st.text(max_size=30))
def test_any_text_gives_pages_or_a_refusal(text: str) -> None:
    """Never another exception, never an endless list."""
    try:
        pages = arguments._pages(text)
    except argparse.ArgumentTypeError:
        return
    assert len(set(pages)) == len(pages) > 0
    assert all(1 <= page <= arguments.MAX_PAGE_NUMBER for page in pages)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=20, unique=True))
def test_pages_that_are_written_out_are_read_as_written(pages: list[int]) -> None:
    """Any selection can be given."""
    assert tuple(pages) == arguments._pages(",".join(map(str, pages)))


@given(
    st.one_of(st.text(max_size=30), st.lists(st.integers(-5, 10**7), max_size=6).map(lambda n: ",".join(map(str, n))))
)
def test_any_text_gives_a_region_or_a_refusal(text: str) -> None:
    """Four whole numbers, the last two above zero."""
    try:
        region = arguments._region(text)
    except argparse.ArgumentTypeError:
        return
    assert 4 == len(region)
    assert min(region[:2]) >= 0
    assert min(region[2:]) > 0


def test_a_region_is_left_top_width_height() -> None:
    """In this order."""
    assert (1, 2, 30, 40) == parsed("analyze", "f", "--region", "1,2,30,40").region


@given(st.text(max_size=20))
def test_any_text_gives_a_temperature_or_a_refusal(text: str) -> None:
    """From 0 to 10; not a number is no number."""
    try:
        assert 0.0 <= arguments._temperature(text) <= 10.0
    except argparse.ArgumentTypeError:
        return


@pytest.mark.parametrize("text", ["nan", "inf", "-0.1", "10.1", "warm", ""])
def test_impossible_temperatures_are_a_usage_error(text: str) -> None:
    """They are said, not clipped."""
    assert 2 == exit_code_of("analyze", "f", f"--temperature={text}")


@pytest.mark.parametrize(
    "words",
    [
        ("--pages", "1", "--every", "2"),
        ("--pages", "1", "--sampling", "scenes"),
        ("--every", "2", "--sampling", "uniform"),
    ],
)
def test_pages_are_chosen_in_one_way(words: tuple[str, ...]) -> None:
    """By number, by time or by a rule; two ways at once are a usage error."""
    assert 2 == exit_code_of("analyze", "f", *words)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("analyze",),
        ("dance",),
        ("analyze", "f", "--max-tokens=0"),
        ("analyze", "f", "--max-tokens=1e3"),
        ("analyze", "f", "--seed=-1"),
        ("analyze", "f", "--precision=int3"),
        ("redact", "f"),
        ("redact", "f", "--out", "o", "--operator", "smear"),
        ("models",),
        ("doctor", "now"),
    ],
)
def test_what_the_contract_does_not_know_is_a_usage_error(words: tuple[str, ...]) -> None:
    """Exit code 2."""
    assert 2 == exit_code_of(*words)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u3000"])
@pytest.mark.parametrize(
    "words",
    [
        ("analyze", "f", "--ask"),
        ("analyze", "f", "--ask", "What is it?", "--ask"),
        ("analyze", "f", "--preset"),
        ("analyze", "f", "--model"),
        ("analyze", "f", "--redact"),
        ("batch", ".", "--out", "o", "--ask"),
        ("batch", ".", "--out", "o", "--policy"),
        ("redact", "f", "--out", "o", "--policy"),
        ("models", "import", "f", "--name"),
        ("models", "fit"),
        ("models", "verify"),
        ("models", "remove"),
    ],
    ids=" ".join,
)
def test_an_empty_text_is_a_usage_error(words: tuple[str, ...], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Also one of blanks; said in one sentence, before anything is started."""
    assert 2 == exit_code_of(*words, text)
    told = capsys.readouterr().err.splitlines()
    assert told[-1].endswith(": this must not be empty")
    assert words[-1].startswith("--") == (f"argument {words[-1]}:" in told[-1])


@pytest.mark.parametrize(
    "words",
    [
        ("batch", "", "--ask", "x", "--out", "rows.jsonl"),
        ("batch", ".", "--ask", "x", "--out", ""),
        ("analyze", "", "--ask", "x"),
        ("redact", "", "--out", "copies"),
        ("models", "import", ""),
    ],
)
def test_an_empty_name_is_no_folder(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """A variable of the shell that is not set would be the folder that one is in."""
    with pytest.raises(SystemExit):
        parsed(*words)
    assert "must name a file or a folder" in capsys.readouterr().err


def test_every_command_carries_its_function() -> None:
    """The main function calls what was chosen."""
    lines = [("analyze", "f"), ("redact", "f", "--out", "o"), ("models", "list"), ("doctor",)]
    assert [True] * 4 == [callable(parsed(*line).run) for line in lines]


def test_words_that_are_not_known_drive_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """They may be names of files that somebody else chose: `incamera redact *`."""
    assert 2 == exit_code_of("redact", "f", "--out", "o", "--b\x1b[31mad\x07\n")
    said = capsys.readouterr().err
    assert "unrecognized arguments: --b\N{REPLACEMENT CHARACTER}[31mad" in said
    assert set() == set(said) & {"\x1b", "\x07"}


def test_help_names_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts rely on them."""
    with pytest.raises(SystemExit):
        parsed("--help")
    assert re.search(r"0 done.*2 usage.*70 bug", " ".join(capsys.readouterr().out.split()))
