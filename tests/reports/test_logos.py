"""Logos that a workspace brings: what is drawn is kept, and nothing else; each way of being none has its reason."""

from __future__ import annotations

import base64
import io
import re
import struct
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from sample_run import sample_run
from test_render import rendered

from fieldops.actions.own_looks import logos_of, own_folders
from fieldops.documents.links import LeadsOut
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError, Notice
from fieldops.reports.build import build_report
from fieldops.reports.logos import LARGEST, logo_uri, png_of
from fieldops.reports.render import TEMPLATE, WORD_TEMPLATE
from fieldops.reports.rendering import render_word
from fieldops.reports.signatures import content_of
from fieldops.reports.view import Logo
from fieldops.structs import replaced

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:i="urn:i" viewBox="0 0 9 9">{}</svg>'
NAMES = {"customer": "Harbour Bank", "vendor": "Farshore"}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 4, height: int = 3, *, drawn: bytes | None = None, more: bytes = b"", said: tuple[int, int] | None = None) -> bytes:  # fmt: skip
    rows = b"".join(b"\0" + b"\x1c\x35\x57" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", *(said or (width, height)), 8, 2, 0, 0, 0)
    data = zlib.compress(rows if drawn is None else drawn, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def kept(data: bytes) -> bytes:
    return base64.b64decode(logo_uri(data, "x").partition(",")[2])


def test_of_a_png_only_the_picture_is_kept() -> None:
    hidden = chunk(b"tEXt", b"Author\0secret") + chunk(b"eXIf", b"GPS")
    assert kept(png(more=hidden)) == png()
    assert kept(png() + b"PK\x03\x04 an archive behind it") == png()
    assert png_of(logo_uri(png(), "x")) == png()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png(drawn=b"\0" * 50_000_000), "logo.unreadable"),
        (png(drawn=b"\0"), "logo.unreadable"),
        (png(said=(30_000, 30_000)), "logo.too-large"),
        (png(said=(0, 3)), "logo.unreadable"),
        (png()[:-20], "logo.unreadable"),
        (png().replace(b"IDAT", b"IDAX"), "logo.unreadable"),
        (png(more=chunk(b"EVIL", b"")), "logo.unreadable"),
        (b"\x89PNG\r\n\x1a\n", "logo.unreadable"),
        (b"GIF89a", "logo.unreadable"),
        (b"", "logo.unreadable"),
        (b"x" * (LARGEST + 1), "logo.too-large"),
    ],
    ids=[
        "swells",
        "half",
        "wide",
        "no width",
        "cut",
        "damaged",
        "unknown part",
        "head only",
        "GIF",
        "empty",
        "large",
    ],
)
def test_what_is_no_such_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(FieldopsError) as caught:
        logo_uri(data, "templates/logo-vendor.png")
    assert caught.value.code == code
    assert caught.value.values["path"] == "templates/logo-vendor.png"


def test_an_svg_keeps_what_it_draws_and_loses_notes() -> None:
    told = kept(
        SVG.format(
            '<metadata>who</metadata><i:view page="x"/><!-- note --><path i:nodetypes="c" d="M0 0h9"/>'
        ).encode()
    ).decode()
    assert 'd="M0 0h9"' in told
    assert "nodetypes" not in told
    assert all(each not in told for each in ("who", "note", "view page"))
    within = '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use xlink:href="#a"/><style>.a{fill:#123}</style>'
    assert "url(#a)" in kept(SVG.format(within).encode()).decode()


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="http://x/y.png"/>', "<image>"),
        ('<image href="data:image/png;base64,AA"/>', "<image>"),
        ('<a href="https://x">x</a>', "<a>"),
        ('<use xlink:href="file:///etc/passwd#a"/>', "href"),
        ('<use href="other.svg#a"/>', "href"),
        ('<rect onload="x()"/>', "onload"),
        ('<rect fill="url(http://x)"/>', "fill"),
        ("<style>@import 'x'</style>", "<style>"),
        ("<style>rect{fill:u\\72l(x)}</style>", "<style>"),
        ('<rect style="background:url( https://x )"/>', "style"),
        ('<animate attributeName="href"/>', "<animate>"),
    ],
)
def test_an_svg_that_could_do_more_than_draw_is_refused(inside: str, what: str) -> None:
    with pytest.raises(FieldopsError) as caught:
        logo_uri(SVG.format(inside).encode(), "x.svg")
    assert (caught.value.code, caught.value.values["what"]) == ("logo.refused", what)


