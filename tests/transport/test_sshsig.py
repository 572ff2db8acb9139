"""SSH signatures beside the real ssh-keygen: what it signs we verify, what it refuses we refuse, and what we write it reads."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.public_keys import key_fingerprint
from fieldops.transport.sshsig import (
    NoSignature,
    Signature,
    armored,
    public_blob,
    public_line,
    read_signature,
    signed_bytes,
    verifies,
)

KINDS = {
    "ed25519": ("-t", "ed25519"),
    "ecdsa-256": ("-t", "ecdsa", "-b", "256"),
    "ecdsa-384": ("-t", "ecdsa", "-b", "384"),
    "ecdsa-521": ("-t", "ecdsa", "-b", "521"),
    "rsa-2048": ("-t", "rsa", "-b", "2048"),
    "rsa-3072": ("-t", "rsa", "-b", "3072"),
}
NAMESPACE = "report@fieldops"
MESSAGE = '{"run":"harbour-1","客户":"滨海"}'.encode()


def new_key(folder: Path, *options: str, name: str = "key") -> Path:
    """A fresh key without a passphrase."""
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-C", "", "-f", str(file)], check=True)
    return file


def signed_by_keygen(key: Path, message: bytes, namespace: str = NAMESPACE, hash: str = "sha512") -> str:
    command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", namespace, "-O", f"hashalg={hash}"]
    return subprocess.run(command, input=message, capture_output=True, check=True).stdout.decode()


def keygen_verifies(folder: Path, blob: bytes, text: str, message: bytes) -> bool:
    """What ssh-keygen says of a signature, told whose the key is."""
    (folder / "allowed").write_text(f"li {public_line(blob)}\n")
    (folder / "sig").write_text(text)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "li", "-n", NAMESPACE, "-s", "sig"]
    return subprocess.run(command, cwd=folder, input=message, capture_output=True).returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_what_ssh_keygen_signs_with_any_kind_of_key_verifies(tmp_path: Path, kind: str) -> None:
    key = new_key(tmp_path, *KINDS[kind])
    for hash in ("sha512", "sha256"):
        found = read_signature(signed_by_keygen(key, MESSAGE, hash=hash))
        assert (found.namespace, found.hash) == (NAMESPACE, hash)
        assert found.key == public_blob(key.with_suffix(".pub").read_text())
        assert verifies(found, MESSAGE)
        assert not verifies(found, MESSAGE + b" ")


def test_what_we_write_is_what_ssh_keygen_wrote(tmp_path: Path) -> None:
    text = signed_by_keygen(new_key(tmp_path, "-t", "ed25519"), MESSAGE)
    assert armored(read_signature(text)) == text


def test_no_flipped_bit_of_a_signature_verifies(tmp_path: Path) -> None:
    found = read_signature(signed_by_keygen(new_key(tmp_path, "-t", "ecdsa", "-b", "256"), MESSAGE))
    for at in range(len(found.made) * 8):
        made = bytearray(found.made)
        made[at // 8] ^= 1 << at % 8
        assert not verifies(Signature(found.key, found.namespace, found.hash, bytes(made)), MESSAGE)


def test_a_signature_for_one_purpose_is_none_for_another(tmp_path: Path) -> None:
    found = read_signature(signed_by_keygen(new_key(tmp_path, "-t", "ed25519"), MESSAGE, "git"))
    assert found.namespace == "git"
    moved = Signature(found.key, NAMESPACE, found.hash, found.made)
    assert not verifies(moved, MESSAGE)


def string(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


def mpint(number: int) -> bytes:
    return string(number.to_bytes(number.bit_length() // 8 + 1, "big"))


def token_data(data: bytes, flags: int) -> tuple[bytes, bytes]:
    """What a security token signs for `data`, and what it says beside its signature."""
    said = bytes([flags]) + (7).to_bytes(4, "big")
    return hashlib.sha256(b"ssh:").digest() + said + hashlib.sha256(data).digest(), said


def ed25519_token(flags: int) -> Signature:
    key = ed25519.Ed25519PrivateKey.generate()
    kind = b"sk-ssh-ed25519@openssh.com"
    blob = string(kind) + string(key.public_key().public_bytes_raw()) + string(b"ssh:")
    data, said = token_data(signed_bytes(MESSAGE, NAMESPACE), flags)
    return Signature(blob, NAMESPACE, "sha512", string(kind) + string(key.sign(data)) + said)


def ecdsa_token(flags: int) -> Signature:
    key = ec.generate_private_key(ec.SECP256R1())
    kind = b"sk-ecdsa-sha2-nistp256@openssh.com"
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    blob = string(kind) + string(b"nistp256") + string(point) + string(b"ssh:")
    data, said = token_data(signed_bytes(MESSAGE, NAMESPACE), flags)
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(SHA256())))
    return Signature(blob, NAMESPACE, "sha512", string(kind) + string(mpint(r) + mpint(s)) + said)


@pytest.mark.parametrize("token", [ed25519_token, ecdsa_token])
@pytest.mark.parametrize("flags", [1, 5])
def test_a_security_token_that_was_touched_signs_as_ssh_keygen_says(
    tmp_path: Path, token, flags: int
) -> None:
    made = token(flags)
    assert keygen_verifies(tmp_path, made.key, armored(made), MESSAGE)
    assert verifies(read_signature(armored(made)), MESSAGE)
    assert not verifies(made, MESSAGE + b" ")


@pytest.mark.parametrize("token", [ed25519_token, ecdsa_token])
def test_a_token_that_nobody_touched_signs_for_nobody(token) -> None:
    """Stricter than ssh-keygen: a program may have asked a token that was left in the machine."""
    assert not verifies(token(0), MESSAGE)


def test_a_short_rsa_key_and_sha1_prove_nothing(tmp_path: Path) -> None:
    key = new_key(tmp_path, "-t", "rsa", "-b", "1024")
    assert not verifies(read_signature(signed_by_keygen(key, MESSAGE)), MESSAGE)
    strong = read_signature(signed_by_keygen(new_key(tmp_path, "-t", "rsa", name="strong"), MESSAGE))
    old = strong.made.replace(string(b"rsa-sha2-512"), string(b"ssh-rsa"))
    assert not verifies(Signature(strong.key, NAMESPACE, strong.hash, old), MESSAGE)


def test_fingerprints_are_those_of_ssh_keygen(tmp_path: Path) -> None:
    key = new_key(tmp_path, "-t", "ed25519")
    told = subprocess.run(["ssh-keygen", "-l", "-f", str(key)], capture_output=True, text=True, check=True)
    assert key_fingerprint(public_blob(key.with_suffix(".pub").read_text())) == told.stdout.split()[1]


@given(st.binary(max_size=300))
def test_no_bytes_at_all_are_taken_for_a_good_signature_or_end_in_a_fault(raw: bytes) -> None:
    import base64

    text = "\n".join(
        [
            "-----BEGIN SSH SIGNATURE-----",
            base64.b64encode(b"SSHSIG" + raw).decode(),
            "-----END SSH SIGNATURE-----",
        ]
    )
    try:
        found = read_signature(text)
    except NoSignature:
        return
    assert not verifies(found, MESSAGE)


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_no_key_and_no_value_made_up_verify(key: bytes, made: bytes) -> None:
    assert not verifies(Signature(key, NAMESPACE, "sha512", made), MESSAGE)


@pytest.mark.parametrize(
    "text", ["", "ssh-ed25519 AAAA", "-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----"]
)
def test_another_text_is_no_signature(text: str) -> None:
    with pytest.raises(NoSignature):
        read_signature(text)
