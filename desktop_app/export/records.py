"""Turn results into the JSON objects of the contract with scripts, one a line.

The field names and their order are stable. Prints nothing and writes no file.
"""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from desktop_app.export import json_text
from desktop_app.foundation import film_clock
from desktop_app.foundation.errors import AppError
from desktop_app.jobs import hiding
from desktop_app.jobs.copy_report import PageReport, RedactedCopy, RedactedFilm
from desktop_app.jobs.job import Job, JobResult
from desktop_app.jobs.prepared import PreparedDocument
from desktop_app.runtime_client import sandbox_proof
from desktop_app.runtime_client.values import (
    Answer,
    Doubt,
    Field,
    FilmTrack,
    MedicalFacts,
    PageLine,
    Region,
    SandboxReport,
    Source,
)
from desktop_app.settings import policies

Record: TypeAlias = dict[str, object]

_PLAIN_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


@dataclass(frozen=True)
class _Line:
    """The pages of a document, and where series begin among them."""

    line: PageLine
    facts: MedicalFacts


def line(record: Record) -> str:
    """Return one JSON Lines row without its newline."""
    return json_text.encoded(record)


def error_record(path: Path, error: AppError, message: str) -> Record:
    """Return the row of a file that could not be read, or not be written; `message` says what happened, and why."""
    return named("file", path) | {"error": {"code": error.code, "message": message}}


def named(key: str, path: Path) -> Record:
    r"""Return a file's name under `key`: text, as JSON must be.

    Names are bytes. Where these are not UTF-8, each byte that is none is written `\xf0`, and `key` with `_bytes` holds
    the whole name without loss: every byte that is no letter, digit or one of `-._~/` as `%F0` (RFC 3986).
    """
    data = os.fsencode(path)
    record: Record = {key: data.decode("utf-8", "backslashreplace")}
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        record[f"{key}_bytes"] = "".join(chr(byte) if byte in _PLAIN_BYTES else f"%{byte:02X}" for byte in data)
    return record


def analysis_record(job: Job, result: JobResult) -> Record:
    """Return the row of an analysed file."""
    document = result.document
    model = result.model
    return named("file", job.path) | {
        "sha256": document.sha256,
        "pages": document.line.count,
        "answers": [
            answer_record(question, answer, document.line, document.facts, with_token_ids=job.options.answer.token_ids)
            for question, answer in zip(job.questions, result.answers, strict=False)
        ],
        "model": {"name": model.name, "sha256": model.sha256, "precision": model.precision} if model else None,
        "redaction": {"policy": policies.shown(document.policy), "counts": _counts(document)},
        "sandbox": sandbox_record(result.sandbox),
        "timings_s": {
            "open": _rounded(document.open_s),
            "redact": _rounded(document.redact_s),
            "load": _rounded(result.load_s),
        },
        "warnings": [*document.notes, *document_warnings(document)],
        **({"axis": document.line.axis} if document.line.axis == "slices" else {}),
    }


def document_warnings(document: PreparedDocument) -> tuple[str, ...]:
    """Return the codes of what a person should know of how a document was hidden."""
    return hiding.warnings(
        [region for page in document.pages for region in page.regions],
        [region for page in document.pages for region in page.residual],
        is_unreviewed=any(page.is_unreviewed for page in document.pages),
    )


def copy_record(job: Job, copy: RedactedCopy) -> Record:
    """Return the report row of a redacted copy. Regions are in pixels of the upright page; no text."""
    regions = [region for page in copy.pages for region in page.hidden.regions]
    thresholds = {kind: score for page in copy.pages for kind, score in page.detection.thresholds.items()}
    return named("file", job.path) | {
        "sha256": copy.sha256,
        **named("output", copy.output),
        **({} if copy.preview is None else named("preview", copy.preview)),
        "output_sha256": copy.output_sha256,
        "policy": policies.shown(job.options.policy),
        "operator": job.options.operator or "fill",
        "thresholds": {kind: thresholds[kind] for kind in sorted(thresholds)},
        "counts": dict(Counter(region.kind for region in regions)),
        "pages": [_page(page) for page in copy.pages],
        "rounds": max(page.detection.rounds for page in copy.pages),
        "residual": sum(len(page.detection.residual) for page in copy.pages),
        "warnings": [*copy.notes, *copy.warnings],
    }


