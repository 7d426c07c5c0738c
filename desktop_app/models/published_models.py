"""Know the published releases that can be imported: their files, what each takes, which licences bind its user.

This is data of ours (`resources/models/FAMILY/*.toml`; each file may hold `[[releases]]`, `[[licences]]` or both) and never
holds weights. A folder that is not listed can be imported, too; then all that is known of it is what checking finds. Does
not know what has been imported (`model_library.py`).
"""

from pathlib import Path

import msgspec

from desktop_app.foundation.errors import AppError


class Licence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms that a user accepts before a model may be used.

    Attributes:
        id: stable word, kept in the record of acceptance.
        files: names under which its text may lie in the model's folder.
        summary: what the terms ask of the user, in our words, one sentence each; the text itself is what counts.
        url: where the text is published; shown, never opened by us.
    """

    id: str
    title: str
    url: str
    summary: tuple[str, ...]
    files: tuple[str, ...] = ()


class KnownFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published file; `sha256` is empty where it is not known to us."""

    name: str
    sha256: str = ""


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published release.

    Attributes:
        id: lower-case name of its folder as published.
        family: the engine that runs it.
        takes: `image`; `images`, several at once; `film`, as numbered pictures.
        stored: `bf16`, or `fp4` for the releases that are 4-bit already.
        parameters: their number; like `weights_bytes` and `tensors` 0 where it is not known to us, or where one entry is for
            releases of several sizes.
        four_bit_share: of the full weights, what stays in memory in 4 bits; 0: not counted. From the network's true sizes
            (`tests/benchmarks/true_sizes.py`); releases of several sizes have their most usual one's.
        image_px: side of the square that a picture is scaled to; `image_tokens` what it costs of `context_tokens`. 0: by the
            picture.
        keeps_pictures: a second question on the same pictures costs its new words only.
        template: how questions are written for it, where the folder's own config says something else; empty: as that says.
        unverified: names of fields that follow from a sister model and were not read in this release itself.
    """

    id: str
    title: str
    family: str
    languages: tuple[str, ...]
    takes: tuple[str, ...]
    licences: tuple[str, ...]
    stored: str = "bf16"
    parameters: int = 0
    weights_bytes: int = 0
    tensors: int = 0
    four_bit_share: float = 0.0
    image_px: int = 0
    image_tokens: int = 0
    context_tokens: int = 0
    keeps_pictures: bool = True
    template: str = ""
    files: tuple[KnownFile, ...] = ()
    unverified: tuple[str, ...] = ()


class Releases(msgspec.Struct, frozen=True):
    """All releases, and the licences they name."""

    releases: tuple[Release, ...]
    licences: tuple[Licence, ...]

    @property
    def families(self) -> tuple[str, ...]:
        """The engines that any release is for, by name."""
        return tuple(sorted({release.family for release in self.releases}))

    def for_folder(self, name: str) -> Release | None:
        """Find a folder's release by its name: the longest id that the name begins with."""
        fitting = [release for release in self.releases if name.lower().startswith(release.id)]
        return max(fitting, key=lambda release: len(release.id), default=None)

    def licences_of(self, release: Release) -> tuple[Licence, ...]:
        """Return the terms that bind the user of a model."""
        return tuple(licence for licence in self.licences if licence.id in release.licences)


class _Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one file says."""

    releases: tuple[Release, ...] = ()
    licences: tuple[Licence, ...] = ()


def read_releases(folder: Path) -> Releases:
    """Read what the files of every family's folder say. Raises AppError model_invalid: our own data is broken."""
    try:
        listed = [msgspec.toml.decode(path.read_bytes(), type=_Listed) for path in sorted(folder.glob("*/*.toml"))]
    except (OSError, msgspec.MsgspecError) as error:
        raise AppError("model_invalid") from error
    releases = [release for file in listed for release in file.releases]
    licences = tuple(licence for file in listed for licence in file.licences)
    known = {licence.id for licence in licences}
    if len(known) < len(licences) or any(not release.licences or set(release.licences) - known for release in releases):
        raise AppError("model_invalid")
    return Releases(tuple(sorted(releases, key=lambda release: release.id)), licences)
