"""The organisation's files: read in order, taken table by table, and only where nobody else can have written them."""

import os
from pathlib import Path

import minisign
import pytest

from desktop_app.foundation.errors import AppError
from desktop_app.managed import listing
from desktop_app.managed.policy_files import MANAGED, MAX_BYTES, RECOMMENDED, Found, Origin, read, system_place
from desktop_app.managed.rules import Audit, Export, Interface, Models, Redaction, Rules
from tests.helpers.managed_machine import ManagedMachine
from tests.helpers.other_users import as_nobody, can_be_others, folder_of_nobody


@pytest.fixture
def machine(tmp_path: Path) -> ManagedMachine:
    """Return a machine without any file."""
    return ManagedMachine(tmp_path / "in-camera")


def refused(machine: ManagedMachine) -> str:
    """Return the code with which reading ends."""
    with pytest.raises(AppError) as caught:
        machine.found()
    return caught.value.code


@pytest.mark.parametrize(
    "wrong",
    ['pin = "123456"', "idle_s = 3", 'presets = ["mine"]', 'drives = ["media"]', 'folders = ["."]', "idle_s = true"],
)
def test_a_kiosk_that_nobody_can_have_meant_is_refused(machine: ManagedMachine, wrong: str) -> None:
    """Also a PIN as it is typed, where what stands for it belongs."""
    machine.decide(f"[kiosk]\n{wrong}\n")
    assert "managed_policy_invalid" == refused(machine)


def test_a_file_that_was_named_decides_what_no_other_does(machine: ManagedMachine) -> None:
    """Table by table, and the system's own place is preferred."""
    own = machine.decide("[kiosk]\nidle_s = 60\n")
    named = machine.top / "named.toml"
    named.write_text('[kiosk]\nidle_s = 3600\n[export]\nformats = ["png"]\n')
    found = read(machine.place, named)
    assert (60, ("png",)) == (found.rules.kiosk.idle_s, found.rules.export.formats)
    assert (own, (named,)) == (found.origins["kiosk"].file, found.origins["kiosk"].overrides)


def test_a_file_that_was_named_is_the_administrators_all_the_way(machine: ManagedMachine, tmp_path: Path) -> None:
    """Not one that others can write, not a link to one that they cannot, and not one in a folder of theirs."""
    machine.decide("")
    loose, link = machine.top / "loose.toml", machine.top / "link.toml"
    loose.write_text("")
    loose.chmod(0o666)
    link.symlink_to(machine.top / "policies" / MANAGED / "10-all.toml")
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o777)
    theirs.chmod(0o777)
    (theirs / "a.toml").write_text("")
    for named in (loose, link, theirs / "a.toml", machine.top / "gone.toml"):
        with pytest.raises(AppError, match="managed_policy_untrusted"):
            read(machine.place, named)


def test_a_machine_without_files_has_the_defaults(machine: ManagedMachine) -> None:
    """Nothing is managed."""
    assert (Found(), Rules()) == (machine.found(), machine.found().rules)


def test_a_later_file_takes_a_table_whole(machine: ManagedMachine) -> None:
    """Nothing of the earlier file's table is left, and it is said which file it was."""
    first = machine.decide('[redaction]\nleast = "faces"\nreview = true\n[audit]\nmode = "on"\n', "10-a.toml")
    second = machine.decide('[redaction]\nleast = "medical"\n', "20-b.toml")
    found = machine.found()
    assert Rules(redaction=Redaction(least="medical"), audit=Audit(mode="on")) == found.rules
    assert (second, (first,)) == (
        found.origins["redaction"].file,
        found.origins["redaction"].overrides,
    )
    assert first == found.origins["audit"].file


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_a_file_that_others_can_write_is_left_out_and_told(machine: ManagedMachine, mode: int) -> None:
    """The files beside it hold."""
    machine.decide('[redaction]\nleast = "faces"\n', "10-a.toml")
    loose = machine.decide('[redaction]\nleast = "off"\n', "20-b.toml")
    loose.chmod(mode)
    found = machine.found()
    assert ("faces", (loose,)) == (found.rules.redaction.least, found.ignored)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_folder_that_others_can_write_is_left_out_and_told(machine: ManagedMachine, depth: int) -> None:
    """Wherever on the way it is."""
    file = machine.decide('[redaction]\nleast = "faces"\n')
    file.parents[depth].chmod(0o777)
    found = machine.found()
    assert (Rules(), (file.parent,)) == (found.rules, found.ignored)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_a_file_of_somebody_else_is_left_out(machine: ManagedMachine) -> None:
    """Whatever its rights are."""
    file = machine.decide('[redaction]\nleast = "faces"\n')
    os.chown(file, 65534, 65534)
    assert (file,) == machine.found().ignored