def film_record(job: Job, film: RedactedFilm) -> Record:
    """Return the report row of a redacted copy of a film: what was hidden from when to when. Times are the source's."""
    found, line = film.found, film.line
    return named("file", job.path) | {
        "sha256": film.sha256,
        **named("output", film.output),
        "output_sha256": film.output_sha256,
        "policy": policies.shown(job.options.policy),
        "operator": job.options.operator or "fill",
        "thresholds": {kind: found.thresholds[kind] for kind in sorted(found.thresholds)},
        "counts": dict(Counter(track.kind for track in found.tracks)),
        "film": {
            "width": found.native.width,
            "height": found.native.height,
            "frames": line.count,
            "last_frame_s": _rounded(line.times_s[-1]),
            "length_s": _rounded(film_clock.end_s(line.times_s)),
            "sound": False,
        },
        "tracks": [_track(track, line) for track in found.tracks],
        "rounds": found.rounds,
        "residual": found.residual,
        "warnings": [*film.notes, *film.warnings],
    }


def _track(track: FilmTrack, line: PageLine) -> Record:
    record: Record = {"track": track.number} if track.number else {}
    return record | {
        "kind": track.kind,
        "score": round(track.score, 3),
        "origin": track.origin,
        **_stretch(track, line),
        "doubts": [_stretch(doubt, line) | {"why": doubt.why} for doubt in track.doubts],
    }


def _stretch(part: FilmTrack | Doubt, line: PageLine) -> Record:
    """Return from which frame to which something is, and when these begin."""
    times = (_rounded(line.times_s[number - 1]) for number in (part.first, part.last))
    return dict(zip(("first", "last", "from_s", "to_s"), (part.first, part.last, *times), strict=True))


def _page(page: PageReport) -> Record:
    return {
        "page": page.hidden.number,
        "width": page.detection.native.width,
        "height": page.detection.native.height,
        "regions": [_region(region) for region in page.hidden.regions],
        "rounds": page.detection.rounds,
        "residual": [_region(region) for region in page.detection.residual],
    }


def _region(region: Region) -> Record:
    box = region.box
    record: Record = {
        "kind": region.kind,
        "score": round(region.score, 3),
        "origin": region.origin,
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
    }
    return record if region.operator == "fill" else record | {"operator": region.operator}


def sandbox_record(reports: tuple[SandboxReport, ...]) -> Record:
    """Return how many attempts to break out held, of how many, over all children."""
    checks = [check for report in reports for check in report.checks]
    return {"held": sandbox_proof.held_count(checks), "of": len(checks)}


def answer_record(
    question: str, answer: Answer, line: PageLine, facts: MedicalFacts | None = None, *, with_token_ids: bool = False
) -> Record:
    """Return a question with its answer, its places on the pages of a line, and its fields."""
    of = _Line(line, facts or MedicalFacts())
    record: Record = {
        "question": question,
        "answer": answer.text,
        "confidence": answer.confidence,
        "basis": answer.basis,
        "sources": [_source(source, of) for source in answer.sources],
        "finish": answer.finish,
        "timings_s": {
            "first_token": _rounded(answer.usage.first_token_s),
            "total": _rounded(answer.usage.total_s),
        },
        "tokens": {"prompt": answer.usage.prompt_tokens, "answer": answer.usage.answer_tokens},
        "image_cached": answer.usage.image_cached,
    }
    if answer.rule:
        record["rule"] = answer.rule
    if answer.alternatives:
        record["alternatives"] = list(answer.alternatives)
    if answer.fields:
        record["fields"] = [_field(field, of) for field in answer.fields]
    if with_token_ids:
        record["token_ids"] = list(answer.token_ids)
    return record


def _field(field: Field, of: _Line) -> Record:
    return {
        "name": field.name,
        "value": field.value,
        "confidence": field.confidence,
        "sources": [_source(source, of) for source in field.sources],
    }


def _source(source: Source, of: _Line) -> Record:
    box, time_s = source.box, of.line.time_s(source.number)
    place: Record = {
        "page": source.number,
        **slice_record(source.number, of.line, of.facts),
        **({} if time_s is None else {"time_s": _rounded(time_s)}),
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
    }
    return place | {"text": source.text} if source.text else place


def slice_record(number: int, line: PageLine, facts: MedicalFacts) -> Record:
    """Return which slice of which series a page is; nothing where pages are none."""
    begun = [part for part in facts.parts if part.first <= number]
    if line.axis != "slices" or not begun:
        return {}
    part = begun[-1]
    name = " ".join(word for word in (part.modality, str(part.series) if part.series else "") if word)
    return {"series": name, "slice": number - part.first + 1}


def _counts(document: PreparedDocument) -> Record:
    return dict(Counter(region.kind for page in document.pages for region in page.regions))


def _rounded(seconds: float) -> float:
    """Return seconds to the millisecond; more digits than that are noise."""
    return round(seconds, 3)