@pytest.mark.parametrize(
    "text", ['<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"/>', "<svg", "<html/>"]
)
def test_what_is_no_plain_svg_is_refused(text: str) -> None:
    with pytest.raises(FieldopsError):
        logo_uri(text.encode(), "x.svg")


def test_a_contracts_own_logo_goes_before_that_for_all(tmp_path: Path) -> None:
    general, own = tmp_path / "templates", tmp_path / "templates/acme"
    own.mkdir(parents=True)
    (general / "logo-vendor.svg").write_text(SVG.format("<path/>"))
    (general / "logo-customer.png").write_bytes(png(2))
    (own / "logo-customer.png").write_bytes(png(5))
    assert own_folders(tmp_path, "acme") == (own, general)
    assert own_folders(tmp_path, "../../etc") == (general,)
    found = logos_of(tmp_path, own_folders(tmp_path, "acme"), NAMES, "html")
    assert [(each.side, each.name, each.uri.partition(";")[0]) for each in found] == [
        ("customer", "Harbour Bank", "data:image/png"),
        ("vendor", "Farshore", "data:image/svg+xml"),
    ]
    assert png_of(found[0].uri) == png(5)
    # Word has no use for a drawing, and says so.
    with pytest.warns(Notice) as told:
        word = logos_of(tmp_path, own_folders(tmp_path, "acme"), NAMES, "docx")
    assert [each.side for each in word] == ["customer"]
    assert [each.message.code for each in told] == ["logo.svg-in-word"]


def test_a_logo_that_lies_outside_of_the_workspace_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "out.png").write_bytes(png())
    root = tmp_path / "workspace"
    (root / "templates").mkdir(parents=True)
    (root / "templates/logo-vendor.png").symlink_to(tmp_path / "out.png")
    with pytest.raises(LeadsOut):
        logos_of(root, own_folders(root, "acme"), NAMES, "html")


def test_without_logos_nothing_is_said(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert logos_of(tmp_path, own_folders(tmp_path, "acme"), NAMES, "docx") == ()


LOGOS = (
    Logo("customer", "Harbour Bank", logo_uri(png(), "x")),
    Logo("vendor", "Farshore", logo_uri(png(5), "x")),
)


@pytest.mark.parametrize(
    ("side", "size", "millimetres"),
    [("vendor", (80, 2), (60, 1.5)), ("vendor", (2, 80), (0.275, 11)), ("customer", (80, 2), (80, 2)), ("customer", (8, 8), (16, 16))],
)  # fmt: skip
def test_no_logo_runs_over_what_stands_beside_it_in_a_word_file(
    side: str, size: tuple[int, int], millimetres: tuple[float, float]
) -> None:
    """A wide one was as high as all others, and pushed the word on secrecy off its line."""
    pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
    view = replaced(
        build_report(sample_run(), "en"), logos=(Logo(side, "Farshore", logo_uri(png(*size), "x")),)
    )
    _, data = render_word(WORD_TEMPLATE, [shipped_folder("templates")], None, view)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        drawn = re.search(rb'<wp:extent cx="(\d+)" cy="(\d+)"', file.read("word/document.xml"))
    assert drawn is not None
    assert [int(each) / 36_000 for each in drawn.groups()] == pytest.approx(millimetres, abs=0.01)


def test_logos_stand_on_the_cover_of_page_and_word_file_and_are_not_signed() -> None:
    view = build_report(sample_run(), "en")
    with_logos = replaced(view, logos=LOGOS)
    cover = rendered(TEMPLATE, with_logos).partition('id="summary"')[0]
    assert [each.uri in cover for each in LOGOS] == [True, True]
    assert content_of(with_logos) == content_of(view)
    pytest.importorskip("docxtpl", reason="the extra 'docx' is not installed: make test installs it")
    said, data = render_word(WORD_TEMPLATE, [shipped_folder("templates")], None, with_logos)
    assert said == {}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        pictures = [file.read(name) for name in file.namelist() if name.startswith("word/media/")]
    assert sorted(pictures) == sorted([png(), png(5)])
    assert render_word(WORD_TEMPLATE, [shipped_folder("templates")], None, with_logos) == ({}, data)
