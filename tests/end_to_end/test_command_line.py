"""The command line keeps its contract: answers with places, stable JSON, exit codes, nothing half-written."""

import hashlib
import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.end_to_end.program import DATA, SAMPLE, Program, Ran, as_ordinary_user
from tests.helpers.children import child_pids, is_alive, wait_until

ASK = ("--ask", "What is the total?")
HOSTILE = DATA / "hostile"
READABLE = {"jpeg-named.pdf", "one-pixel.png", "javascript.pdf"} | {path.name for path in HOSTILE.glob("readable-*")}
"""Odd but harmless: read by content, and nothing on them answers."""
REFUSED = sorted(path for path in HOSTILE.iterdir() if path.name not in READABLE)
PHOTO = DATA / "faces" / "two-people.jpg"

needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def test_answer_comes_with_its_place(incamera: Program) -> None:
    """The sample's total is printed as it stands on the page, with the page and the box."""
    ran = incamera.run("analyze", SAMPLE, *ASK)
    assert 0 == ran.code, ran.err
    answer, *notes = ran.out.splitlines()
    assert "567.51 EUR" == answer
    assert notes[-1].strip().startswith("page 1, ")
    assert "" == ran.err


def test_json_has_the_fields_of_the_contract(incamera: Program, receipt: Path) -> None:
    """One object a file, with the file's hash, every answer's source box, the model, the redaction and the proof."""
    ran = incamera.run("analyze", receipt, *ASK, "--ask", "What is the date?", "--json")
    assert 0 == ran.code, ran.err
    (record,) = ran.records
    assert ["file", "sha256", "pages", "answers", "model", "redaction", "sandbox", "timings_s", "warnings"] == list(
        record
    )
    assert str(receipt) == record["file"]
    assert hashlib.sha256(receipt.read_bytes()).hexdigest() == record["sha256"]
    assert ("reader", "fp32") == (record["model"]["name"], record["model"]["precision"])
    assert {"policy": "faces", "counts": {}} == record["redaction"]
    assert record["sandbox"]["held"] == record["sandbox"]["of"] >= 14  # seven tests at least in each of two children
    total, date = record["answers"]
    assert "12.34" in total["answer"]
    assert "2026-03-14" in date["answer"]
    for answer in (total, date):
        (source, *_) = answer["sources"]
        assert 1 == source["page"]
        assert 0 <= source["left"] < source["left"] + source["width"] <= 420
        assert 0 <= source["top"] < source["top"] + source["height"] <= 300
        assert "stop" == answer["finish"]


@pytest.mark.parametrize("policy", ["financial", "medical"])
def test_what_nobody_has_reviewed_is_not_asked_about(policy: str, incamera: Program, receipt: Path) -> None:
    """Nobody can review on the command line: code 6, one line, no answer, and a record that says why."""
    ran = incamera.run("analyze", receipt, *ASK, "--redact", policy)
    assert (6, "", 1, True) == (ran.code, ran.out, ran.err.count("\n"), "--unreviewed" in ran.err)
    ran = incamera.run("analyze", receipt, *ASK, "--redact", policy, "--json")
    (record,) = ran.records
    assert (6, "review_needed", False) == (ran.code, record["error"]["code"], "answers" in record)


def test_a_person_may_say_that_it_is_asked_about_all_the_same(incamera: Program, receipt: Path) -> None:
    """The answer comes, with a warning beside it and in the record."""
    ran = incamera.run("analyze", receipt, *ASK, "--redact", "medical", "--json", "--unreviewed")
    assert (0, "") == (ran.code, ran.err)
    (record,) = ran.records
    assert (["not_reviewed"], "medical") == (record["warnings"], record["redaction"]["policy"])
    ran = incamera.run("analyze", receipt, *ASK, "--redact", "medical", "--unreviewed")
    assert (0, 1, True) == (ran.code, ran.err.count("\n"), "nobody has" in ran.err)


def test_analysis_leaves_no_trace_in_the_home_folder(incamera: Program, receipt: Path) -> None:
    """No history, no cache, no library's telemetry: without CI in the environment the home folder stays empty."""
    assert 0 == incamera.run("analyze", receipt, *ASK).code
    assert [] == list(incamera.home.rglob("*"))


def test_bad_files_do_not_stop_the_good_one(incamera: Program, receipt: Path) -> None:
    """Every hostile file gets a sentence, and the good file at the end of the same call its answer."""
    ran = incamera.run("analyze", *REFUSED, HOSTILE / "nothing.png", receipt, *ASK, "--json")
    assert 3 == ran.code
    *bad, good = ran.records
    assert [str(path) for path in (*REFUSED, HOSTILE / "nothing.png")] == [record["file"] for record in bad]
    assert all(record["error"]["code"] and record["error"]["message"].endswith(".") for record in bad)
    assert "12.34" in good["answers"][0]["answer"]
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_hostile_file_ends_in_one_line_and_code_3(path: Path, incamera: Program) -> None:
    """Alone in a call, a file that cannot be read costs one line on stderr and nothing else."""
    ran = incamera.run("analyze", path, *ASK)
    assert (3, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))
    assert ran.err.startswith(f"incamera: {path}: ")


