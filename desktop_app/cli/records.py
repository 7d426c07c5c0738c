"""Turn results into the JSON objects of the command line's contract, one a line.

The field names and their order are stable; scripts rely on them. Prints nothing.
"""

from pathlib import Path
from typing import TypeAlias

import msgspec

from desktop_app.foundation.error_texts import text_of
from desktop_app.foundation.errors import AppError
from desktop_app.jobs.job import Job, JobResult, PreparedDocument
from desktop_app.jobs.redacted_copy import RedactedCopy
from desktop_app.runtime_client.values import Field, Finished, SandboxReport, Source

Record: TypeAlias = dict[str, object]


def line(record: Record) -> str:
    """Return one JSON Lines row without its newline."""
    return msgspec.json.encode(record).decode()


def error_record(path: Path, error: AppError) -> Record:
    """Return the row of a file that could not be read."""
    text = text_of(error)
    return {"file": str(path), "error": {"code": error.code, "message": f"{text.what} {text.why}"}}


def analysis_record(job: Job, result: JobResult) -> Record:
    """Return the row of an analysed file."""
    document = result.document
    model = result.model
    return {
        "file": str(job.path),
        "sha256": document.sha256,
        "pages": document.page_count,
        "answers": [
            _answer(question, answer, with_token_ids=job.options.answer.token_ids)
            for question, answer in zip(job.questions, result.answers, strict=False)
        ],
        "model": {"name": model.name, "sha256": model.sha256, "precision": model.precision} if model else None,
        "redaction": {"policy": document.policy, "counts": _counts(document)},
        "sandbox": sandbox_record(result.sandbox),
        "timings_s": {
            "open": _rounded(document.open_s),
            "redact": _rounded(document.redact_s),
            "load": _rounded(result.load_s),
        },
        "warnings": list(document.notes),
    }


def copy_record(job: Job, copy: RedactedCopy) -> Record:
    """Return the report row of a redacted copy. Regions are in pixels of the upright page; no text."""
    return {
        "file": str(job.path),
        "sha256": copy.sha256,
        "output": str(copy.output),
        "output_sha256": copy.output_sha256,
        "policy": job.options.policy,
        "operator": job.options.operator,
        "pages": [
            {
                "page": page.page,
                "width": page.width,
                "height": page.height,
                "regions": [
                    {
                        "kind": region.kind,
                        "score": round(region.score, 3),
                        "origin": region.origin,
                        "left": region.box.left,
                        "top": region.box.top,
                        "width": region.box.width,
                        "height": region.box.height,
                    }
                    for region in page.regions.regions
                ],
            }
            for page in copy.pages
        ],
        "rounds": 1,
        "warnings": list(copy.notes),
    }


def sandbox_record(reports: tuple[SandboxReport, ...]) -> Record:
    """Return how many attempts to break out failed, of how many, over all children."""
    checks = [check for report in reports for check in report.checks]
    return {"held": sum(check.held for check in checks), "of": len(checks)}


def _answer(question: str, answer: Finished, *, with_token_ids: bool) -> Record:
    record: Record = {
        "question": question,
        "answer": answer.text,
        "confidence": answer.confidence,
        "basis": answer.basis,
        "sources": [_source(source) for source in answer.sources],
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
        record["fields"] = [_field(field) for field in answer.fields]
    if with_token_ids:
        record["token_ids"] = list(answer.token_ids)
    return record


def _field(field: Field) -> Record:
    return {
        "name": field.name,
        "value": field.value,
        "confidence": field.confidence,
        "sources": [_source(source) for source in field.sources],
    }


def _source(source: Source) -> Record:
    box = source.box
    place: Record = {
        "page": source.page,
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
    }
    return place | {"text": source.text} if source.text else place


def _counts(document: PreparedDocument) -> Record:
    counts: dict[str, int] = {}
    for page in document.pages:
        for region in page.regions:
            counts[region.kind] = counts.get(region.kind, 0) + 1
    return dict(counts)


def _rounded(seconds: float) -> float:
    """Return seconds to the millisecond; more digits than that are noise."""
    return round(seconds, 3)
