"""Who makes SSH signatures: OpenSSH's ssh-keygen with a key file or the agent, else the agent alone. Private keys stay where they are.

What is signed, and what a signature is worth, is `fieldops.records`; here bytes go in and the text of a signature comes out.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.errors import ExitCode, FieldopsError, system_error
from fieldops.transport.agent import CONFIRMING, LISTING, AgentSilent, agent_keys, agent_signature
from fieldops.transport.foreign import foreign_text, is_foreign_key, read_foreign
from fieldops.transport.programs import ProgramFailed, run_program
from fieldops.transport.sshsig import (
    Signature,
    armored,
    public_blob,
    public_line,
    signed_bytes,
)

# Somebody may have to look for a token, or for a passphrase.
_SECONDS = 120
# Where nobody is asked: no window either.
_NOBODY = {"PATH": os.environ.get("PATH", os.defpath), "SSH_ASKPASS_REQUIRE": "never"}


class CannotSign(FieldopsError):
    """No signature can be made here: the key is not there, or what holds it refuses (exit 3)."""

    exit_code = ExitCode.INCOMPLETE


class Signer(Protocol):
    """A key that can sign. `key` is the blob of its public key."""

    @property
    def key(self) -> bytes:
        """The blob of the public key."""

    def sign(self, message: bytes, namespace: str) -> str:
        """The SSH signature of a message in a namespace, as text. Raises CannotSign."""


@dataclass(frozen=True, slots=True)
class KeygenSigner:
    """Signs with ``ssh-keygen -Y sign``, which asks for a passphrase, a PIN or a touch by itself.

    `file` is a private key, or a public one whose private key the agent holds. Where it `asks` not, a key with a passphrase
    does not sign.
    """

    file: Path
    key: bytes
    asks: bool = True

    def sign(self, message: bytes, namespace: str) -> str:
        """The SSH signature of a message in a namespace, as text. Raises CannotSign."""
        return _keygen(self.file, message, namespace, self.asks)


@dataclass(frozen=True, slots=True)
class AgentSigner:
    """Signs through the SSH agent: by ssh-keygen where there is one, else by asking the agent."""

    key: bytes

    def sign(self, message: bytes, namespace: str) -> str:
        """The SSH signature of a message in a namespace, as text. Raises CannotSign."""
        if shutil.which("ssh-keygen"):
            with tempfile.TemporaryDirectory(prefix="fieldops-") as folder:
                file = Path(folder) / "key.pub"
                file.write_text(f"{public_line(self.key)}\n")
                return _keygen(file, message, namespace)
        made = _by_agent(self.key, signed_bytes(message, namespace))
        return armored(Signature(self.key, namespace, "sha512", made))


@dataclass(frozen=True, slots=True)
class CommandSigner:
    """Signs with a program of this machine: it is given the bytes, and prints a line of JSON with ``scheme``, ``key`` and
    ``signature`` (base64). For kinds that OpenSSH does not know, such as SM2, and keys that only a vendor's program reaches.
    """

    command: tuple[str, ...]
    key: bytes

    def sign(self, message: bytes, namespace: str) -> str:
        """The signature of a message, as text. What is signed says itself what it is: there is no namespace. Raises
        CannotSign, ProgramFailed.
        """
        answer = run_program(self.command, Path.cwd(), _SECONDS, message).decode("utf-8", "replace")
        try:
            found = read_foreign(answer)
        except ValueError as error:
            raise CannotSign("sign.command-answer", command=self.command[0]) from error
        if f"{found.scheme} {found.key}".encode() != self.key:
            named = {"key": f"{found.scheme} {found.key}", "wanted": self.key.decode()}
            raise CannotSign("sign.command-key", command=self.command[0], **named)
        return foreign_text(found)


def verified_by_program(command: Sequence[str], key: bytes, message: bytes, made: bytes) -> bool | None:
    """What a program of this machine says of a foreign signature: it is given ``scheme``, ``key``, ``signature`` and
    ``message`` (both base64) as a line of JSON, and prints ``good`` or ``bad``. None where it says nothing of the kind.
    """
    scheme, _, id = key.decode().partition(" ")
    packed = {"signature": base64.b64encode(made).decode(), "message": base64.b64encode(message).decode()}
    asked = json.dumps({"scheme": scheme, "key": id, **packed}).encode()
    try:
        answer = run_program(command, Path.cwd(), _SECONDS, asked).strip()
    except ProgramFailed:
        return None
    return {b"good": True, b"bad": False}.get(answer)


def key_file_signer(file: Path, asks: bool = True) -> KeygenSigner:
    """The signer of a key file: a private key with its .pub beside it, or a public key that the agent has.

    Raises CannotSign where there is no public key or no ssh-keygen.
    """
    public = file if file.suffix == ".pub" else file.with_name(f"{file.name}.pub")
    try:
        key = public_blob(public.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotSign("sign.key-unreadable", path=str(public), detail=system_error(error)) from error
    except ValueError as error:
        raise CannotSign("sign.no-public-key", path=str(public)) from error
    if shutil.which("ssh-keygen") is None:
        raise CannotSign("sign.no-keygen")
    return KeygenSigner(file, key, asks)


def found_signer(keys: Sequence[bytes], home: Path, agent_only: bool = False) -> Signer:
    """The signer of one of `keys` (blobs): a key that the agent holds, else one in `home`'s .ssh folder.

    Raises CannotSign with the fingerprints where there is none.
    """
    keys = [key for key in keys if not is_foreign_key(key)]
    held, silent = _held()
    for key in keys:
        if key in held:
            return AgentSigner(key)
    if not agent_only:
        for public in sorted((home / ".ssh").glob("*.pub")):
            signer = _matching(public, keys)
            if signer is not None:
                return signer
    if silent:
        raise CannotSign("sign.agent-silent", seconds=round(LISTING))
    listed = ", ".join(key_fingerprint(key) for key in keys) or "-"
    raise CannotSign("sign.key-not-here" if not agent_only else "sign.key-not-in-agent", keys=listed)


def _held() -> tuple[frozenset[bytes], bool]:
    """The keys of the agent, and whether it says nothing: a key file may do as well."""
    try:
        return agent_keys(), False
    except AgentSilent:
        return frozenset(), True


def _matching(public: Path, keys: Sequence[bytes]) -> KeygenSigner | None:
    private = public.with_suffix("")
    try:
        signer = key_file_signer(private if private.exists() else public)
    except CannotSign:
        return None
    return signer if signer.key in keys else None


def _keygen(file: Path, message: bytes, namespace: str, asks: bool = True) -> str:
    # Its questions (passphrase, PIN, touch) go to the terminal; without one there is nobody to ask.
    command = ("ssh-keygen", "-Y", "sign", "-f", str(file), "-n", namespace)
    try:
        done = subprocess.run(
            command,
            input=message,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            start_new_session=not asks,
            env=None if asks else _NOBODY,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotSign("sign.keygen-failed", detail=type(error).__name__) from error
    if done.returncode != 0:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotSign("sign.keygen-failed", detail=told[-1] if told else f"exit {done.returncode}")
    return done.stdout.decode("ascii", "replace")


def _by_agent(key: bytes, data: bytes) -> bytes:
    """What the agent makes of `data` with the key."""
    import paramiko

    try:
        made = agent_signature(key, data, _algorithm)
    except AgentSilent:
        raise CannotSign("sign.agent-silent", seconds=round(CONFIRMING)) from None
    except paramiko.SSHException as error:
        raise CannotSign("sign.agent-refused", detail=str(error)) from error
    if made is None:
        raise CannotSign("sign.key-not-in-agent", keys=key_fingerprint(key))
    return made


def _algorithm(kind: str) -> str | None:
    if kind.startswith("sk-"):
        raise CannotSign("sign.token-needs-keygen")
    # Plain ssh-rsa would be SHA-1, which nobody accepts.
    return "rsa-sha2-512" if kind == "ssh-rsa" else None
