"""See which words of a page are selected or found, and how the search for them stands."""

from desktop_app.runtime_client.values import Box
from tests.helpers import finding
from tests.helpers.eyes import Eyes


def selected(person: Eyes) -> list[Box]:
    """Return the words that are selected."""
    return list(person.window.text.item.selected)


def found(person: Eyes) -> list[Box]:
    """Return the words that were found on the page."""
    return list(person.window.text.item.found)


def looked_at(person: Eyes) -> list[Box]:
    """Return those of the find that is looked at."""
    return list(person.window.text.item.looked_at)


def state(person: Eyes) -> str:
    """Return how a search stands, in words."""
    return finding.words_of(person.window.page, "findState")
