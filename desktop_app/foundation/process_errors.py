"""What can go wrong with the processes of In Camera and with this machine: one entry a code.

Joined to the rest by `error_table.py`.
"""

from dataclasses import replace

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

_BUG = ErrorEntry(
    QT_TRANSLATE_NOOP("Errors", "This is a fault in In Camera, not yours."),
    QT_TRANSLATE_NOOP("Errors", "Nothing was lost. The log says where it happened, without private text."),
    Fault.BUG,
)

PROCESS_ERRORS = {
    "out_of_memory": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "There was not enough memory."),
        QT_TRANSLATE_NOOP("Errors", "Close other programs, choose fewer pages, or ask about a part of the page."),
        Fault.MEMORY,
    ),
    "child_not_started": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A part of In Camera could not be started."),
        QT_TRANSLATE_NOOP("Errors", "The installation may be incomplete; `incamera doctor` says more."),
        Fault.BUG,
    ),
    "no_more_threads": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The system did not let In Camera work on."),
        QT_TRANSLATE_NOOP(
            "Errors", "A limit on programs or memory has been reached. Close other programs and try again."
        ),
        Fault.MEMORY,
    ),
    "left_behind": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Files that a process of In Camera left behind could not be deleted."),
        QT_TRANSLATE_NOOP(
            "Errors",
            "They may hold text of your pages. They were set aside in the folder for temporary files, or beside the models, "
            'under names with "set-aside"; the system does not let this user delete them.',
        ),
        Fault.BUG,
    ),
    "child_died": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The process that answers ended unexpectedly."),
        QT_TRANSLATE_NOOP("Errors", "It is being started again; your question is still there. Ask again."),
        Fault.BUG,
    ),
    "child_silent": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera stopped responding and was ended."),
        QT_TRANSLATE_NOOP("Errors", "It is being started again; your question is still there. Ask again."),
        Fault.BUG,
    ),
    "restart_limit": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera keeps ending and is not started again."),
        QT_TRANSLATE_NOOP("Errors", "Close In Camera and open it again; `incamera doctor` says more."),
        Fault.BUG,
    ),
    "protocol_version": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Parts of different versions of In Camera are installed together."),
        QT_TRANSLATE_NOOP("Errors", "Install it again; both parts must be of one version."),
        Fault.BUG,
    ),
    "protocol_broken": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A process of In Camera said something impossible and was ended."),
        QT_TRANSLATE_NOOP(
            "Errors", "It is not trusted any more and has been replaced. If a file caused this, it may be hostile."
        ),
        Fault.BUG,
    ),
    "sandbox_not_proven": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The sandbox could not be proven, so nothing was opened."),
        QT_TRANSLATE_NOOP("Errors", "`incamera doctor` lists which test did not hold on this system."),
        Fault.SANDBOX,
    ),
    "cancelled": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Stopped."),
        QT_TRANSLATE_NOOP("Errors", "What had come so far is kept."),
        Fault.CANCELLED,
    ),
    "bug": _BUG,
    "page_not_kept": _BUG,  # these two are between desktop and engine: they reach a person only by a mistake of ours
    "model_not_loaded": replace(_BUG, fault=Fault.MODEL),
}
