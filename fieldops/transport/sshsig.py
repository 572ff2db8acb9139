"""SSH signatures (SSHSIG), as `ssh-keygen -Y sign` writes them: reading one, and whether it is one of a message. Pure.

The form is that of OpenSSH's PROTOCOL.sshsig, keys of security tokens as in its PROTOCOL.u2f. Whose key it is, and whether
it may sign, is not here (`fieldops.records.signing`); who makes signatures is `fieldops.transport.signing`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from typing import TYPE_CHECKING

from fieldops.errors import FieldopsError
from fieldops.structs import Struct
from fieldops.transport.foreign import foreign_key, foreign_text, is_foreign_key, read_foreign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_MAGIC, _VERSION = b"SSHSIG", 1
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_HASHES = ("sha256", "sha512")
_LINE = 70
# Where a signature's bytes are kept or sent nobody needs more; a file that pretends to be one may be endless.
_LONGEST = 64 * 1024


class NoSignature(FieldopsError):
    """A text that is no SSH signature."""

    def __init__(self) -> None:
        super().__init__("signature.unreadable")


class Signature(Struct, frozen=True):
    """A signature as it was read. `key` is the public key's blob, `made` what the key's algorithm made."""

    key: bytes
    namespace: str
    hash: str
    made: bytes
    reserved: bytes = b""

    @property
    def is_foreign(self) -> bool:
        """Whether it is of a kind that OpenSSH does not know: only a program of that kind can tell what it is worth."""
        return is_foreign_key(self.key)


def public_blob(line: str) -> bytes:
    """The blob of a public key as it stands in a file: ``ssh-ed25519 AAAA… comment``. Raises ValueError for none."""
    if (foreign := foreign_key(line)) is not None:
        return foreign
    words = line.split()
    if len(words) < 2:
        raise ValueError("no public key")
    blob = base64.b64decode(words[1], validate=True)
    if _Reader(blob).text() != words[0]:
        raise ValueError("a key of another type than it says")
    return blob


def public_line(blob: bytes) -> str:
    """The public key with that blob as one line, without a comment. Raises ValueError for a blob of no key."""
    if is_foreign_key(blob):
        return blob.decode()
    return f"{_Reader(blob).text()} {base64.b64encode(blob).decode()}"


def signed_bytes(message: bytes, namespace: str, hash: str = "sha512") -> bytes:
    """What a key signs for a message in a namespace."""
    digest = hashlib.new(hash, message).digest()
    return _MAGIC + b"".join(_string(each) for each in (namespace.encode(), b"", hash.encode(), digest))


def armored(signature: Signature) -> str:
    """The signature as text, as it stands in a file."""
    parts = (signature.key, signature.namespace.encode(), signature.reserved, signature.hash.encode())
    raw = _MAGIC + struct.pack(">I", _VERSION) + b"".join(_string(each) for each in (*parts, signature.made))
    text = base64.b64encode(raw).decode()
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def read_signature(text: str) -> Signature:
    """The signature in a text, an SSH signature or a foreign one. Raises NoSignature."""
    if text.startswith("{"):
        return _foreign(text)
    lines = [line.strip() for line in text[:_LONGEST].strip().splitlines()]
    if len(lines) < 3 or lines[0] != _BEGIN or lines[-1] != _END:
        raise NoSignature
    try:
        raw = base64.b64decode("".join(lines[1:-1]), validate=True)
        reader = _Reader(raw)
        if reader.take(len(_MAGIC)) != _MAGIC or reader.number() != _VERSION:
            raise NoSignature
        key, namespace, reserved = reader.string(), reader.text(), reader.string()
        found = Signature(key, namespace, reader.text(), reader.string(), reserved)
        reader.end()
    except (ValueError, binascii.Error) as error:
        raise NoSignature from error
    return found


def _foreign(text: str) -> Signature:
    try:
        found = read_foreign(text)
    except ValueError as error:
        raise NoSignature from error
    if foreign_text(found) != text.strip():
        raise NoSignature
    return Signature(f"{found.scheme} {found.key}".encode(), "", "", found.made)


def verifies(signature: Signature, message: bytes) -> bool:
    """Whether the signature is one of `message` by its own key, in the namespace that it names.

    Ed25519, ECDSA (NIST curves), RSA of 2048 bits and more with SHA-2, and both kinds of security tokens; everything
    else is none.
    """
    if signature.hash not in _HASHES or signature.reserved:
        return False
    data = signed_bytes(message, signature.namespace, signature.hash)
    try:
        return _by_key(signature, data)
    except ValueError:
        return False


# --- by the kind of key ----------------------------------------------------------------------------------


def _by_key(signature: Signature, data: bytes) -> bool:
    made = _Reader(signature.made)
    algorithm, value = made.text(), made.string()
    kind = _Reader(signature.key).text()
    match kind:
        case "ssh-ed25519" if algorithm == kind:
            made.end()
            return _ed25519(_ed25519_key(signature.key), value, data)
        case "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" if algorithm == kind:
            made.end()
            return _ecdsa(_ecdsa_key(signature.key), value, data)
        case "ssh-rsa" if algorithm in ("rsa-sha2-256", "rsa-sha2-512"):
            made.end()
            return _rsa(signature.key, algorithm, value, data)
        case "sk-ssh-ed25519@openssh.com" if algorithm == kind:
            return _ed25519(_ed25519_key(signature.key), value, _by_token(signature.key, made, data))
        case "sk-ecdsa-sha2-nistp256@openssh.com" if algorithm == kind:
            return _ecdsa(_ecdsa_key(signature.key), value, _by_token(signature.key, made, data))
    return False


def _ed25519_key(blob: bytes) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    reader = _Reader(blob)
    reader.text()
    return Ed25519PublicKey.from_public_bytes(reader.string())


def _ecdsa_key(blob: bytes) -> EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    reader = _Reader(blob)
    reader.text()
    curves: dict[str, ec.EllipticCurve] = {
        "nistp256": ec.SECP256R1(),
        "nistp384": ec.SECP384R1(),
        "nistp521": ec.SECP521R1(),
    }
    curve = curves.get(reader.text())
    if curve is None:
        raise ValueError("no curve of ours")
    return ec.EllipticCurvePublicKey.from_encoded_point(curve, reader.string())


def _ed25519(key: Ed25519PublicKey, value: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(value, data)
    except InvalidSignature:
        return False
    return True


def _ecdsa(key: EllipticCurvePublicKey, value: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    digests: dict[int, hashes.HashAlgorithm] = {
        256: hashes.SHA256(),
        384: hashes.SHA384(),
        521: hashes.SHA512(),
    }
    reader = _Reader(value)
    pair = encode_dss_signature(reader.integer(), reader.integer())
    reader.end()
    try:
        key.verify(pair, data, ec.ECDSA(digests[key.curve.key_size]))
    except InvalidSignature:
        return False
    return True


def _rsa(blob: bytes, algorithm: str, value: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    reader = _Reader(blob)
    reader.text()
    exponent, modulus = reader.integer(), reader.integer()
    key = RSAPublicNumbers(exponent, modulus).public_key()
    if key.key_size < 2048:
        return False
    digest = hashes.SHA256() if algorithm == "rsa-sha2-256" else hashes.SHA512()
    try:
        # OpenSSH leaves out zeros in front.
        key.verify(value.rjust(key.key_size // 8, b"\0"), data, PKCS1v15(), digest)
    except InvalidSignature:
        return False
    return True


def _by_token(blob: bytes, made: _Reader, data: bytes) -> bytes:
    """What a security token signs in place of `data`.

    One that nobody touched signs for nobody, although ssh-keygen takes it: a program may have asked a token left in.
    """
    flags, counter = made.take(1), made.take(4)
    made.end()
    if not flags[0] & 1:
        raise ValueError("nobody was present")
    reader = _Reader(blob)
    reader.text()
    if blob.startswith(_string(b"sk-ecdsa-sha2-nistp256@openssh.com")):
        reader.text()
    reader.string()
    application = hashlib.sha256(reader.string()).digest()
    return application + flags + counter + hashlib.sha256(data).digest()


# --- the wire form ---------------------------------------------------------------------------------------


def _string(raw: bytes) -> bytes:
    return struct.pack(">I", len(raw)) + raw


class _Reader:
    """Takes values from bytes one after another; raises ValueError where they end too early or too late."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, 0

    def take(self, size: int) -> bytes:
        if size > len(self._raw) - self._at:
            raise ValueError("too short")
        self._at += size
        return self._raw[self._at - size : self._at]

    def number(self) -> int:
        return int(struct.unpack(">I", self.take(4))[0])

    def string(self) -> bytes:
        return self.take(self.number())

    def text(self) -> str:
        return self.string().decode("ascii")

    def integer(self) -> int:
        value = int.from_bytes(self.string(), "big", signed=True)
        if value < 0:
            raise ValueError("a negative number")
        return value

    def end(self) -> None:
        if self._at != len(self._raw):
            raise ValueError("too long")
