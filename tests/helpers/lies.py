"""Say what a child must not: honest values, and every lie about them by its name. Tells none of them itself.

`fake_child.py` says them; the tests' own attacks begin with the honest ones.
"""

from typing import TypeVar

import msgspec

from model_runtime.protocol import messages, payloads
from model_runtime.protocol.error_codes import ErrorCode

PROVEN = payloads.SandboxReport("linux", ("seccomp",), (payloads.CheckResult("ipv4_tcp", True, True, "EACCES"),))
BY_CHANCE = payloads.CheckResult("home_read", held=True, enforced=False, detail="EACCES")
UNPROVEN = payloads.SandboxReport(
    "linux", ("seccomp",), (*PROVEN.checks, payloads.CheckResult("udp", False, True, "succeeded"))
)
MODEL = payloads.ModelInfo("fake", "", "none", "CPU", False, 1_000_000)
SIZE = payloads.Size(4, 2)
ONE = payloads.PageLine(1)
PICTURE = payloads.Picture(4, 2, bytes(3 * 4 * 2), SIZE.whole)
PageT = TypeVar("PageT", payloads.RedactedPage, payloads.SourceView)


def page(**changes: object) -> payloads.RedactedPage:
    """Return an honest page of 4x2 pixels with `changes`, of its own or of its picture."""
    return _changed(payloads.RedactedPage(1, SIZE, PICTURE), changes)


def view(**changes: object) -> payloads.SourceView:
    """Return an honest source page likewise."""
    return _changed(payloads.SourceView(1, SIZE, PICTURE), changes)


def _changed(honest: PageT, changes: dict[str, object]) -> PageT:
    of_picture = {name: changes.pop(name) for name in PICTURE.__struct_fields__ if name in changes}
    return msgspec.structs.replace(honest, picture=msgspec.structs.replace(PICTURE, **of_picture), **changes)


LONG_FIELDS = (payloads.Field("n", "\u20ac" * 10_000, "sure"),) * 20


def native(width: int, height: int) -> dict[str, object]:
    """Return the fields of a whole page of a size."""
    size = payloads.Size(width, height)
    return {"native": size, "shown": size.whole}


def answered(request_id: int = 0, **changes: object) -> messages.Finished:
    """Return the end of a request with an honest answer that has `changes`."""
    return messages.Finished(request_id, msgspec.structs.replace(payloads.Answer("yes", "stop", "read"), **changes))


def detected(number: int = 1, **changes: object) -> messages.RegionsDetected:
    """Return that nothing was found on a page of 4x2 pixels, with `changes`."""
    return messages.RegionsDetected(0, number, msgspec.structs.replace(payloads.Detection(SIZE, ()), **changes))


def find(left: int, kind: str = "FACE", score: float = 0.5) -> payloads.Region:
    """Return a place to hide, one pixel large, that starts at `left`."""
    return payloads.Region(kind, score, "m", box(left))


def box(left: int) -> payloads.Box:
    """Return a box that starts at `left`."""
    return payloads.Box(left, 0, 1, 1)


# -- lies: what a child says as the answer to any request, made into messages with that request's id -------------------

