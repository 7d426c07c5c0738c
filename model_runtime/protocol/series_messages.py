"""Say what the desktop and the airlock say to each other of medical pictures, beside what they say of any document.

Which files belong together, in which window pictures are shown, what becomes of a header. See `messages.py`.
"""

from typing import TypeAlias

from model_runtime.protocol import limits, series_payloads
from model_runtime.protocol.message import Event, Request

# -- requests: desktop to airlock ------------------------------------------------------------------------------------


class SortFiles(Request, frozen=True):
    """Airlock: tell which of several files (`series_table.py`) are pictures of one series. Final: `FilesSorted`.

    Closes the document before. Nothing of the files is kept.
    """

    size_bytes: limits.FileBytes


class TellMedical(Request, frozen=True):
    """Airlock: tell what is particular to the open document of medical pictures. Final: `MedicalTold`."""


class ShowInWindow(Request, frozen=True):
    """Airlock: show the open document's pictures in `window` from now on; None: each as its file says. Final: `Done`.

    It holds for what people see, for what is sent and for what is looked at, beside the looks that are always taken.
    """

    window: series_payloads.GreyWindow | None = None


class ListTags(Request, frozen=True):
    """Airlock: the header of page `number`, and what a copy under `policy` makes of it. Final: `TagsListed`.

    `least` as in `DetectRegions`.
    """

    number: limits.Number
    policy: limits.PolicyText
    least: limits.PolicyText = "off"


# -- events: airlock to desktop --------------------------------------------------------------------------------------


class FilesSorted(Event, frozen=True):
    """The series, those of a study one behind the other; a file that is no medical picture is in none."""

    series: series_payloads.AllSeries


class MedicalTold(Event, frozen=True):
    """What is particular to the document; of one of another kind nothing is."""

    facts: series_payloads.MedicalFacts


class TagsListed(Event, frozen=True):
    """The elements in their order, for a person alone. `is_cut`: there are more."""

    tags: series_payloads.Tags
    is_cut: bool = False


SeriesRequest: TypeAlias = SortFiles | TellMedical | ShowInWindow | ListTags
SeriesEvent: TypeAlias = FilesSorted | MedicalTold | TagsListed
FINAL_EVENTS = (FilesSorted, MedicalTold, TagsListed)
