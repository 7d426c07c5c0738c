"""The signature of a kit: told by `verify.py` itself, with nothing of the kit; what was changed, or signed by others, is refused.

Vectors are those of RFC 8032, 7.1; other signatures are py-minisign's, which the kit is signed with.
"""

import base64
import sys
import zipfile
from pathlib import Path

import minisign
import pytest

from tests.helpers import kits

sys.path.insert(0, str(kits.PROGRAMS))
import verify

VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493
EVIL = "class PublicKey:\n  from_bytes=classmethod(lambda c,b:c())\n  def verify(s,*a): pass\nclass Signature:\n  from_bytes=classmethod(lambda c,b:c())\n"
"""A py-minisign to which every signature is a good one."""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """Return a small kit."""
    return kits.make(tmp_path)


@pytest.fixture(scope="module")
def keys() -> minisign.KeyPair:
    """Return a pair of keys."""
    return minisign.KeyPair.generate()


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard_are_good_and_each_flipped_byte_is_not(
    key: str, message: str, signature: str
) -> None:
    """In key, message or signature; nor is a signature with a factor beyond the order, or of another length."""
    one, two, three = (bytes.fromhex(part) for part in (key, message, signature))
    assert verify.is_of_key(one, two, three)
    for place in range(64):
        assert not verify.is_of_key(one, two, kits.flipped(three, place))
        assert not verify.is_of_key(kits.flipped(one, place % 32), two, three)
    assert not verify.is_of_key(one, two + b"\0", three)
    beyond = int.from_bytes(three[32:], "little") + ORDER
    assert not verify.is_of_key(one, two, three[:32] + beyond.to_bytes(32, "little"))
    assert not verify.is_of_key(one, two, three[:-1])
    assert not verify.is_of_key(one[:-1], two, three)
    assert not verify.is_of_key(b"\xff" * 32, two, three)


@pytest.mark.parametrize("is_hashed", [True, False], ids=["hashed", "legacy"])
@pytest.mark.parametrize("data", [b"", b"one line\n", bytes(range(256)) * 700], ids=["empty", "line", "long"])
def test_signatures_of_py_minisign_are_good(keys: minisign.KeyPair, data: bytes, *, is_hashed: bool) -> None:
    """Of both kinds, with the ends of line of other systems."""
    key, signature = (
        bytes(keys.public_key),
        bytes(keys.secret_key.sign(data, prehash=is_hashed, trusted_comment="a comment")),
    )
    assert verify.signs(key, signature, data)
    assert verify.signs(key.replace(b"\n", b"\r\n") + b"\r\n", signature.replace(b"\n", b"\r\n") + b"\r\n", data)
    assert not verify.signs(key, signature, data + b"x")


def test_a_changed_signature_signs_nothing(keys: minisign.KeyPair) -> None:
    """Whatever is changed but the first comment, which nobody signs: comment, kind, number of the key, either signature."""
    key, data = bytes(keys.public_key), b"a list of hashes"
    lines = bytes(keys.secret_key.sign(data, trusted_comment="In Camera kit")).split(b"\n")
    assert verify.signs(key, b"\n".join([b"untrusted comment: other", *lines[1:]]), data)
    made, whole = base64.b64decode(lines[1]), base64.b64decode(lines[3])
    changed = [[lines[0], lines[1], b"trusted comment: In Camera Kit", lines[3]]]
    changed += [
        [lines[0], base64.b64encode(kits.flipped(made, place)), *lines[2:]] for place in (1, 2, 9, 10, 41, 42, 72)
    ]
    changed += [[*lines[:3], base64.b64encode(kits.flipped(whole, place))] for place in (0, 31, 32, 62)]
    changed += [[lines[0], base64.b64encode(b"Ed" + made[2:]), *lines[2:]], [*lines, b"more"], lines[:2], [b""]]
    changed += [[*lines[:2], b"comment: In Camera kit", lines[3]], [lines[0], b"!" + lines[1], *lines[2:]]]
    for other in changed:
        try:
            assert not verify.signs(key, b"\n".join(other), data), other
        except ValueError:
            continue  # no signature at all


def test_another_key_of_the_same_number_signs_nothing(keys: minisign.KeyPair) -> None:
    """The number is only a hint."""
    other = base64.b64decode(bytes(minisign.KeyPair.generate().public_key).split(b"\n")[1])
    ours = base64.b64decode(bytes(keys.public_key).split(b"\n")[1])
    key = b"untrusted comment: key\n" + base64.b64encode(ours[:10] + other[10:])
    assert not verify.signs(key, bytes(keys.secret_key.sign(b"data")), b"data")


def test_a_kit_without_a_signature_or_with_another_s_is_refused(
    kit: Path, tmp_path: Path, keys: minisign.KeyPair
) -> None:
    """By `verify.py` and by `install.py`, before a folder is made; nothing of the kit is needed to tell."""
    for pair, name in ((keys, "ours.pub"), (minisign.KeyPair.generate(), "theirs.pub")):
        (tmp_path / name).write_bytes(bytes(pair.public_key))
    assert "not signed" in kits.run(kit / "verify.py", "--key", tmp_path / "ours.pub").stderr
    kits.sign(kit, keys)
    ran = kits.run(kit / "verify.py", "--key", tmp_path / "ours.pub")
    assert (0, True) == (ran.returncode, "signed with that key" in ran.stdout)
    for name in ("theirs.pub", "missing.pub"):
        assert kits.run(kit / "verify.py", "--key", tmp_path / name).returncode
        ran = kits.run(kit / "install.py", "--key", tmp_path / name, "--prefix", tmp_path / "place")
        assert (1, False) == (ran.returncode, (tmp_path / "place").exists())


def test_a_changed_kit_with_a_py_minisign_of_its_own_is_refused(
    kit: Path, tmp_path: Path, keys: minisign.KeyPair
) -> None:
    """The list of hashes is written anew, the old signature kept; no package of the kit has a say in it."""
    (tmp_path / "ours.pub").write_bytes(bytes(keys.public_key))
    kits.sign(kit, keys)
    (kit / "locks").mkdir()
    (kit / "locks" / "base.txt").write_text("other packages\n")
    with zipfile.ZipFile(kit / "wheels" / "base" / "py_minisign-0.21-py3-none-any.whl", "w") as packed:
        packed.writestr("minisign.py", EVIL)
    kits.list_files(kit)
    assert "not signed" in kits.run(kit / "verify.py", "--key", tmp_path / "ours.pub").stderr
    ran = kits.run(kit / "install.py", "--key", tmp_path / "ours.pub", "--prefix", tmp_path / "place")
    assert (1, False) == (ran.returncode, (tmp_path / "place").exists())


def test_a_kit_is_checked_by_a_program_that_came_another_way(kit: Path, tmp_path: Path, keys: minisign.KeyPair) -> None:
    """One file, carried by itself; what the kit's own says is not asked."""
    own = tmp_path / "verify.py"
    own.write_bytes((kits.PROGRAMS / "verify.py").read_bytes())
    (tmp_path / "ours.pub").write_bytes(bytes(keys.public_key))
    kits.sign(kit, keys)
    assert 0 == kits.run(own, "--kit", kit, "--key", tmp_path / "ours.pub").returncode
    (kit / "verify.py").write_text("print('all is well')\n")
    kits.list_files(kit)
    assert "not signed" in kits.run(own, "--kit", kit, "--key", tmp_path / "ours.pub").stderr
