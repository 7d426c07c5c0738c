"""Put an error into words: the sentences of its entry, with its facts filled in. Translates nothing."""

from dataclasses import replace

from desktop_app.foundation import error_table, picture_formats, resources
from desktop_app.foundation.error_entry import ErrorEntry
from desktop_app.foundation.errors import AppError


def text_of(error: AppError) -> ErrorEntry:
    """Return the entry of an error, facts filled in."""
    entry = error_table.entry_of(error.code)
    return replace(entry, what=filled(entry.what, error), why=filled(entry.why, error))


def filled(sentence: str, error: AppError) -> str:
    """Return `sentence`, also in another language, with the error's facts and the names that ship in its braces."""
    arcs = sorted(name for name in error.facts if name.startswith("arc_"))
    names = {
        "uid": ".".join(str(error.facts[name]) for name in arcs),
        "policies": ", ".join(resources.policy_names()),
        "presets": ", ".join(resources.preset_names()),
        "picture_format": picture_formats.name(error.facts.get("fourcc", 0)),
    }
    return sentence.format_map(_Facts({**names, **error.facts}))


class _Facts(dict[str, str | int]):
    """Facts by name. A child may leave one out: that costs a number in a sentence, and no more."""

    def __missing__(self, name: str) -> str:
        return "…"
