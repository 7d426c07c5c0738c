"""What the organisation decides binds the real program, whatever is tried: words, files, links, variables, edited settings."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.audit import audit_log, chain
from desktop_app.managed.policy_files import RECOMMENDED
from tests.end_to_end.program import DATA, Program
from tests.helpers.managed_machine import ManagedMachine

FACE_FILE = DATA / "faces" / "astronaut.jpg"
FACE = (205, 95, 245, 145)
"""Eyes and mouth in it."""


@pytest.fixture
def machine(tmp_path: Path) -> ManagedMachine:
    """Return a machine without any policy file."""
    return ManagedMachine(tmp_path / "in-camera")


@pytest.fixture
def incamera(machine: ManagedMachine, tmp_path: Path) -> Program:
    """Return the program on that machine."""
    return machine.program(tmp_path / "home")


def hides_face(copy: Path) -> bool:
    """Tell whether the face in a copy is one colour."""
    with Image.open(copy) as picture:
        return 1 == len(set(picture.convert("RGB").crop(FACE).get_flattened_data()))


def test_what_must_be_hidden_is_hidden_under_every_policy(
    machine: ManagedMachine, incamera: Program, tmp_path: Path
) -> None:
    """Under `off`, under a policy of one's own, with the home folder moved; and nobody can ask for a way that can be undone."""
    own = tmp_path / "mine.toml"
    own.write_text("detectors = []\n")
    copy = tmp_path / "copy.png"
    assert 0 == incamera.run("redact", FACE_FILE, "--policy", "off", "--out", copy).code
    assert not hides_face(copy)
    machine.decide('[redaction]\nleast = "faces"\n')
    for policy in ("off", str(own)):
        assert 0 == incamera.run("redact", FACE_FILE, "--policy", policy, "--out", copy).code
        assert hides_face(copy)
        copy.unlink()
    ran = incamera.run("redact", FACE_FILE, "--policy", "faces", "--operator", "blur", "--out", copy)
    assert (6, False) == (ran.code, copy.exists())
    ran = incamera.run("analyze", FACE_FILE, "--ask", "Who is this?", "--redact", "off", "--json")
    assert {"FACE": 1} == ran.records[0]["redaction"]["counts"]


def test_no_flag_waives_a_review(machine: ManagedMachine, incamera: Program, receipt: Path) -> None:
    """Nothing is asked about a page that nobody has looked at, also under a policy that wants no review."""
    machine.decide("[redaction]\nreview = true\n")
    for words in ((), ("--unreviewed",)):
        ran = incamera.run("analyze", receipt, "--ask", "What is the total?", "--redact", "faces", *words)
        assert (6, "") == (ran.code, ran.out)
        assert 1 == ran.err.count("\n")


