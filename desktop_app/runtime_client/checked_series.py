"""Check what the airlock says of medical pictures against what it was asked. A child that lies is ended, not corrected."""

from desktop_app.runtime_client.checked import require
from desktop_app.runtime_client.values import FoundSeries, MedicalFacts
from model_runtime.protocol import series_messages


def sorted_files(untrusted: series_messages.FilesSorted, file_count: int) -> tuple[FoundSeries, ...]:
    """Return the series: each of files that there are, and no file in two of them. Raises AppError protocol_broken."""
    files = [index for series in untrusted.series for index in series.files]
    require(len(files) == len(set(files)) and all(index < file_count for index in files))
    return untrusted.series


def facts(untrusted: series_messages.MedicalTold, page_count: int) -> MedicalFacts:
    """Return the facts: series that begin one behind the other, within the line. Raises AppError protocol_broken."""
    begins = [part.first for part in untrusted.facts.parts]
    require(begins == sorted(set(begins)) and begins[:1] in ([], [1]) and all(one <= page_count for one in begins))
    require(all(window.name.isprintable() for window in untrusted.facts.windows))
    return untrusted.facts


def tags(untrusted: series_messages.TagsListed) -> series_messages.TagsListed:
    """Return the elements, in printable letters. Raises AppError protocol_broken."""
    require(all((tag.name + tag.value + tag.new).isprintable() for tag in untrusted.tags))
    return untrusted
