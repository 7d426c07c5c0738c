"""What a header names is found in a text in whatever form it is written; words that are like it stay."""

import unicodedata

import pytest

from model_runtime.documents.page import KnownText
from model_runtime.redaction.entities.header_texts import HeaderTexts


def _left(text: str, *known: str) -> str:
    """Return what is left of `text`, of which people called `known` are taken out."""
    words = HeaderTexts(tuple(KnownText("person", name) for name in known))
    for first, last in reversed(words.found_in(text)):
        text = text[:first] + "***" + text[last:]
    return text


@pytest.mark.parametrize(
    "text", ["GROESSMANN, JOERG", "Größmann Jörg", "grossmann", "groessmannj", "GroßmannJörg", "Groessmann^J"]
)
@pytest.mark.parametrize("name", ["Größmann^Jörg", "GROESSMANN^JOERG"])
def test_umlauts_written_out_are_the_same_name(text: str, name: str) -> None:
    """Whichever of the two the header has, and whichever the text has."""
    assert _left(f"knee {text}", name) == "knee ***"


@pytest.mark.parametrize(
    ("text", "name"), [("Wałęsa", "Walesa^Lech"), ("SORENSEN", "Sørensen^Åse"), ("AASE", "Sørensen^Åse")]
)
def test_letters_of_other_languages_are_the_same_name(text: str, name: str) -> None:
    """A stroke through a letter is no accent to Unicode."""
    assert _left(f"{text} head", name) == "*** head"


@pytest.mark.parametrize(
    ("text", "name"),
    [("Größmann", "Größmann^Jörg"), ("홍길동", "Hong^Gildong=洪^吉洞=홍^길동"), ("ヤマダ", "ヤマダ^タロウ")],
)
def test_accents_as_signs_of_their_own_are_the_same_name(text: str, name: str) -> None:
    """Text as some programs write it; all of the name goes, and what stands beside it stays as it was."""
    around = unicodedata.normalize("NFD", f"Übersicht {text} é")
    assert _left(around, name) == unicodedata.normalize("NFD", "Übersicht *** é")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MarjorieHollenbeck", "Hollenbeck^Marjorie"), ("QuentinAbernathy", "Abernathy^Quentin"), ("hollenbeckm", "Hollenbeck^Marjorie"),
        ("ABERNATHYQUENTIN", "Abernathy^Quentin"), ("WangXiaoDong", "Wang^XiaoDong=王^小东"), ("YAMADATAROU", "Yamada^Tarou"),
        ("QAbernathy", "Abernathy^Quentin"), ("Xiao Dong", "Wang^XiaoDong"), ("Wangxiaodong", "Wang^Xiao Dong"), ("LiAn", "Li^An"),
        ("Abernathy1958", "Abernathy^Quentin"), ("kneehollenbeck", "Hollenbeck^Marjorie"), ("王伟", "Wang^Wei=王^伟"),
    ],
)  # fmt: skip
def test_names_written_together_are_found(text: str, name: str) -> None:
    """First and last name as one word in any order, an initial before or behind, a capital as the only border."""
    assert name.split("^", maxsplit=1)[0].casefold() not in _left(f"{text}_protocol", name).casefold()
    assert _left(f"{text}_protocol", name).startswith("***")
    assert _left(f"{text}_protocol", name).endswith("_protocol")


@pytest.mark.parametrize(
    ("text", "name"),
    [("王***膝关节", "Wang^XiaoDong=王^小东"), ("王先生膝关节", "Wang^XiaoDong=王^小东"), ("홍***님", "Hong^Gildong=洪^吉洞=홍^길동"),
     ("study 洪 knee", "Hong^Gildong=洪^吉洞=홍^길동"), ("홍님", "홍^길동"), ("山様", "山^太郎")],
)  # fmt: skip
def test_a_family_name_of_one_sign_counts_where_it_stands_for_a_person(text: str, name: str) -> None:
    """Alone, before asterisks, before a form of address."""
    assert not {"王", "洪", "홍", "山"} & set(_left(text, name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王冠状动脉", "Wang^XiaoDong=王^小东"), ("홍채 검사", "홍^길동"), ("火山様陰影", "山^太郎"), ("CHEST", "Chester^Art"), ("PART of cart", "Art^Pavel"),
        ("ARTERIAL", "Chester^Art"), ("LINA", "Li^Na"), ("NOL", "Noel^X"), ("T2w TSE 3mm L5S1 mAs80 kVp120", "Li^Sam"), ("female", "Ma^Le"),
        ("Sample series 12", "Sam^Lee"),
    ],
)  # fmt: skip
def test_words_that_only_begin_or_end_like_a_name_stay(text: str, name: str) -> None:
    """Short names and single signs are parts of many words."""
    assert _left(text, name) == text


def test_a_name_written_together_may_have_been_misread() -> None:
    """By one letter, as any long word on a picture."""
    words = HeaderTexts((KnownText("person", "Thornt^Marjo"),))
    assert words.found_in("MARJOTHOPNT", is_read=True) == ((0, 11),)
    assert words.found_in("MARJOTHOPNT", is_read=False) == ()