def test_a_link_is_left_out(machine: ManagedMachine, tmp_path: Path) -> None:
    """Where it leads may be written by others later; a linked folder likewise."""
    other = tmp_path / "other.toml"
    other.write_text('[redaction]\nleast = "faces"\n')
    link = machine.decide("", "10-a.toml").with_name("20-b.toml")
    link.symlink_to(other)
    assert (Rules(), (link,)) == (machine.found().rules, machine.found().ignored)


def test_a_linked_folder_is_left_out(machine: ManagedMachine, tmp_path: Path) -> None:
    """The whole level."""
    other = tmp_path / "theirs"
    other.mkdir()
    (other / "10-a.toml").write_text('[redaction]\nleast = "faces"\n')
    file = machine.decide("")
    file.unlink()
    file.parent.rmdir()
    link = machine.place.folder / MANAGED
    link.symlink_to(other)
    assert (Rules(), (link,)) == (machine.found().rules, machine.found().ignored)


@pytest.mark.parametrize(
    "text",
    [
        "[redaction",
        'redaction = "faces"',
        "[redaction]\nleast = 3",
        '[redaction]\nleast = "no policy of that name"',
        "[sandbox]\nrequired = false",
        '[redaction]\nreview = "yes"',
        '[models]\nallowed = ["not a hash"]',
        '[export]\nfolders = ["relative"]',
        '[export]\nformats = [".PNG"]',
        '[audit]\nmode = "sometimes"',
        '[audit]\nfolder = "relative"',
        "\0",
        "#" * (MAX_BYTES + 1),
    ],
)
def test_what_cannot_be_understood_stops_the_work(machine: ManagedMachine, text: str) -> None:
    """To leave it out would be to allow what it forbids."""
    machine.decide(text)
    assert "managed_policy_invalid" == refused(machine)


def test_what_is_nested_without_end_stops_the_work(machine: ManagedMachine) -> None:
    """In one sentence, as all else that cannot be understood."""
    machine.decide("a = " + "[" * 20_000 + "]" * 20_000)
    assert "managed_policy_invalid" == refused(machine)


@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("mode", [0o000, 0o600, 0o700, 0o711])
def test_what_stands_behind_a_closed_door_stops_the_work(depth: int, mode: int) -> None:
    """Whoever asks may not enter or list the folder, wherever on the way it is: what is in it may forbid what they want."""
    with folder_of_nobody() as lent:
        machine = ManagedMachine(lent / "in-camera")
        closed = machine.decide("[models]\nallowed = []\n").parents[depth]
        closed.chmod(mode)
        said = as_nobody("tests.helpers.managed_machine", str(machine.top), str(os.getuid()))
        closed.chmod(0o755)
    is_open = depth and mode == 0o711  # to pass through it is enough
    if can_be_others() or mode in (0o000, 0o600):
        assert ("()" if is_open else "managed_policy_invalid") == said


def test_a_file_where_a_folder_belongs_stops_the_work(machine: ManagedMachine) -> None:
    """Somebody has meant something by it."""
    folder = machine.decide("").parent
    (folder / "10-all.toml").unlink()
    folder.rmdir()
    folder.write_text("")
    assert "managed_policy_invalid" == refused(machine)


