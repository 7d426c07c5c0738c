"""Every policy and every kind that ships has plain words, and every tag can be read."""

import tomllib

import pytest

from desktop_app.conversation.review import MARKED, PERSON, Place
from desktop_app.foundation import resources
from desktop_app.gui.style import theme
from desktop_app.gui.words import kind_words, policy_words
from desktop_app.runtime_client.values import Box, Region

BOX = Box(0, 0, 10, 10)


def test_every_policy_that_ships_is_in_the_menu() -> None:
    """No file lacks words, and no words lack a file."""
    assert sorted(policy_words.SHIPPED) == sorted(resources.policy_names())


@pytest.mark.parametrize("policy", resources.policy_names())
def test_every_kind_of_a_policy_has_words(policy: str) -> None:
    """What is hidden is never shown by its stable word."""
    kinds = tomllib.loads(resources.text("policies", f"{policy}.toml")).get("kinds", {})

    assert [kind for kind in kinds if kind_words.kind_name(kind) == kind] == []


@pytest.mark.parametrize("policy", resources.policy_names())
def test_policies_that_read_text_say_what_they_cannot_read(policy: str) -> None:
    """Whoever relies on reading is told which writing is not read."""
    detectors = tomllib.loads(resources.text("policies", f"{policy}.toml"))["detectors"]

    assert bool(policy_words.scripts_warning(policy)) == ("personal-text" in detectors)


def test_own_policies_have_the_name_of_their_file_and_the_warning() -> None:
    """Nobody knows what a user's own policy reads: the warning stands."""
    assert policy_words.policy_name("own:Ward 3") == "Ward 3"
    assert policy_words.scripts_warning("own:Ward 3").startswith("Not read: Cyrillic")


def test_tags_can_be_read() -> None:
    """White words stand on every kind's colour at 4.5:1 or better."""
    colours = {known.colour for known in kind_words._KINDS.values()} | {kind_words.UNDECIDED_COLOUR}

    assert [colour for colour in colours if theme.contrast(theme.LIGHT.panel, colour) < 4.5] == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(Region("FACE", 0.934, "yunet", BOX)), ("Face", "93 %", "found by a detector")),
        (Place(Region("IBAN", 0.9, "iban-checksum", BOX)), ("Bank account", "90 %", "found by a rule")),
        (Place(Region(MARKED, 1.0, PERSON, BOX)), ("Your own box", "you", "drawn by you")),
        (Place(Region("FACE", 1.0, PERSON, BOX)), ("Face", "you", "changed by you")),
        (
            Place(Region("FACE", 0.4, "yunet", BOX), is_undecided=True),
            ("Face? You decide", "40 %", "found by a detector"),
        ),
        (Place(Region("NEW_KIND", 0.5, "x", BOX)), ("NEW_KIND", "50 %", "found by a rule")),
    ],
)
def test_places_say_what_how_sure_and_who(place: Place, words: tuple[str, str, str]) -> None:
    """Kind, certainty and finder in plain words; what is not known is shown as it is."""
    assert (kind_words.place_tag(place), kind_words.certainty(place), kind_words.finder(place)) == words


def test_kinds_are_counted_in_one_order() -> None:
    """Faces come first wherever they were found; a kind that is not known comes last."""
    kinds = ("NEW_KIND", "EMAIL", "FACE", "EMAIL")

    counted = kind_words.counted(Place(Region(kind, 0.5, "x", BOX)) for kind in kinds)

    assert counted == (("FACE", 1), ("EMAIL", 2), ("NEW_KIND", 1))
