"""Say what went wrong, and why, in a sentence each: the one table for window and command line.

Facts fill the braces. Marked for Qt's translation tools, which look for the marker's name; the window translates, the
command line speaks English. Does not choose buttons or exit codes.
"""

from desktop_app.foundation import resources
from desktop_app.foundation.error_text import QT_TRANSLATE_NOOP, ErrorText
from desktop_app.foundation.errors import AppError
from desktop_app.foundation.model_error_texts import MODEL_TEXTS
from desktop_app.foundation.output_error_texts import OUTPUT_TEXTS

TEXTS = MODEL_TEXTS | {
    **OUTPUT_TEXTS,
    # said by the command line only, which speaks English
    "usage": ErrorText("These words do not go together.", "`incamera analyze --help` says which do."),
    "file_missing": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file is not there."),
        QT_TRANSLATE_NOOP("Errors", "It may have been moved or renamed."),
    ),
    "file_unreadable": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file cannot be opened."),
        QT_TRANSLATE_NOOP("Errors", "It may be a folder or a device, or this user may not read it."),
    ),
    "file_changed": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file changed while it was being read."),
        QT_TRANSLATE_NOOP("Errors", "Wait until the other program has finished with it, then open it again."),
    ),
    "file_replaced": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "This file is another one now than the one that was opened."),
        QT_TRANSLATE_NOOP(
            "Errors", "What was hidden and reviewed belongs to the old one. The new one is a new document."
        ),
    ),
    "file_empty": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file is empty."),
        QT_TRANSLATE_NOOP("Errors", "It holds no bytes; the copy may not have finished."),
    ),
    "file_type_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "This is not a picture or document that In Camera knows."),
        QT_TRANSLATE_NOOP(
            "Errors", "Accepted: PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF and PDF, judged by content."
        ),
    ),
    "file_type_not_accepted": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "This type of file is not accepted."),
        QT_TRANSLATE_NOOP(
            "Errors", "Accepted: PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF and PDF, judged by content."
        ),
    ),
    "file_damaged": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file is damaged."),
        QT_TRANSLATE_NOOP(
            "Errors", "Its content does not make sense as the type that it claims to be, or it ends too early."
        ),
    ),
    "file_encrypted": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The document is protected by a password."),
        QT_TRANSLATE_NOOP(
            "Errors", "Save a copy without the password in the program that made it, then open the copy."
        ),
    ),
    "file_too_large": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file is too large."),
        QT_TRANSLATE_NOOP(
            "Errors", "Files of this type are read up to a fixed size, so that a hostile one cannot fill the memory."
        ),
    ),
    "page_too_large": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The picture has too many pixels."),
        QT_TRANSLATE_NOOP(
            "Errors", "It would need more memory than one page may have. Scale it down and open it again."
        ),
    ),
    "too_many_pages": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The document has too many pages."),
        QT_TRANSLATE_NOOP("Errors", "Split it into smaller documents, or ask about some of its pages only."),
    ),
    "no_pages": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The document has no pages."),
        QT_TRANSLATE_NOOP("Errors", "There is nothing to show or to read."),
    ),
    "page_missing": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The document does not have that page."),
        QT_TRANSLATE_NOOP("Errors", "It ends earlier."),
    ),
    "decode_timeout": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Opening the file took too long and was stopped."),
        QT_TRANSLATE_NOOP(
            "Errors", "Honest files of this type open quickly; this one may be made to keep programs busy."
        ),
    ),
    "decoder_died": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file made its decoder fail."),
        QT_TRANSLATE_NOOP(
            "Errors", "It was opened in a closed process, which has been replaced; nothing else is affected."
        ),
    ),
    "format_not_writable": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A redacted copy cannot be written in that format."),
        QT_TRANSLATE_NOOP("Errors", "Name the copy .png, .jpg, .webp, .tiff or .pdf; of several pages, .tiff or .pdf."),
    ),
    "policy_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There is no redaction policy of that name."),
        QT_TRANSLATE_NOOP("Errors", "Known are: {policies}."),
    ),
    "policy_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The redaction policy is not understood."),
        QT_TRANSLATE_NOOP(
            "Errors", "It must be TOML that names detectors and kinds; resources/policies/README.md says how."
        ),
    ),
    "policy_unreadable": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The file of the redaction policy cannot be read."),
        QT_TRANSLATE_NOOP("Errors", "It must be there, and be text of no more than 64 KiB."),
    ),
    "review_needed": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "What will be hidden has not been reviewed."),
        QT_TRANSLATE_NOOP("Errors", "This redaction policy sends nothing before a person has looked at each page."),
    ),
    "preset_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There is no preset of that name."),
        QT_TRANSLATE_NOOP("Errors", "Known are: {presets}."),
    ),
    "settings_damaged": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The settings could not be read."),
        QT_TRANSLATE_NOOP("Errors", "They were set aside and the defaults are used."),
    ),
    "queue_full": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Too many files at once."),
        QT_TRANSLATE_NOOP("Errors", "Open them in smaller groups."),
    ),
    "request_too_large": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "This is more than can be asked at once."),
        QT_TRANSLATE_NOOP("Errors", "Write a shorter question, or ask about fewer pages. Nothing was sent."),
    ),
    "engine_unknown": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There is no model of that name."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models list` shows what is here."),
    ),
    "model_missing": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There is no model of that name."),
        QT_TRANSLATE_NOOP("Errors", "`incamera models list` shows what is here."),
    ),
    "model_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model could not be loaded."),
        QT_TRANSLATE_NOOP(
            "Errors", "A file of it is missing or differs from its published hash; install In Camera again."
        ),
    ),
    "precision_unavailable": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The model does not run in this precision."),
        QT_TRANSLATE_NOOP("Errors", "Leave the precision out, or say auto."),
    ),
    "out_of_memory": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "There was not enough memory."),
        QT_TRANSLATE_NOOP("Errors", "Close other programs, choose fewer pages, or ask about a part of the page."),
    ),
    "child_not_started": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A part of In Camera could not be started."),
        QT_TRANSLATE_NOOP("Errors", "The installation may be incomplete; `incamera doctor` says more."),
    ),
    "no_more_threads": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The system did not let In Camera work on."),
        QT_TRANSLATE_NOOP(
            "Errors", "A limit on programs or memory has been reached. Close other programs and try again."
        ),
    ),
    "left_behind": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Files that a process of In Camera left behind could not be deleted."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "They may hold text of your pages. They were set aside in the folder for temporary files, or beside the models, "
            "under names with “set-aside”; the system does not let this user delete them.",
        ),
    ),
    "child_died": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The process that answers ended unexpectedly."),
        QT_TRANSLATE_NOOP("Errors", "It is being started again; your question is still there. Ask again."),
    ),
    "child_silent": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera stopped responding and was ended."),
        QT_TRANSLATE_NOOP("Errors", "It is being started again; your question is still there. Ask again."),
    ),
    "restart_limit": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera keeps ending and is not started again."),
        QT_TRANSLATE_NOOP("Errors", "Close In Camera and open it again; `incamera doctor` says more."),
    ),
    "protocol_version": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Parts of different versions of In Camera are installed together."),
        QT_TRANSLATE_NOOP("Errors", "Install it again; both parts must be of one version."),
    ),
    "protocol_broken": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera said something impossible and was ended."),
        QT_TRANSLATE_NOOP(
            "Errors", "It is not trusted any more and has been replaced. If a file caused this, it may be hostile."
        ),
    ),
    "sandbox_not_proven": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "The sandbox could not be proven, so nothing was opened."),
        QT_TRANSLATE_NOOP("Errors", "`incamera doctor` lists which test did not hold on this system."),
    ),
    "cancelled": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "Stopped."),
        QT_TRANSLATE_NOOP("Errors", "What had come so far is kept."),
    ),
    "bug": ErrorText(
        QT_TRANSLATE_NOOP("Errors", "This is a fault in In Camera, not yours."),
        QT_TRANSLATE_NOOP("Errors", "Nothing was lost. The log says where it happened, without private text."),
    ),
}
"""Error code -> its two sentences. A code without a text is shown as `bug`; a test finds such codes."""


def text_of(error: AppError) -> ErrorText:
    """Return the sentences for an error, facts filled in."""
    text = TEXTS.get(error.code, TEXTS["bug"])
    return ErrorText(filled(text.what, error), filled(text.why, error))


def filled(sentence: str, error: AppError) -> str:
    """Return `sentence`, also in another language, with the error's facts and the names that ship in its braces."""
    names = {"policies": ", ".join(resources.policy_names()), "presets": ", ".join(resources.preset_names())}
    return sentence.format(**names | error.facts)