def test_bytes_that_are_no_text_stop_the_work(machine: ManagedMachine) -> None:
    """As above."""
    machine.decide("").write_bytes(b"\xff\xfe")
    assert "managed_policy_invalid" == refused(machine)


def test_what_a_later_version_may_know_is_told(machine: ManagedMachine) -> None:
    """The keys beside it hold."""
    machine.decide('[redaction]\nleast = "faces"\nlast = 1\n[holography]\nx = 1\n')
    found = machine.found()
    assert ("faces", ("10-all.toml: redaction.last", "10-all.toml: holography")) == (
        found.rules.redaction.least,
        found.unknown,
    )


def test_a_list_of_models_is_read(machine: ManagedMachine) -> None:
    """An empty one allows none."""
    machine.decide(f'[models]\nallowed = ["reader", "{"a" * 64}"]\n')
    assert Models(allowed=("reader", "a" * 64)) == machine.found().rules.models
    machine.decide("[models]\nallowed = []\n")
    assert () == machine.found().rules.models.allowed


def test_no_variable_of_the_environment_moves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the program's own nor those that move other folders."""
    for name in ("INCAMERA_HOME", "HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "ProgramData", "INCAMERA_POLICIES"):
        monkeypatch.setenv(name, "/somewhere/else")
    assert Path("/etc/in-camera/policies") == system_place().folder
    assert 0 == system_place().owner


class TestRecommended:
    """What is recommended counts where nothing is managed, and not against what a person chooses."""

    def recommend(self, machine: ManagedMachine, text: str, name: str = "10-all.toml") -> Path:
        """Write such a file."""
        return machine.decide(text, name, RECOMMENDED)

    def test_a_table_that_is_not_managed_is_taken_from_there(self, machine: ManagedMachine) -> None:
        """Whole, as everywhere, and it is said that it is only recommended."""
        own = machine.decide('[audit]\nmode = "required"\n')
        first = self.recommend(machine, '[audit]\nnames = "plain"\n[export]\nformats = ["png"]\n')
        second = self.recommend(machine, '[export]\nformats = ["pdf"]\n', "20-b.toml")
        found = machine.found()
        assert Rules(audit=Audit("required"), export=Export(formats=("pdf",))) == found.rules
        assert Origin(own, (first,), MANAGED) == found.origins["audit"]
        assert Origin(second, (first,), RECOMMENDED) == found.origins["export"]

    def test_what_a_person_can_choose_is_only_a_beginning(self, machine: ManagedMachine) -> None:
        """The rest of the same tables binds; where nobody chooses, so does the beginning."""
        self.recommend(machine, '[redaction]\nleast = "medical"\nreview = true\n[interface]\nlanguage = "zh_CN"\n')
        found = machine.found()
        assert Rules(redaction=Redaction(review=True)) == found.rules
        assert Rules(redaction=Redaction("medical", review=True), interface=Interface("zh_CN")) == (
            found.rules_without_choice
        )
        machine.decide('[redaction]\nleast = "faces"\n[interface]\nlanguage = "en"\n')
        assert {} == machine.found().recommended
        assert machine.found().rules == machine.found().rules_without_choice

    def test_it_is_trusted_and_understood_as_the_others(self, machine: ManagedMachine) -> None:
        """Left out and told where others can write it, and the end of the work where it makes no sense."""
        file = self.recommend(machine, '[export]\nformats = ["png"]\nfast = 1\n')
        assert (("10-all.toml: export.fast",), ()) == (machine.found().unknown, machine.found().ignored)
        file.chmod(0o666)
        assert (Rules(), (file,)) == (machine.found().rules, machine.found().ignored)
        file.chmod(0o644)
        file.write_text("[printing]\nallowed = true\n")
        assert "managed_policy_invalid" == refused(machine)

    def test_every_key_says_where_it_comes_from(self, machine: ManagedMachine) -> None:
        """Managed, recommended, or nowhere."""
        self.recommend(machine, '[interface]\nlanguage = "zh_CN"\n')
        machine.decide('[audit]\nmode = "on"\n')
        rows = {row.name: row for row in listing.rows(machine.found())}
        assert ('"zh_CN"', True) == (rows["interface.language"].value, rows["interface.language"].is_recommended)
        assert ('"on"', False) == (rows["audit.mode"].value, rows["audit.mode"].is_recommended)
        assert (None, False) == (rows["export.formats"].file, rows["export.formats"].is_recommended)


class TestSignature:
    """Where the organisation has installed a public key, an unsigned or changed file stops the work."""

    @pytest.fixture
    def keys(self, machine: ManagedMachine) -> minisign.KeyPair:
        """Install a public key."""
        keys = minisign.KeyPair.generate()
        machine.decide("")
        (machine.place.folder / "minisign.pub").write_bytes(bytes(keys.public_key))
        return keys

    def signed(self, keys: minisign.KeyPair, file: Path) -> None:
        """Sign a file as the organisation does."""
        signature = keys.secret_key.sign(file.read_bytes())
        file.with_name(file.name + ".minisig").write_bytes(bytes(signature))

    def test_a_signed_file_holds(self, machine: ManagedMachine, keys: minisign.KeyPair) -> None:
        """As without a key."""
        self.signed(keys, machine.decide('[redaction]\nleast = "faces"\n'))
        assert "faces" == machine.found().rules.redaction.least

    def test_an_unsigned_file_stops_the_work(self, machine: ManagedMachine, keys: minisign.KeyPair) -> None:
        """Also beside a signed one."""
        self.signed(keys, machine.decide('[redaction]\nleast = "faces"\n'))
        machine.decide('[redaction]\nleast = "off"\n', "20-b.toml")
        assert "managed_policy_unsigned" == refused(machine)

    def test_each_changed_byte_stops_the_work(self, machine: ManagedMachine, keys: minisign.KeyPair) -> None:
        """Of the file and of its signature's numbers."""
        file = machine.decide('[redaction]\nleast = "faces"\n')
        self.signed(keys, file)
        data = file.read_bytes()
        for position in range(len(data)):
            file.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
            assert "managed_policy_unsigned" == refused(machine)

    def test_another_key_s_signature_stops_the_work(self, machine: ManagedMachine, keys: minisign.KeyPair) -> None:
        """Whoever made it."""
        self.signed(minisign.KeyPair.generate(), machine.decide('[redaction]\nleast = "faces"\n'))
        assert "managed_policy_unsigned" == refused(machine)

    def test_a_key_that_is_none_stops_the_work(self, machine: ManagedMachine, keys: minisign.KeyPair) -> None:
        """It does not become no key."""
        self.signed(keys, machine.decide('[redaction]\nleast = "faces"\n'))
        (machine.place.folder / "minisign.pub").write_bytes(b"nothing")
        assert "managed_policy_unsigned" == refused(machine)


@pytest.mark.parametrize(
    ("table", "kept", "refused_one"),
    [
        ("printing", "allowed = false", "allowed = true"),
        ("history", "days = 0", "days = 30"),
        ("interface", 'language = "zh_CN"', 'language = "tlh"'),
        ("sandbox", "required = true", "required = false"),
    ],
)
def test_what_this_program_cannot_do_is_refused_not_promised(
    machine: ManagedMachine, table: str, kept: str, refused_one: str
) -> None:
    """It may be written down that nothing is printed and kept; who wants it otherwise is told, and nothing runs."""
    machine.decide(f"[{table}]\n{kept}\n")
    assert ((), True) == (machine.found().unknown, table in machine.found().origins)
    machine.decide(f"[{table}]\n{refused_one}\n")
    assert "managed_policy_invalid" == refused(machine)
