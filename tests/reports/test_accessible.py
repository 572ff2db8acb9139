"""That a report can be read by everybody: by those who hear it, and in black and white."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from sample_run import sample_run
from standard_run import standard_run
from test_render import annex_of, html_of

from fieldops.documents.workspace import shipped_folder
from fieldops.messages import LANGUAGES


class Outline(HTMLParser):
    """What a screen reader is told: headings, heads of columns, drawings, labels."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.headings: list[int] = []
        self.heads: list[str | None] = []
        self.drawings: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.inputs, self.labelled, self._in_label = 0, 0, False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        if tag == "html":
            self.language = told.get("lang") or ""
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        elif tag == "th":
            self.heads.append(told.get("scope"))
        elif tag == "svg":
            self.drawings.append(told)
        elif tag == "a":
            self.targets.append(told["href"] or "")
        elif tag == "label":
            self._in_label = True
        elif tag == "input":
            self.inputs += 1
            self.labelled += self._in_label

    def handle_endtag(self, tag: str) -> None:
        self._in_label = self._in_label and tag != "label"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", [html_of, annex_of])
def test_a_page_tells_its_language_its_order_and_what_is_drawn(of, language) -> None:
    for run in (sample_run(finished=False), standard_run(3)):
        told = Outline(of(run, language))
        assert told.language == language
        assert told.headings[0] == 1
        assert told.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(told.headings))
        assert told.heads
        assert set(told.heads) <= {"col", "row"}
        assert all(each.get("aria-hidden") == "true" or each.get("aria-label") for each in told.drawings)
        assert len(set(told.ids)) == len(told.ids)
        assert {target.removeprefix("#") for target in told.targets} <= set(told.ids)
        assert told.labelled == told.inputs


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_drawn_by_attributes_and_never_by_colour_alone(language: str) -> None:
    html = html_of(standard_run(30), language)
    shapes = re.findall(r"<(?:rect|path|circle)[^>]*>", html)
    assert len(shapes) > 50
    assert [shape for shape in shapes if "fill=" not in shape and "stroke=" not in shape] == []
    assert [shape for shape in shapes if " class=" in shape or " style=" in shape] == []
    # A warning is hatched, line by line, and what is unknown is dashed: each bar of them.
    hatched = re.findall(r'<rect fill="#f3dfb8"[^>]*/>\s*(<\w+)', html)
    assert set(hatched) == {"<path"}
    assert 'stroke-dasharray="2 3"' in html


def _light(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_text_stands_out_from_its_ground() -> None:
    css = (shipped_folder("templates") / "report.css.j2").read_text("utf-8")
    names = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css))
    used = {
        names.get(found.removeprefix("var(--").removesuffix(")"), found)
        for found in re.findall(r"[{;] ?color: (var\(--[a-z]+\)|#[0-9a-f]{6})", css)
    }
    assert len(used) > 5
    assert {colour: contrast(colour, "#ffffff") for colour in used if contrast(colour, "#ffffff") < 4.5} == {}
    assert contrast("#ffffff", "#8e1b1b") > 4.5
