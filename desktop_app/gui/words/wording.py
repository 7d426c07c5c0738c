"""Put the stable words of the wire into the user's language: kinds of file, sandbox checks, bases of answers.

Words errors nowhere: that is `error_messages.py`. A word that is not known is shown as it is, never hidden, but plain.
"""

import re

from PySide6.QtCore import QCoreApplication

from desktop_app.conversation.document import Document, Turn, TurnState
from desktop_app.foundation import axis_words, file_endings, film_clock
from desktop_app.foundation.plain_text import plain, plain_lines
from desktop_app.foundation.shared_words import BASIS_WORDS, CHECK_WORDS, CONFIDENCE_WORDS, NOTE_WORDS
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP
from desktop_app.gui.words import overview_words
from desktop_app.runtime_client.values import Answer

translate = QCoreApplication.translate


def _tr(text: str) -> str:
    return plain(QCoreApplication.translate("wording", text))


_KINDS = {
    "pdf": "PDF",
    "png": "PNG",
    "jpeg": "JPEG",
    "webp": "WebP",
    "tiff": "TIFF",
    "bmp": "BMP",
    "gif": "GIF",
    "heic": "HEIC",
    "heif": "HEIF",
    "avif": "AVIF",
    "dicom": "DICOM",
    "mp4": "MP4",
    "mov": "MOV",
    "mkv": "MKV",
    "webm": "WebM",
    "avi": "AVI",
}
NOT_FOUND = "not_found"
"""The basis of an answer that says that nothing stands there."""
_OF_PAGE = re.compile(r"page (\d{1,4})")
ACCEPTED_KINDS = "PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF, PDF, DICOM, MP4, MOV, MKV, WebM, AVI"
_ROLES = {
    "airlock": QT_TRANSLATE_NOOP("wording", "The part that opens your files"),
    "engine": QT_TRANSLATE_NOOP("wording", "The part that answers"),
}
_STATED = {
    NOT_FOUND: QT_TRANSLATE_NOOP("wording", "Not found on this page."),
    "beyond": QT_TRANSLATE_NOOP(
        "wording", "The built-in reader cannot answer this. It reads text, fields, tables and codes, and counts faces."
    ),
}
_PRESETS = (
    QT_TRANSLATE_NOOP("presets", "Read all text"),
    QT_TRANSLATE_NOOP("presets", "Invoice fields"),
    QT_TRANSLATE_NOOP("presets", "Table to CSV"),
    QT_TRANSLATE_NOOP("presets", "Describe this"),
    QT_TRANSLATE_NOOP("presets", "What happens when"),
    QT_TRANSLATE_NOOP("presets", "UI review"),
    QT_TRANSLATE_NOOP("presets", "Technical diagram"),
    QT_TRANSLATE_NOOP("presets", "Product attributes"),
    QT_TRANSLATE_NOOP("presets", "Medical notes"),
)
"""The titles in our own preset files, so that the translation tools see them; a test compares. A user's own stay as they are."""
_PRESET_NOTES = (QT_TRANSLATE_NOOP("presets", "Not for diagnosis."),)
_PRECISIONS = {
    "auto": QT_TRANSLATE_NOOP("wording", "Automatic, by the memory there is"),
    "bf16": QT_TRANSLATE_NOOP("wording", "Full (bf16)"),
    "int8": QT_TRANSLATE_NOOP("wording", "8-bit"),
    "int4": QT_TRANSLATE_NOOP("wording", "4-bit"),
}
_FIELDS = {
    "company": QT_TRANSLATE_NOOP("wording", "Company"),
    "address": QT_TRANSLATE_NOOP("wording", "Address"),
    "buyer": QT_TRANSLATE_NOOP("wording", "Buyer"),
    "buyer_address": QT_TRANSLATE_NOOP("wording", "Buyer's address"),
    "date": QT_TRANSLATE_NOOP("wording", "Date"),
    "due_date": QT_TRANSLATE_NOOP("wording", "Due date"),
    "delivery_date": QT_TRANSLATE_NOOP("wording", "Delivery date"),
    "order_date": QT_TRANSLATE_NOOP("wording", "Order date"),
    "birth_date": QT_TRANSLATE_NOOP("wording", "Date of birth"),
    "issue_date": QT_TRANSLATE_NOOP("wording", "Date of issue"),
    "expiry_date": QT_TRANSLATE_NOOP("wording", "Date of expiry"),
    "visit_date": QT_TRANSLATE_NOOP("wording", "Date of visit"),
    "next_visit_date": QT_TRANSLATE_NOOP("wording", "Next visit"),
    "number": QT_TRANSLATE_NOOP("wording", "Number"),
    "order_number": QT_TRANSLATE_NOOP("wording", "Order number"),
    "customer_number": QT_TRANSLATE_NOOP("wording", "Customer number"),
    "total": QT_TRANSLATE_NOOP("wording", "Total"),
    "net": QT_TRANSLATE_NOOP("wording", "Net"),
    "tax": QT_TRANSLATE_NOOP("wording", "Tax"),
    "subtotal": QT_TRANSLATE_NOOP("wording", "Subtotal"),
    "discount": QT_TRANSLATE_NOOP("wording", "Discount"),
    "surcharge": QT_TRANSLATE_NOOP("wording", "Surcharge"),
    "rounding": QT_TRANSLATE_NOOP("wording", "Rounding"),
    "cash": QT_TRANSLATE_NOOP("wording", "Cash"),
    "paid": QT_TRANSLATE_NOOP("wording", "Already paid"),
    "carried": QT_TRANSLATE_NOOP("wording", "Brought forward"),
    "change": QT_TRANSLATE_NOOP("wording", "Change"),
    "due": QT_TRANSLATE_NOOP("wording", "Amount due"),
    "payment": QT_TRANSLATE_NOOP("wording", "Payment"),
    "currency": QT_TRANSLATE_NOOP("wording", "Currency"),
    "iban": "IBAN",
    "bic": "BIC",
    "vat_id": QT_TRANSLATE_NOOP("wording", "VAT ID"),
    "buyer_vat_id": QT_TRANSLATE_NOOP("wording", "Buyer's VAT ID"),
    "tax_number": QT_TRANSLATE_NOOP("wording", "Tax number"),
    "phone": QT_TRANSLATE_NOOP("wording", "Phone"),
    "fax": QT_TRANSLATE_NOOP("wording", "Fax"),
    "email": QT_TRANSLATE_NOOP("wording", "E-mail"),
    "website": QT_TRANSLATE_NOOP("wording", "Website"),
}