@pytest.mark.parametrize("name", sorted(READABLE))
def test_odd_file_is_read_safely(name: str, incamera: Program) -> None:
    """A wrong name, one pixel or a script that never runs are no reason to refuse; nothing there answers."""
    ran = incamera.run("analyze", HOSTILE / name, *ASK)
    assert (0, "Not found on this page.") == (ran.code, ran.out.splitlines()[0])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["analyze"], 2),
        (["analyze", SAMPLE, "--region", "1,2,3"], 2),
        (["analyze", SAMPLE, "--region", "0,0,9,9"], 2),
        (["analyze", SAMPLE, "--redact", "nothing-such"], 2),
        (["analyze", SAMPLE, "--preset", "nothing-such"], 2),
        (["analyze", SAMPLE, "--pages", "2"], 2),
        (["analyze", SAMPLE, "--model", "nothing-such"], 4),
        (["analyze", SAMPLE.parent], 3),
        (["redact", SAMPLE, "--out", SAMPLE], 2),
        (["models", "list"], 0),
    ],
    ids=lambda value: (
        " ".join(map(str, value)).replace(str(SAMPLE.parent), "SAMPLES") if isinstance(value, list) else None
    ),
)
def test_exit_codes_are_those_of_the_contract(words: list[str | Path], code: int, incamera: Program) -> None:
    """What went wrong can be told from the code, and nobody meets a traceback."""
    ran = incamera.run(*words)
    assert code == ran.code, ran.err
    assert "Traceback" not in ran.err


@needs_strace
def test_unproven_sandbox_opens_nothing(incamera: Program) -> None:
    """On a kernel without Landlock the tests do not all hold: code 7, and no file is opened."""
    without = incamera.under(
        "strace", "-f", "-qq", "-o", os.devnull, "-e", "inject=landlock_create_ruleset:error=ENOSYS"
    )
    ran = without.run("analyze", SAMPLE, *ASK)
    assert (7, "", 1) == (ran.code, ran.out, len(ran.err.splitlines()))


def test_ctrl_c_stops_without_half_a_result(incamera: Program, tmp_path: Path) -> None:
    """Interrupted at work, it ends with 130, leaves no process, and its output says which file was not finished, and which not begun."""
    out = tmp_path / "answers.jsonl"
    with incamera.start("analyze", SAMPLE, SAMPLE, *ASK, "--json", "--out", out) as process:
        wait_until(lambda: len(child_pids(process.pid)) == 2)
        children = child_pids(process.pid)
        time.sleep(1.0)  # now it decodes, looks for faces or reads
        process.send_signal(signal.SIGINT)
        ran = Ran(process.wait(300), *process.communicate())
    assert (130, "") == (ran.code, ran.out)
    assert "Traceback" not in ran.err
    records = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    told = [(record["file"], record["error"]["code"]) for record in records]
    assert [(str(SAMPLE), "cancelled"), (str(SAMPLE), "not_reached")] == told
    wait_until(lambda: not any(map(is_alive, children)))


def test_answers_are_written_whole_to_a_file(incamera: Program, receipt: Path, tmp_path: Path) -> None:
    """`--out` takes what would have been printed."""
    out = tmp_path / "answers.jsonl"
    ran = incamera.run("analyze", receipt, *ASK, "--json", "--out", out)
    assert (0, "") == (ran.code, ran.out)
    assert "12.34" in json.loads(out.read_text(encoding="utf-8"))["answers"][0]["answer"]


def test_redacted_copies_hide_the_faces_they_report(incamera: Program, tmp_path: Path) -> None:
    """A lossless copy is one even colour inside each reported region; a bad file is reported without an output."""
    picture, copies, report = tmp_path / "people.png", tmp_path / "copies", tmp_path / "report.jsonl"
    Image.open(PHOTO).save(picture)
    ran = incamera.run("redact", picture, HOSTILE / "zero-bytes.png", "--out", copies, "--report", report)
    assert 3 == ran.code
    good, bad = map(json.loads, report.read_text(encoding="utf-8").splitlines())
    assert "file_empty" == bad["error"]["code"]
    assert ["people.png"] == [path.name for path in copies.iterdir()]
    copy = copies / "people.png"
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == good["output_sha256"]
    regions = good["pages"][0]["regions"]
    assert 2 == len(regions)
    with Image.open(copy) as opened:
        for region in regions:
            left, top = region["left"], region["top"]
            inside = opened.crop((left, top, left + region["width"], top + region["height"]))
            assert 1 == len(inside.getcolors() or ())  # None: more than 256 of them


HELD_SINCE_CHILDREN_LEFT_MARKS = {"file_marks", "messages", "outliving", "system_facts"}


def check_doctor(program: Program, *, is_root: bool) -> None:
    """Run the doctor for a program and for a person, and find everything held."""
    findings = json.loads(program.run("doctor", "--json").out)
    assert is_root == findings["user_is_root"]
    assert findings["sandbox"]["held"] == findings["sandbox"]["of"] >= 14
    assert ["airlock", "engine"] == [child["role"] for child in findings["sandbox"]["children"]]
    for child in findings["sandbox"]["children"]:
        assert HELD_SINCE_CHILDREN_LEFT_MARKS <= {check["check"] for check in child["checks"] if check["held"]}
    assert findings["packages"]["transformers"] is not None
    ran = program.run("doctor")
    assert "Imported models: torch " in ran.out
    assert 0 == ran.code, ran.out + ran.err
    assert findings["sandbox"]["of"] == ran.out.count("  held  ")
    assert "Built-in reader: ready" in ran.out


def test_doctor_finds_every_test_held(incamera: Program) -> None:
    """As whoever runs the tests: all attempts refused, the reader ready, exit code 0."""
    check_doctor(incamera, is_root=os.getuid() == 0)


def test_doctor_finds_every_test_held_for_an_ordinary_user() -> None:
    """The sandbox needs no root: the same for somebody without any rights."""
    with as_ordinary_user() as program:
        check_doctor(program, is_root=False)


def test_ordinary_user_gets_an_answer(receipt: Path) -> None:
    """Somebody without any rights asks about a file of theirs."""
    with as_ordinary_user() as program:
        own = Path(shutil.copy(receipt, program.home))
        ran = program.run("analyze", own, *ASK)
    assert 0 == ran.code, ran.err
    assert "12.34" in ran.out
