"""Check the detached minisign signature of a policy file, where the organisation has installed its public key.

The check is py-minisign's (Ed25519 over BLAKE2b). Without a key there is nothing to check: then the system's own rights
vouch for the file.
"""

from pathlib import Path

from desktop_app.foundation.errors import AppError

PUBLIC_KEY = "minisign.pub"
"""Beside the folders of the policy files."""

SUFFIX = ".minisig"


def check(file: Path, data: bytes, folder: Path) -> None:
    """Return where `data`, the bytes of `file`, are signed, or no key is installed. Raises AppError managed_policy_unsigned, OSError."""
    key_file = folder / PUBLIC_KEY
    try:
        key_file.lstat()
    except FileNotFoundError:
        return  # a key that is there and cannot be read is still a key
    import minisign

    try:
        key = minisign.PublicKey.from_bytes(key_file.read_bytes())
        key.verify(data, minisign.Signature.from_bytes(file.with_name(file.name + SUFFIX).read_bytes()))
    except (OSError, ValueError, minisign.VerifyError, minisign.ParseError):
        raise AppError("managed_policy_unsigned") from None
