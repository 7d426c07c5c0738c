"""Say how places are hidden when a job wants it otherwise than the policy, and what a person should know of the result.

Finds nothing and hides nothing: the airlock does.
"""

from collections.abc import Iterable

import msgspec

from desktop_app.runtime_client.values import Operator, Region

MARKED, PERSON = "MARKED", "person"
"""Kind and origin of what a person wants hidden, whatever it is."""

REVERSIBLE = "reversible_operator"
"""Something was pixelated or blurred: faces and letters can often be told from that."""

NEEDS_PERSON = "needs_person"
"""The last look still found something that nobody has hidden."""

NOT_REVIEWED = "not_reviewed"
"""The policy wants a person's word, and nobody has given it."""


DOUBTFUL = "doubtful_stretches"
"""Of a film: something was followed where it was hardly seen, or found late. A person should look at these stretches."""


def with_operator(regions: tuple[Region, ...], operator: Operator | None) -> tuple[Region, ...]:
    """Return `regions` hidden by `operator`; None leaves each as its policy says."""
    if operator is None:
        return regions
    return tuple(msgspec.structs.replace(region, operator=operator) for region in regions)


def warnings(hidden: Iterable[Region], residual: Iterable[Region], *, is_unreviewed: bool) -> tuple[str, ...]:
    """Return the codes of what a person should know of a document in which `hidden` was hidden."""
    told = {
        REVERSIBLE: any(region.operator != "fill" for region in hidden),
        NEEDS_PERSON: any(residual),
        NOT_REVIEWED: is_unreviewed,
    }
    return tuple(code for code, is_so in told.items() if is_so)
