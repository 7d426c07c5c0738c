"""What the organisation that manages this machine does not allow: one entry a code. Joined to the rest by `error_table.py`."""

from desktop_app.foundation.error_entry import ErrorEntry, Fault
from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

_LISTED = QT_TRANSLATE_NOOP("Errors", "Your organisation has decided so; `incamera policy` lists what and where.")

MANAGED_ERRORS = {
    "managed_policy_invalid": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A policy file of your organisation cannot be read or understood."),
        QT_TRANSLATE_NOOP("Errors", "In Camera does not work without it; your administrator can mend it."),
        Fault.POLICY,
    ),
    "managed_policy_unsigned": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A policy file of your organisation is not signed as its public key demands."),
        QT_TRANSLATE_NOOP("Errors", "In Camera does not work without it; your administrator can mend it."),
        Fault.POLICY,
    ),
    "managed_policy_untrusted": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The policy file that was named could have been written by somebody else."),
        QT_TRANSLATE_NOOP(
            "Errors", "It and all folders above it must belong to the administrator, and to nobody else."
        ),
        Fault.POLICY,
    ),
    "kiosk_key_unknown": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "A policy file has a key that this version of In Camera does not know."),
        QT_TRANSLATE_NOOP("Errors", "A kiosk does not start with it; `incamera policy` names it."),
        Fault.POLICY,
    ),
    "kiosk_without_pin": ErrorEntry(
        QT_TRANSLATE_NOOP(
            "Errors", "The kiosk does not start: your organisation has set no PIN with which to leave it."
        ),
        QT_TRANSLATE_NOOP("Errors", "`incamera kiosk --make-pin` makes one for a policy file (kiosk.pin)."),
        Fault.POLICY,
    ),
    "pin_unfit": ErrorEntry("A PIN has 6 to 12 digits.", "Nothing was made.", Fault.USAGE),
    "pins_differ": ErrorEntry("The two PINs are not the same.", "Nothing was made.", Fault.USAGE),
    "model_not_allowed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "This model may not answer on this machine."),
        _LISTED,
        Fault.POLICY,
    ),
    "export_not_allowed": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "Nothing may be written there, or in that format, on this machine."),
        _LISTED,
        Fault.POLICY,
    ),
    "operator_not_allowed": ErrorEntry(
        QT_TRANSLATE_NOOP(
            "Errors", "On this machine places are filled, not pixelated or blurred, which can be undone."
        ),
        _LISTED,
        Fault.POLICY,
    ),
    "review_not_waived": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "On this machine a person reviews what is hidden before anything is asked."),
        _LISTED,
        Fault.POLICY,
    ),
    "audit_unwritable": ErrorEntry(
        QT_TRANSLATE_NOOP(
            "Errors", "What is done cannot be written into the audit log, and your organisation demands that."
        ),
        QT_TRANSLATE_NOOP("Errors", "The disk may be full or the folder read-only. Nothing was lost."),
        Fault.POLICY,
    ),
    "audit_damaged": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The end of the audit log is damaged, so that it cannot be continued."),
        QT_TRANSLATE_NOOP(
            "Errors", "`incamera audit verify` shows where. Keep the file and let your administrator begin another."
        ),
        Fault.POLICY,
    ),
    "audit_replaced": ErrorEntry(
        QT_TRANSLATE_NOOP("Errors", "The audit log is no longer the one into which this program has written."),
        QT_TRANSLATE_NOOP(
            "Errors", "It was removed, shortened or replaced. Tell your administrator, and start In Camera again."
        ),
        Fault.POLICY,
    ),
}
