"""Say the stable words of the wire in English, once: what the sandbox tests, how an answer was found, how sure it is,
what there is to know of a file.

Marked for Qt's translation tools: the window translates, the command line speaks English. Words errors nowhere: those are
in the tables of `error_table.py`.
"""

from desktop_app.foundation.translation_mark import QT_TRANSLATE_NOOP

CHECK_WORDS = {
    "ipv4_tcp": QT_TRANSLATE_NOOP("wording", "Open a connection to the internet (IPv4)"),
    "ipv6_tcp": QT_TRANSLATE_NOOP("wording", "Open a connection to the internet (IPv6)"),
    "udp": QT_TRANSLATE_NOOP("wording", "Send a packet without a connection (UDP)"),
    "name_resolution": QT_TRANSLATE_NOOP("wording", "Look up a name on the internet"),
    "home_read": QT_TRANSLATE_NOOP("wording", "Read your home folder"),
    "outside_write": QT_TRANSLATE_NOOP("wording", "Write a file outside its scratch folder"),
    "scratch_bound": QT_TRANSLATE_NOOP("wording", "Write more into its scratch folder than a film may take"),
    "new_process": QT_TRANSLATE_NOOP("wording", "Start another program"),
    "unix_socket_connect": QT_TRANSLATE_NOOP("wording", "Talk to another program on this machine"),
    "other_process": QT_TRANSLATE_NOOP("wording", "Signal, inspect or slow down another program"),
    "file_marks": QT_TRANSLATE_NOOP("wording", "Leave a mark on a file it may only read"),
    "messages": QT_TRANSLATE_NOOP("wording", "Leave a message for another program"),
    "outliving": QT_TRANSLATE_NOOP("wording", "Go on after In Camera has ended"),
    "system_facts": QT_TRANSLATE_NOOP("wording", "Read the names of disks and networks"),
}
"""What each test of the sandbox tries. Each attempt must fail."""

BASIS_WORDS = {
    "read": QT_TRANSLATE_NOOP("wording", "read from the page"),
    "rule": QT_TRANSLATE_NOOP("wording", "found by rule"),
    "several": QT_TRANSLATE_NOOP("wording", "one answer a document"),
    "code": QT_TRANSLATE_NOOP("wording", "code decoded"),
    "detector": QT_TRANSLATE_NOOP("wording", "counted by the detector"),
    "summary": QT_TRANSLATE_NOOP("wording", "summary of what can be known"),
    "seen": QT_TRANSLATE_NOOP("wording", "seen by the model"),
    "not_found": "",
    "beyond": "",
    "stopped": "",
}
"""How an answer was found; nothing where the answer itself says it."""

CONFIDENCE_WORDS = {
    "sure": QT_TRANSLATE_NOOP("wording", "Sure"),
    "check": QT_TRANSLATE_NOOP("wording", "Check this"),
}
"""How sure an answer is, where that was measured."""

NOTE_WORDS = {
    "animation_shortened": QT_TRANSLATE_NOOP("wording", "only the first pictures of the animation"),
    "files_left_out": QT_TRANSLATE_NOOP("wording", "some files of the folder are no pictures that can be read"),
    "not_for_diagnosis": QT_TRANSLATE_NOOP("wording", "not for diagnosis"),
    "face_in_slices": QT_TRANSLATE_NOOP("wording", "a face can be rebuilt from these slices"),
    "lossy_source": QT_TRANSLATE_NOOP("wording", "the pictures were compressed with loss before"),
    "picture_cut_short": QT_TRANSLATE_NOOP("wording", "the file ends too early: only what is there of the picture"),
}
"""What a person should know of a file that was opened, by code."""
