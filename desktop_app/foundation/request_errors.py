"""What can be wrong with what is asked for: one entry a code. Joined to the rest by `error_table.py`."""

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

REQUEST_ERRORS = {
    # said by the command line only, which speaks English
    "usage": ErrorEntry("These words do not go together.", "The command with --help says which do.", Fault.USAGE),
    "policy_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There is no redaction policy of that name."),
        QT_TRANSLATE_NOOP("Errors", "Known are: {policies}."),
        Fault.USAGE,
    ),
    "policy_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The redaction policy is not understood."),
        QT_TRANSLATE_NOOP(
            "Errors", "It must be TOML that names detectors and kinds; resources/policies/README.md says how."
        ),
        Fault.USAGE,
    ),
    "policy_unreadable": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The file of the redaction policy cannot be read."),
        QT_TRANSLATE_NOOP("Errors", "It must be there, and be text of no more than 64 KiB."),
        Fault.USAGE,
    ),
    "review_needed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "What will be hidden has not been reviewed."),
        QT_TRANSLATE_NOOP("Errors", "This redaction policy sends nothing before a person has looked at each page."),
        Fault.POLICY,
    ),
    "preset_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There is no preset of that name."),
        QT_TRANSLATE_NOOP("Errors", "Known are: {presets}."),
        Fault.USAGE,
    ),
    "settings_damaged": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The settings could not be read."),
        QT_TRANSLATE_NOOP("Errors", "They were set aside and the defaults are used."),
        Fault.FILE,
    ),
    "queue_full": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Too many files at once."),
        QT_TRANSLATE_NOOP("Errors", "Open them in smaller groups."),
        Fault.FILE,
    ),
    "request_too_large": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This is more than can be asked at once."),
        QT_TRANSLATE_NOOP("Errors", "Write a shorter question, or ask about fewer pages. Nothing was sent."),
        Fault.USAGE,
    ),
}
