"""Logos for the cover of a report: pictures that a workspace brings, made fit to be handed to others. Pure.

A report goes to people who trust it, and a picture may be anybody's: of a PNG only what is drawn is kept (PNG, third edition,
11: IHDR, PLTE, tRNS, IDAT), of an SVG nothing is taken that could run, load or hide something. What is not understood is
refused with its place, never mended.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from fieldops.errors import FieldopsError

LARGEST = 256 << 10
"""Bytes that a logo may have."""
_SIDE = 2000  # pixels
_ELEMENTS = 5000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
# Bits of a pixel by the type of colour, for each bit of depth (PNG, 11.2.1).
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "symbol",
        "use",
        "style",
        "switch",
    ]
)
_OUTSIDE = re.compile(r"(?i)@import|expression|javascript:|url\((?!\s*['\"]?#)|\\")


def logo_uri(data: bytes, name: str) -> str:
    """The picture as a ``data:`` address, PNG or SVG by what it is. `name`: its file, for what is wrong with it.

    Raises FieldopsError for one that is neither, larger than 256 KiB or 2,000 pixels, damaged, or that holds what no logo
    needs.
    """
    if len(data) > LARGEST:
        raise FieldopsError("logo.too-large", path=name, kilobytes=LARGEST >> 10, pixels=_SIDE)
    if data.startswith(_SIGNATURE):
        kind, made = "png", _png(data, name)
    else:
        kind, made = "svg+xml", _svg(data, name)
    return f"data:image/{kind};base64,{base64.b64encode(made).decode('ascii')}"


def png_of(uri: str) -> bytes | None:
    """The bytes of a picture that `logo_uri` made, where it is a PNG."""
    head, _, text = uri.partition(",")
    return base64.b64decode(text) if head == "data:image/png;base64" else None


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels of what `png_of` gave (PNG, 11.2.1: IHDR is the first chunk)."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


# --- PNG ----------------------------------------------------------------------------------------------------


def _png(data: bytes, name: str) -> bytes:
    """What is drawn of a PNG, and no text, no time, no second picture."""
    try:
        kept = [(kind, body) for kind, body in _chunks(data) if kind in _KEPT]
        width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", kept[0][1])
        if kept[0][0] != b"IHDR" or kept[-1][0] != b"IEND" or rest[:2] != [0, 0] or rest[2] not in (0, 1):
            raise ValueError("no PNG of today")
        if not width or not height:
            raise ValueError("nothing is drawn")
        if max(width, height) > _SIDE:
            raise FieldopsError("logo.too-large", path=name, kilobytes=LARGEST >> 10, pixels=_SIDE)
        _drawn(
            b"".join(body for kind, body in kept if kind == b"IDAT"),
            width * height * depth * _SAMPLES[colour],
        )
    except (ValueError, struct.error, zlib.error, IndexError, KeyError) as error:
        raise FieldopsError("logo.unreadable", path=name) from error
    told = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in kept
    )
    return _SIGNATURE + b"".join(told)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and body of each part, as long as its checksum is right. Raises ValueError and struct.error."""
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(kind + body) != checksum:
            raise ValueError("a damaged part")
        # A part that every reader must know (a capital first), and that we do not.
        if kind not in _KEPT and not kind[:1].islower():
            raise ValueError("an unknown part")
        yield kind, body
        at += 12 + length
        if kind == b"IEND":
            return


def _drawn(packed: bytes, bits: int) -> None:
    """Raise ValueError where the picture is packed into another number of bytes than it needs: a picture that swells, or half
    of one. Lines have a byte of their own, and those of an interlaced picture are more and shorter.
    """
    most = bits // 8 + 16 * _SIDE
    opened = zlib.decompressobj()
    made = opened.decompress(packed, most + 1)
    if len(made) > most or len(made) < bits // 8 or not opened.eof:
        raise ValueError("not the size of the picture")


# --- SVG ----------------------------------------------------------------------------------------------------


def _svg(data: bytes, name: str) -> bytes:
    """An SVG that only draws. Programs that draw leave notes in names of their own: those are left out."""
    # No definitions: what they stand for may swell, or be a file.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FieldopsError("logo.refused", path=name, what="DOCTYPE")
    try:
        top = ElementTree.fromstring(data)  # noqa: S314 - without definitions there is nothing that swells
    except (ElementTree.ParseError, ValueError) as error:
        raise FieldopsError("logo.unreadable", path=name) from error
    if top.tag != f"{_SVG}svg":
        raise FieldopsError("logo.unreadable", path=name)
    _without_notes(top)
    found = list(top.iter())
    if len(found) > _ELEMENTS:
        raise FieldopsError("logo.too-large", path=name, kilobytes=LARGEST >> 10, pixels=_SIDE)
    for element in found:
        for what in _refused(element):
            raise FieldopsError("logo.refused", path=name, what=what)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(top, "unicode").encode("utf-8")


def _without_notes(element: ElementTree.Element) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or not child.tag.startswith(_SVG) or child.tag == f"{_SVG}metadata":
            element.remove(child)
        else:
            _without_notes(child)
    for key in [key for key in element.attrib if key.startswith("{") and not key.endswith("}href")]:
        del element.attrib[key]


def _refused(element: ElementTree.Element) -> Iterator[str]:
    """What of an element a logo has no need of."""
    kind = element.tag.removeprefix(_SVG)
    if kind not in _SHAPES:
        yield f"<{kind}>"
    if kind == "style" and _OUTSIDE.search(element.text or ""):
        yield "<style>"
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        if (
            plain.lower().startswith("on")
            or (plain == "href" and not value.strip().startswith("#"))
            or _OUTSIDE.search(value)
        ):
            yield plain