def test_a_model_that_is_not_on_the_list_does_not_answer(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """Neither the built-in one nor a folder; what is on the list does."""
    folder = tmp_path / "reader"  # called like one that may be on the list
    folder.mkdir()
    machine.decide("[models]\nallowed = []\n")
    ran = incamera.run("analyze", receipt, "--ask", "Total?")
    assert (6, "") == (ran.code, ran.out)
    machine.decide('[models]\nallowed = ["reader"]\n')
    assert 0 == incamera.run("analyze", receipt, "--ask", "Total?").code
    assert 0 != incamera.run("analyze", receipt, "--ask", "Total?", "--model", folder).code


def test_nothing_is_written_but_where_and_as_allowed(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """Neither copies, previews, reports nor answers; a link out of the allowed folder and `..` lead nowhere."""
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    allowed.mkdir()
    other.mkdir()
    (allowed / "link").symlink_to(other)
    machine.decide(f'[export]\nformats = ["png", "jsonl"]\nfolders = ["{allowed}"]\n')
    redact = ("redact", receipt, "--policy", "faces", "--out")
    for place in (allowed / "a.jpg", other / "a.png", allowed / "link" / "a.png", allowed / ".." / "other" / "a.png"):
        assert 6 == incamera.run(*redact, place).code, place
    assert 6 == incamera.run(*redact, allowed / "a.png", "--preview", other / "b.png").code
    assert 6 == incamera.run(*redact, allowed / "a.png", "--report", other / "b.jsonl").code
    assert 6 == incamera.run("analyze", receipt, "--ask", "Total?", "--out", allowed / "a.txt").code
    assert ["link"] == [path.name for path in allowed.iterdir()]
    assert [] == list(other.iterdir())
    assert 0 == incamera.run(*redact, allowed / "a.png", "--report", allowed / "b.jsonl").code


def test_pipes_and_descriptors_are_bound_as_well(machine: ManagedMachine, incamera: Program, tmp_path: Path) -> None:
    """By the file that a shell has opened, and by the pipe's own place; no name of a link makes them another."""
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    for folder in (allowed, other):
        folder.mkdir()
        os.mkfifo(folder / "pipe.png")
    (allowed / "x.png").symlink_to("/dev/fd/3")
    machine.decide(f'[export]\nformats = ["png", "jsonl"]\nfolders = ["{allowed}"]\n')
    words = ("redact", FACE_FILE, "--policy", "off", "--out")
    shell = incamera.under("/bin/sh", "-c", f'exec "$@" 3>"{other}/a.png"', "sh")
    for more in ((allowed / "x.png",), (allowed / "a.png", "--report", "/dev/fd/3")):
        assert 6 == shell.run(*words, *more).code
    assert 6 == incamera.run(*words, allowed / "a.png", "--preview", other / "pipe.png").code
    assert (b"", False) == ((other / "a.png").read_bytes(), (allowed / "a.png").exists())
    shell = incamera.under("/bin/sh", "-c", f'exec "$@" 3>"{allowed}/rows.jsonl"', "sh")
    assert 0 == shell.run(*words, allowed / "a.png", "--report", "/dev/fd/3").code
    assert 0 == incamera.run(*words, allowed / "a.png", "--report", "/dev/stdout").code


def test_refused_lists_and_the_rows_of_a_batch_are_written_down(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """Also where nothing had been started yet."""
    log, allowed, other = tmp_path / "log" / audit_log.FILE_NAME, tmp_path / "allowed", tmp_path / "other.jsonl"
    allowed.mkdir()
    machine.decide(
        f'[audit]\nmode = "required"\nfolder = "{log.parent}"\n[export]\nfolders = ["{allowed}"]\nformats = ["png", "jsonl"]\n'
    )
    ask = ("--ask", "What is the total?", "--out")
    assert 6 == incamera.run("redact", receipt, "--out", allowed / "a.png", "--report", other).code
    assert 6 == incamera.run("analyze", receipt, *ask, other).code
    assert 6 == incamera.run("batch", receipt.parent, *ask, other).code
    told = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert [("refused", "export_not_allowed")] * 3 == [(entry["what"], entry["facts"]["code"]) for entry in told]
    pages = tmp_path / "pages"
    pages.mkdir()
    shutil.copy(receipt, pages)
    assert 0 == incamera.run("batch", pages, *ask, allowed / "rows.jsonl").code
    rows = [entry for entry in map(json.loads, log.read_bytes().splitlines()) if entry["what"].startswith("answers_")]
    assert ["answers_export_begun", "answers_exported"] == [entry["what"] for entry in rows]
    assert [(1, "jsonl")] * 2 == [(entry["facts"]["files"], entry["facts"]["format"]) for entry in rows]


def test_what_is_done_is_written_down(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """Opened, hidden, asked, copied, refused, in one chain; no name, no word of the page, no question."""
    folder = tmp_path / "log"
    machine.decide(f'[audit]\nmode = "required"\nfolder = "{folder}"\n[export]\nformats = ["png"]\n')
    assert 0 == incamera.run("analyze", receipt, "--ask", "What is the total of this receipt?").code
    assert 0 == incamera.run("redact", FACE_FILE, "--policy", "faces", "--out", tmp_path / "copy.png").code
    assert 6 == incamera.run("redact", FACE_FILE, "--policy", "faces", "--out", tmp_path / "copy.jpg").code
    log = folder / audit_log.FILE_NAME
    told = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert ["opened", "hidden", "asked", "export_begun", "exported", "refused"] == [entry["what"] for entry in told]
    assert [(1, "faces")] * 2 == [(entry["facts"]["hidden_FACE"], entry["facts"]["policy"]) for entry in told[3:5]]
    assert chain.verify(audit_log.read_lines(log)).flaw is None
    data = log.read_bytes().lower()
    assert not [word for word in (b"receipt", b"astronaut", b"12.34", b"copy") if word in data]
    head = incamera.run("audit", "head").out.strip()
    assert 0 == incamera.run("audit", "verify", "--head", head).code
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    assert (0, 6) == (incamera.run("audit", "verify").code, incamera.run("audit", "verify", "--head", head).code)
    log.write_bytes(log.read_bytes().replace(b'"faces"', b'"off"', 1))
    ran = incamera.run("audit", "verify")
    assert (6, True) == (ran.code, ran.out.startswith("Line 2 is changed"))
    ran = incamera.run("audit", "export", "--format", "cef")
    assert (6, 1) == (ran.code, ran.out.count("CEF:0|In Camera|"))


def test_answers_that_are_taken_along_are_written_down(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """That there were some, not what they said; without the log there are none."""
    folder, out = tmp_path / "log", tmp_path / "answers.json"
    machine.decide(f'[audit]\nmode = "required"\nfolder = "{folder}"\n')
    words = ("analyze", receipt, "--ask", "What is the total?", "--json", "--out", out)
    assert 0 == incamera.run(*words).code
    told = json.loads((folder / audit_log.FILE_NAME).read_bytes().splitlines()[-1])
    assert ("answers_exported", 1, "json") == (told["what"], told["facts"]["files"], told["facts"]["format"])
    assert b"12.34" not in (folder / audit_log.FILE_NAME).read_bytes()


def test_what_cannot_be_written_down_is_not_done(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """One sentence, no copy, no preview, no answer; where the log is only wanted, the work goes on."""
    (tmp_path / "no folder").write_text("a file")
    copy, preview = tmp_path / "copy.png", tmp_path / "preview.png"
    for mode, code in (("required", 6), ("on", 0)):
        machine.decide(f'[audit]\nmode = "{mode}"\nfolder = "{tmp_path / "no folder"}"\n')
        ran = incamera.run("redact", receipt, "--policy", "faces", "--out", copy, "--preview", preview)
        assert (code, code == 0, code == 0) == (ran.code, copy.exists(), preview.exists())
        ran = incamera.run("analyze", receipt, "--ask", "Total?")
        assert (code, code == 0) == (ran.code, "12.34" in ran.out)


@pytest.mark.parametrize("names", ["hashed", "plain"])
def test_names_are_written_as_decided(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path, names: str
) -> None:
    """Keyed with what lies beside the log, or as they are."""
    folder = tmp_path / "log"
    machine.decide(f'[audit]\nmode = "required"\nfolder = "{folder}"\nnames = "{names}"\n')
    for number in range(2):
        assert 0 == incamera.run("redact", receipt, "--policy", "off", "--out", tmp_path / f"{number}.png").code
    entries = [json.loads(line) for line in (folder / audit_log.FILE_NAME).read_bytes().splitlines()]
    told = [entry["facts"] for entry in entries if entry["what"] == "exported"]
    if names == "plain":
        assert [str(tmp_path / "0.png"), str(tmp_path / "1.png")] == [facts["file"] for facts in told]
    else:
        assert 2 == len({facts["file_hmac"] for facts in told})
        assert 0o600 == (folder / "audit-names.key").stat().st_mode & 0o777


def test_a_policy_that_cannot_be_understood_stops_every_command(
    machine: ManagedMachine, incamera: Program, receipt: Path
) -> None:
    """One sentence each; nothing runs without what it may have forbidden."""
    machine.decide("[redaction\n")
    for words in (("analyze", receipt, "--ask", "Total?"), ("policy",), ("models", "list"), ("doctor",)):
        ran = incamera.run(*words)
        assert (6, "", 1) == (ran.code, ran.out, ran.err.count("\n")), words


def test_what_others_could_have_written_is_told_and_does_not_bind(
    machine: ManagedMachine, incamera: Program, receipt: Path
) -> None:
    """Each command says so; a key of a later version likewise."""
    machine.decide("[models]\nallowed = []\n").chmod(0o666)
    machine.decide("[redaction]\nlast = 1\n", "20-b.toml")
    ran = incamera.run("analyze", receipt, "--ask", "Total?")
    assert 0 == ran.code
    assert "others than the administrator could have written it" in ran.err
    assert "20-b.toml: redaction.last is ignored" in ran.err


def test_every_value_is_listed_with_its_file(machine: ManagedMachine, incamera: Program) -> None:
    """For people and for programs; variables that move a user's own folders move nothing."""
    first = machine.decide('[redaction]\nleast = "faces"\n', "10-a.toml")
    second = machine.decide('[redaction]\nleast = "medical"\n', "20-b.toml")
    ran = incamera.run("policy")
    assert 0 == ran.code
    assert f'"medical"                               {second}, instead of {first}' in ran.out
    moved = replace(
        incamera, command=("env", f"INCAMERA_HOME={machine.top.parent}", f"HOME={os.sep}tmp", *incamera.command)
    )
    record = moved.run("policy", "--json").records[0]
    assert "medical" == record["rules"]["redaction"]["least"]
    assert {"redaction": {"kind": "managed", "file": str(second), "overrides": [str(first)]}} == record["origins"]


def test_what_is_recommended_is_where_a_call_begins(machine: ManagedMachine, incamera: Program, tmp_path: Path) -> None:
    """A flag is a person's choice and goes before it; what is managed goes before both."""
    file = machine.decide('[redaction]\nleast = "medical"\n', kind=RECOMMENDED)
    copy, report = tmp_path / "copy.png", tmp_path / "report.jsonl"
    for words, hidden in (((), "medical"), (("--policy", "off"), "off")):
        assert 0 == incamera.run("redact", FACE_FILE, *words, "--out", copy, "--report", report).code
        assert hidden == json.loads(report.read_bytes())["policy"]
    ran = incamera.run("policy")
    assert f"recommended: {file}" in ran.out
    machine.decide('[redaction]\nleast = "faces"\n')
    assert 0 == incamera.run("redact", FACE_FILE, "--policy", "off", "--out", copy).code
    assert hides_face(copy)


def test_names_that_cannot_be_hashed_stop_the_work_only_where_the_log_is_demanded(
    machine: ManagedMachine, incamera: Program, receipt: Path, tmp_path: Path
) -> None:
    """As everything else that cannot be written down."""
    folder = tmp_path / "log"
    (folder / "audit-names.key").mkdir(parents=True)
    for mode, code in (("required", 6), ("on", 0)):
        machine.decide(f'[audit]\nmode = "{mode}"\nfolder = "{folder}"\nnames = "hashed"\n')
        assert code == incamera.run("redact", receipt, "--policy", "off", "--out", tmp_path / "copy.png").code