LIES: dict[str, tuple[messages.AnyEvent, ...]] = {
    "page_too_short": (messages.PageRedacted(0, page(pixels=b"short")),),
    "rendered_page_too_short": (messages.PageRendered(0, view(pixels=b"short")),),
    "page_without_height": (messages.PageRedacted(0, page(height=0)),),
    "page_of_another_number": (messages.PageRedacted(0, page(number=2)),),
    "page_part_outside": (messages.PageRedacted(0, page(shown=payloads.Box(3, 0, 4, 2))),),
    "page_word_outside": (messages.PageRedacted(0, page(words=(payloads.Word("w", box(-1)),))),),
    "rendered_for_redacted": (messages.PageRendered(0, view()),),
    "source_page_said_to_be_redacted": (messages.PageRedacted(0, view()),),  # type: ignore[arg-type]  # the worst of lies
    "regions_negative_box": (detected(regions=(find(-1),)),),
    "regions_behind_the_edge": (detected(regions=(find(4),)),),
    "regions_impossible_score": (detected(regions=(find(0, score=float("nan")),)),),
    "regions_of_another_page": (detected(2),),
    "regions_after_negative_rounds": (detected(rounds=-1),),
    "regions_residual_outside": (detected(residual=(find(-1),)),),
    "regions_threshold_that_is_no_number": (detected(thresholds={"FACE": float("nan")}),),
    "regions_kind_with_control_characters": (detected(regions=(find(0, "\x1b[2J"),)),),
    "regions_on_a_page_larger_than_any": (detected(native=payloads.Size(99_999, 99_999)),),
    "regions_on_a_page_without_width": (detected(native=payloads.Size(0, 2)),),
    "regions_of_a_track_before_the_first": (detected(regions=(msgspec.structs.replace(find(0), track=-1),)),),
    "read_words_of_another_page": (messages.PageRead(0, 2, SIZE, ()),),
    "read_word_behind_the_edge": (messages.PageRead(0, 1, SIZE, (payloads.Word("w", box(4)),)),),
    "read_more_words_than_fit": (messages.PageRead(0, 1, SIZE, (payloads.Word("w", box(0)),) * 50_000),),
    "read_on_a_page_larger_than_any": (messages.PageRead(0, 1, payloads.Size(99_999, 99_999), ()),),
    "billion_pages": (messages.DocumentOpened(0, "png", payloads.PageLine(10**9)),),
    "no_pages": (messages.DocumentOpened(0, "png", payloads.PageLine(0)),),
    "times_of_fewer_pages": (messages.DocumentOpened(0, "gif", payloads.PageLine(3, "frames", (0.0, 1.0))),),
    "times_that_go_back": (messages.DocumentOpened(0, "gif", payloads.PageLine(3, "frames", (0.0, 2.0, 1.0))),),
    "times_that_are_no_numbers": (messages.DocumentOpened(0, "gif", payloads.PageLine(1, "frames", (float("nan"),))),),
    "an_axis_of_its_own": (messages.DocumentOpened(0, "gif", msgspec.structs.replace(ONE, axis="sideways")),),
    "kind_with_control_characters": (messages.DocumentOpened(0, "\x1b[2J", ONE),),
    "read_before_the_start": (messages.ReadBlock(0, -1, 10),),
    "read_too_much": (messages.ReadBlock(0, 0, 2**40),),
    "read_far_behind_the_end": (messages.ReadBlock(0, 2**63, 10),),
    "done_for_everything": (messages.Done(0),),
    "finished_for_everything": (answered(),),
    "status_for_everything": (messages.StatusReport(0, False, 0, 0),),
    "ready_for_everything": (messages.Ready(0, messages.PROTOCOL_VERSION, "engine", PROVEN),),
    "encoded_size_wrong": (messages.EncodedBlock(0, b"1234"), messages.DocumentEncoded(0, 5)),
    "model_without_pixels": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, max_page_px=-1)),),
    "model_with_control_characters": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, name="a\nb")),),
    "progress_over_the_end": (messages.LoadProgress(0, 3, 2),),
    "page_progress_impossible": (messages.PageProgress(0, -1, 1, 1),),
    "source_negative_box": (answered(sources=(payloads.Source(1, box(-1)),)),),
    "source_on_page_zero": (answered(sources=(payloads.Source(0, box(0)),)),),
    "field_source_negative_box": (
        answered(fields=(payloads.Field("n", "v", "sure", (payloads.Source(1, box(-1)),)),)),
    ),
    "usage_not_a_number": (answered(usage=payloads.Usage(total_s=float("nan"))),),
    "basis_with_control_characters": (answered(basis="\x07"),),
    "facts_that_are_no_words": (messages.Failed(0, ErrorCode.BUG, {"not a word": 1}),),
    "page_larger_than_asked": (
        messages.PageRedacted(0, page(width=2000, height=1000, pixels=bytes(6_000_000), **native(2000, 1000))),
    ),
    "page_scaled_up": (messages.PageRedacted(0, page(width=8, height=4, pixels=bytes(3 * 8 * 4))),),
    "page_of_a_part_unasked": (messages.PageRedacted(0, page(shown=payloads.Box(1, 0, 3, 2))),),
    "page_said_to_be_hidden": (messages.PageRedacted(0, page(hidden=())),),
    "page_with_fifty_thousand_words": (
        messages.PageRedacted(
            0, page(width=3, height=3, pixels=bytes(27), words=(payloads.Word("w", box(0)),) * 50_000, **native(3, 3))
        ),
    ),
    "page_word_behind_the_edge": (messages.PageRedacted(0, page(words=(payloads.Word("w", box(4)),))),),
    "rendered_larger_than_asked": (
        messages.PageRendered(0, view(width=20, height=10, pixels=bytes(600), **native(20, 10))),
    ),
    "alternatives_without_end": (answered(alternatives=("9.60",) * 5_000),),
    "fields_without_end": (answered(fields=(payloads.Field("n", "v", "sure"),) * 3_000),),
    "field_named_by_control_characters": (answered(fields=(payloads.Field("\x1b[2J", "v", "sure"),)),),
    "token_ids_unasked": (answered(token_ids=(1, 2)),),
    "more_tokens_than_asked": (answered(usage=payloads.Usage(answer_tokens=100_000)),),
    "answer_longer_than_asked": (answered(text="x" * 200_000),),
    "rule_longer_than_any": (answered(rule="x" * 10_001),),
    "more_words_around_the_answer_than_asked": (answered(alternatives=("\u20ac" * 10_000,) * 20, fields=LONG_FIELDS),),
    "source_on_a_page_unasked": (answered(sources=(payloads.Source(7, box(0)),)),),
    "source_behind_the_edge": (answered(sources=(payloads.Source(1, payloads.Box(0, 0, 99, 99)),)),),
    "cancelled_by_nobody": (messages.Failed(0, ErrorCode.CANCELLED),),
    "restart_limit_said_by_a_child": (messages.Failed(0, ErrorCode.RESTART_LIMIT),),
    "kind_that_is_a_sentence": (messages.DocumentOpened(0, "png, and call this number", ONE),),
    "device_with_control_characters": (messages.ModelLoaded(0, msgspec.structs.replace(MODEL, device="a\x9b31m")),),
    "page_progress_of_another_page": (messages.PageProgress(0, 9, 1, 1),),
    "too_many_facts": (messages.Failed(0, ErrorCode.BUG, {f"f{n}": n for n in range(100)}),),
}

STATUS_LIES: dict[str, messages.AnyEvent] = {
    "status_negative": messages.StatusReport(0, False, -1, 0),
    "status_is_done": messages.Done(0),
    "status_failed": messages.Failed(0, ErrorCode.BUG),
}
