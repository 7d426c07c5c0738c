"""`incamera batch`: a row for each file and question, whatever lies in the folder, however often it is ended and gone on with."""

import hashlib
import json
import os
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.program import DATA, Program, Ran
from tests.helpers.receipts import write_receipt, write_receipts

ASK = ("--ask", "What is the total?")
HEAD = ["id", "call", "path", "question", "file"]


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows that are in a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(row: dict[str, Any]) -> tuple[str, str]:
    """Return a row's place in the folder, and its answer or its error."""
    return row["path"], row["error"]["code"] if "error" in row else row["answers"][0]["answer"].split()[-1]


def said(ran: Ran) -> list[str]:
    """Return what was said on stderr, without how far it was: that depends on the machine."""
    return [line for line in ran.err.splitlines() if not re.fullmatch(r"incamera: \d+ of \d+ files(, .* left)?", line)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three receipts that are quick to read."""
    write_receipts(tmp_path / "folder", 3)
    return tmp_path / "folder"


def test_every_file_is_a_row_for_each_question(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """In a stable order; a row is that of `analyze --json`, with its id, its place below the folder and its question."""
    out = tmp_path / "rows.jsonl"
    out.write_text("what was there is replaced, for it was named", encoding="utf-8")
    ran = incamera.run("batch", folder, *ASK, "--ask", "What is the date?", *ASK, "--out", out)
    assert (0, "", []) == (ran.code, ran.out, said(ran))
    made = rows(out)
    assert 6 == len(made) == len({row["id"] for row in made})
    assert [(f"0{number}{suffix}", f"{10 + number}.34") for number, suffix in enumerate((".png", ".jpg", ".pdf"))] == [
        told(row) for row in made[::2]
    ]
    assert ["2026-03-14"] * 3 == [told(row)[1] for row in made[1::2]]
    (alike,) = incamera.run("analyze", folder / "00.png", *ASK, "--json").records
    assert [*HEAD[:-1], *alike] == list(made[0])
    assert (alike["sha256"], str(folder / "00.png")) == (made[0]["sha256"], made[0]["file"])
    assert alike["answers"][0]["sources"] == made[0]["answers"][0]["sources"]


def test_what_claims_to_be_readable_is_a_row_and_what_does_not_is_passed_over(
    incamera: Program, tmp_path: Path
) -> None:
    """The rest of the folder is answered about, and the code is that of the worst."""
    folder = tmp_path / "folder"
    folder.mkdir()
    write_receipt(folder / "z.png").rename(folder / "a picture by its content")
    (folder / "broken.jpg").write_bytes((DATA / "hostile" / "truncated.jpg").read_bytes())
    (folder / "empty.PDF").touch()
    (folder / "notes.txt").write_text("none of ours", encoding="utf-8")
    (folder / "z.heic").write_bytes((DATA / "crashing" / "heic-item-type.heic").read_bytes())
    write_receipt(folder / "zz.png")
    out = folder / "rows.jsonl"
    ran = incamera.run("batch", folder, *ASK, "--out", out)
    assert 3 == ran.code
    assert [
        ("a picture by its content", "12.34"),
        ("broken.jpg", "file_damaged"),
        ("empty.PDF", "file_empty"),
        ("zz.png", "12.34"),
    ] == [told(row) for row in rows(out) if row["path"] != "z.heic"]
    bad = [row for row in rows(out) if "error" in row]
    assert [[*HEAD, "error"]] * 3 == [list(row) for row in bad]
    assert [f"incamera: {row['file']}: {row['error']['message']}" for row in bad] == said(ran)[:-1]
    assert "1 of 6 files are of other types" in said(ran)[-1]
    before = out.read_bytes()
    again = incamera.run("batch", folder, *ASK, "--out", out, "--resume")  # its own rows lie in the folder
    assert (3, before) == (again.code, out.read_bytes())


def test_what_nobody_has_reviewed_is_a_row_that_says_so(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """Unless the call says that it may be asked about all the same; such rows never mix."""
    out = tmp_path / "rows.jsonl"
    call = ("batch", folder, *ASK, "--policy", "financial", "--out", out)
    ran = incamera.run(*call)
    assert (6, ["review_needed"] * 3) == (ran.code, [row["error"]["code"] for row in rows(out)])
    ran = incamera.run(*call, "--unreviewed", "--resume")
    assert (2, 1, 3) == (ran.code, len(said(ran)), len(rows(out)))
    ran = incamera.run(*call, "--unreviewed")
    assert (0, [["not_reviewed"]] * 3) == (ran.code, [row["warnings"] for row in rows(out)])


def test_a_call_that_somebody_ends_is_gone_on_with(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """Ctrl+C leaves whole rows and no row of what it cut short; only what is missing is done then."""
    write_receipts(folder, 8)
    out = tmp_path / "rows.jsonl"
    call = ("batch", folder, *ASK, "--out", out, "--resume")
    with incamera.start(*call) as process:
        while not (out.exists() and out.read_bytes()):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (130, True) == (process.returncode, "Traceback" not in err)
    first = out.read_bytes()
    assert first.endswith(b"}\n")
    assert 1 <= first.count(b"\n") < 8
    lines = first.splitlines(keepends=True)
    out.write_bytes(b"".join(lines[1:]) + lines[0][:50])  # a row taken out is a file to be done again
    ran = incamera.run(*call)
    assert 0 == ran.code, ran.err
    assert sorted(f"{10 + number}.34" for number in range(8)) == sorted(told(row)[1] for row in rows(out))
    assert out.read_bytes().startswith(b"".join(lines[1:]))


def test_a_file_is_done_again_where_one_of_its_rows_is_missing(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """A row torn between two questions of a file comes once, and so does its neighbour."""
    out = tmp_path / "rows.jsonl"
    call = ("batch", folder, *ASK, "--ask", "What is the date?", "--out", out)
    assert 0 == incamera.run(*call).code
    whole = rows(out)
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:3]) + lines[3][:-1])
    assert 0 == incamera.run(*call, "--resume").code
    assert [row["id"] for row in whole] == [row["id"] for row in rows(out)]
    assert [told(row) for row in whole] == [told(row) for row in rows(out)]


def test_a_file_that_has_changed_is_done_again(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """Its row was about another one; one that cannot be read just then keeps its answer, and so does one that has gone."""
    out = tmp_path / "rows.jsonl"
    call = ("batch", folder, *ASK, "--out", out)
    assert 0 == incamera.run(*call).code
    before = rows(out)
    write_receipt(folder / "00.png", ("CORNER BAKERY", "TOTAL EUR 77.77"))
    (folder / "01.jpg").unlink()
    assert 0 == incamera.run(*call, "--resume").code
    assert [*before[1:], "77.77"] == [*rows(out)[:-1], told(rows(out)[-1])[1]]
    again = out.read_bytes()
    assert 0 == incamera.run(*call, "--resume").code
    assert again == out.read_bytes()


def test_what_is_wrong_with_the_call_is_said_once_and_replaces_nothing(
    incamera: Program, folder: Path, tmp_path: Path
) -> None:
    """A policy that is not understood is no fault of any file, and the rows of an earlier call stay."""
    out, policy = tmp_path / "rows.jsonl", tmp_path / "mine.toml"
    out.write_text("rows of yesterday", encoding="utf-8")
    policy.write_text("not toml at all [", encoding="utf-8")
    ran = incamera.run("batch", folder, *ASK, "--policy", policy, "--out", out)
    assert (2, 1) == (ran.code, len(said(ran)))
    assert "policy is not understood" in said(ran)[0]
    assert "rows of yesterday" == out.read_text("utf-8")


def test_errors_of_an_earlier_call_are_named_as_such(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """Whoever goes on where nothing is left to do learns why the call does not end well; a film counts as a file."""
    out = tmp_path / "rows.jsonl"
    (folder / "evidence.mp4").write_bytes(b"")
    first = incamera.run("batch", folder, *ASK, "--out", out)
    assert (3, "file_empty") == (first.code, told(rows(out)[-1])[1])
    out.chmod(0o600)
    again = incamera.run("batch", folder, *ASK, "--out", out, "--resume")
    assert (3, ["incamera: 1 row holds an error from an earlier call."]) == (again.code, said(again))
    assert 0o600 == out.stat().st_mode & 0o777


@pytest.mark.skipif(os.name == "nt", reason="files are not locked there")
def test_two_calls_do_not_write_to_one_output(incamera: Program, folder: Path, tmp_path: Path) -> None:
    """The second says so and changes nothing, whether it would begin anew or go on."""
    out = tmp_path / "rows.jsonl"
    call = ("batch", folder, *ASK, "--out", out)
    with incamera.start(*call) as process:
        while not (out.exists() and out.read_bytes()):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGSTOP)
        refused = [incamera.run(*call, *more) for more in ((), ("--resume",))]
        process.send_signal(signal.SIGCONT)
        process.communicate(timeout=60)
    assert [
        (3, ["incamera: Another call is writing to this output. Wait until it has ended, or name another output."])
    ] * 2 == [(ran.code, said(ran)) for ran in refused]
    assert (0, 3) == (process.returncode, len(rows(out)))


@pytest.mark.parametrize("name", ["00.png", "notes"])
def test_a_file_of_the_folder_is_no_output(name: str, incamera: Program, folder: Path) -> None:
    """Neither what would be read, nor what is something else than rows."""
    (folder / "notes").write_text("mine", encoding="utf-8")
    before = hashlib.sha256((folder / name).read_bytes()).digest()
    ran = incamera.run("batch", folder, *ASK, "--out", folder / name)
    assert (2, 1) == (ran.code, len(said(ran)))
    assert before == hashlib.sha256((folder / name).read_bytes()).digest()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nothing-such", "--out", "rows.jsonl"], 2),
        (["folder"], 2),
        (["folder", "--out", "rows.jsonl", "--policy", "nothing-such"], 2),
        (["folder", "--out", "rows.jsonl", "--model", "nothing-such"], 4),
        (["folder", "--out", "rows.jsonl", "--ask", " "], 2),
        (["folder", "--out", "missing/rows.jsonl"], 3),
    ],
)
def test_what_cannot_be_done_leaves_nothing(words: list[str], code: int, incamera: Program) -> None:
    """Nothing is begun."""
    (incamera.home / "folder").mkdir()
    ran = incamera.run("batch", *words)
    assert (code, [incamera.home / "folder"]) == (ran.code, list(incamera.home.iterdir())), ran.err


def test_an_empty_folder_has_no_rows(incamera: Program) -> None:
    """And that is no error."""
    (incamera.home / "folder").mkdir()
    ran = incamera.run("batch", "folder", "--out", "rows.jsonl")
    assert (0, "", b"") == (ran.code, ran.err, (incamera.home / "rows.jsonl").read_bytes())