def preset_title(title: str) -> str:
    """Return a preset's title."""
    return QCoreApplication.translate("presets", title)


def preset_note(note: str) -> str:
    """Return the sentence that goes with a preset's answers."""
    return QCoreApplication.translate("presets", note) if note else ""


def model_title(name: str) -> str:
    """Return what a model is called; imported ones have the name that their user gave them."""
    return translate("wording", "Built-in reader") if name == "reader" else plain(name)


def precision_name(precision: str) -> str:
    """Return what a precision is called."""
    return _tr(_PRECISIONS.get(precision, precision))


def kind_name(kind: str) -> str:
    """Return a file kind's name."""
    return _KINDS.get(kind) or plain(kind.upper())


def check_name(check: str) -> str:
    """Return what a sandbox check tried."""
    return _tr(CHECK_WORDS.get(check, check))


def role_name(role: str) -> str:
    """Return what a child is for."""
    return _tr(_ROLES.get(role, role))


def field_name(field: str) -> str:
    """Return what a field of a structured answer is called; of several documents, the page that it stands on."""
    page = _OF_PAGE.fullmatch(field)
    return _page_name(page[1]) if page else _tr(_FIELDS.get(field, field))


def _page_name(number: int | str) -> str:
    return translate("wording", "page {number}").format(number=number)


def source_tag(document: Document, name: str, number: int) -> str:
    """Return what stands at a source where others are on other pages: what it is called, and its page, slice or time."""
    words, line = name or translate("wording", "Answer"), document.line
    if line is None:
        return words
    if document.is_film:
        place = film_clock.clock(line.times_s[number - 1])
    else:
        is_slice = bool(document.files)
        place = translate("wording", "slice {number}").format(number=number) if is_slice else _page_name(number)
    return place if name == _page_name(number) else f"{words} · {place}"  # one of several answers is called by its page


def file_filters() -> tuple[str, str]:
    """Return what files are listed when some are chosen, as Qt writes it: those that can be opened, or all."""
    patterns = " ".join(f"*.{spelling}" for ending in file_endings.ALL for spelling in (ending, ending.upper()))
    kinds, everything = translate("wording", "What can be opened"), translate("wording", "All files")
    return f"{kinds} ({patterns})", f"{everything} (*)"


def note(code: str) -> str:
    """Return what the user should know about a document."""
    return _tr(NOTE_WORDS.get(code, code))


def not_for_diagnosis() -> str:
    """Return what stands on every medical picture, below every answer about one, and in what is taken of it."""
    return translate("wording", "Not for diagnosis")


def waits_for(count: int, *, are_slices: bool) -> str:
    """Return what a person must do before anything is sent; empty where `count` pages, or slices, are none."""
    one = translate("wording", "Nothing is sent before you have reviewed what will be hidden.")
    many = translate("wording", "Nothing is sent before you have reviewed {count} pages.")
    slices = translate("wording", "Nothing is sent before you have reviewed {count} slices.")
    of_several = slices if are_slices else many
    return "" if count == 0 else one if count == 1 else of_several.format(count=count)


def face_in_slices() -> str:
    """Return what stands on slices of a head, and in the notice of a copy of them: hiding does not help against it."""
    return translate("wording", "A face can be rebuilt from these slices.")


def answer_text(turn: Turn) -> str:
    """Return the words of an answer, or of what has come of it; where they are not the page's or a model's, they are ours.

    Of one that was stopped, those that had come, if any: it has found nothing, and missed nothing.
    """
    answer = turn.answer
    if answer is None:
        return plain_lines(turn.text)
    if answer.finish == "cancelled":
        return plain_lines(answer.text)
    if answer.basis == NOT_FOUND:
        return _nothing_found(turn)
    if answer.basis == "several":
        count, *stated = plain_lines(answer.text).split("\n")
        return "\n".join(
            [translate("wording", "{count} documents:").format(count=len(answer.fields) or count), *stated]
        )
    if answer.basis == "summary":
        return overview_words.overview(plain_lines(answer.text))
    return _tr(_STATED[answer.basis]) if answer.basis in _STATED else plain_lines(answer.text)


def _nothing_found(turn: Turn) -> str:
    """Return that nothing was found, and where: nobody who looks at one page of many is told of that one alone."""
    if turn.is_of_film:
        return translate("wording", "Not found in the frames that were read.")
    if not turn.is_of_several:
        return _tr(_STATED[NOT_FOUND])
    if turn.series:
        return translate("wording", "Not found in the slices that were read.")
    return translate("wording", "Not found on the pages that were read.")


def copied_text(turn: Turn) -> str:
    """Return an answer as it is copied: people's own labels before values, and word of what has to be checked."""
    answer = turn.answer
    if answer is None:
        return plain_lines(turn.text)
    if answer.fields and answer.basis != "several":
        return "\n".join(
            _marked(f"{field_name(field.name)}: {plain(field.value)}", field.confidence) for field in answer.fields
        )
    return _marked(answer_text(turn), answer.confidence)


def _marked(text: str, mark: str | None) -> str:
    words = translate("wording", "{text} (check this)")
    return words.format(text=text) if mark == "check" else text


def copied_answer(turn: Turn) -> str:
    """Return what a copy of an answer says; one that was stopped says so: nobody takes it for the whole."""
    stopped = translate("wording", "(Stopped before it was complete.)") if turn.state is TurnState.STOPPED else ""
    mark = not_for_diagnosis() if turn.is_medical else ""
    return "\n".join(part for part in (copied_text(turn), stopped, mark) if part)


def basis(answer: Answer, turn: Turn) -> str:
    """Return how an answer was found; empty where the answer itself says it."""
    if answer.basis == axis_words.READ and turn.is_of_film:
        return translate("wording", "read from the frame")
    if answer.basis == axis_words.READ and turn.series:
        return translate("wording", "read from the slice")
    if answer.basis in _STATED:
        return ""
    if answer.basis == "rule" and answer.rule:
        return translate("wording", "found by rule: {rule}").format(rule=plain(answer.rule))
    return _tr(BASIS_WORDS.get(answer.basis, answer.basis))


def confidence(word: str | None) -> str:
    """Return the confidence word; empty where there is none."""
    return _tr(CONFIDENCE_WORDS[word]) if word in CONFIDENCE_WORDS else ""


def read_pages(pages: tuple[int, ...], count: int, *, is_rest_ready: bool) -> str:
    """Return which first pages of a document an answer is from; empty where it is from all."""
    if not pages:
        return ""
    if is_rest_ready:
        words = translate(
            "wording", "Answered from pages {first} to {last} of {count}. Ask again to have all of them read."
        )
    else:
        words = translate(
            "wording", "Answered from pages {first} to {last} of {count}; the rest is still being prepared."
        )
    return words.format(first=pages[0], last=pages[-1], count=count)


def seconds(duration_s: float) -> str:
    """Return a duration with one decimal, and no pretended zero."""
    return translate("wording", "{seconds} s").format(seconds=f"{duration_s:.1f}" if duration_s >= 0.1 else "< 0.1")


def memory(size_bytes: int) -> str:
    """Return a memory size in GB with one decimal; nothing while it is too small to say."""
    return f"{size_bytes / 1e9:.1f} GB" if size_bytes >= 50_000_000 else ""


def progress(done_bytes: int, total_bytes: int) -> str:
    """Return how far a load or a copy is, in GB; in MB where GB would say nothing."""
    unit, size = ("GB", 1e9) if total_bytes >= 1e9 else ("MB", 1e6)
    words = translate("wording", "{done} of {total} {unit}")
    return words.format(done=f"{done_bytes / size:.1f}", total=f"{total_bytes / size:.1f}", unit=unit)


def speed(answer: Answer) -> str:
    """Return how fast an answer came after its first token; empty where nothing was counted."""
    usage = answer.usage
    duration_s = usage.total_s - usage.first_token_s
    if usage.answer_tokens < 2 or duration_s <= 0:
        return ""
    return translate("wording", "{count} tokens/s").format(count=f"{(usage.answer_tokens - 1) / duration_s:.1f}")
