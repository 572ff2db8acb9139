"""Raw bytes to facts: every parser, hostile numbers and encodings, and the reason when there are no facts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fieldops.documents.workspace import Document
from fieldops.documents.yaml_text import read_yaml
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.load import probe_of
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reading, Reason, Session, read_output
from fieldops.messages import LANGUAGES, say
from fieldops.structs import replaced

NUMBER = "{type: number, unit: count}"
KV = f"parse: {{with: kv}}\nfields: {{a: {NUMBER}, b: {{type: text}}}}"
TABLE = f"parse: {{with: table, columns: [a, b]}}\nfields: {{a: {NUMBER}, b: {{type: text}}}}"
REGEX = f"parse: {{with: regex, pattern: '^(?P<b>[a-z]+) (?P<a>[0-9]+)?'}}\nfields: {{a: {NUMBER}, b: {{type: text}}}}"
LINES = "parse: {with: lines}\nfields: {line: {type: text}}"
INT = f"parse: {{with: int}}\nfields: {{value: {NUMBER}}}"
JSON = f"parse: {{with: json, rows: [d]}}\nfields: {{a: {NUMBER}, b: {{type: text, optional: true}}}}"
SHARE = """\
parse: {with: kv}
fields:
  used: {type: number, unit: B, scale: 1024, suffix: kB}
  all: {type: number, unit: B, from: Total, scale: 1024, suffix: kB}
  used_percent: {type: number, unit: '%', share: {part: used, whole: all}}
  free_percent: {type: number, unit: '%', share: {part: used, whole: all, complement: true}}
"""


def probe(text: str, **more: Any) -> Probe:
    node, problems = read_yaml(f"id: p\ntitle: t\nplatform: linux\nrun: x\n{text}\n".encode(), "p.yaml")
    assert node is not None
    assert problems == []
    assert isinstance(node.data, dict)
    node.data.update(more)
    return probe_of(Document("p.yaml", "Probe", "p", node))


def read(text: str, out: str | bytes, **more: Any) -> Reading:
    raw = out if isinstance(out, bytes) else out.encode()
    return read_output(probe(text, **more), RawOutput("p", out=raw, exit_code=0, why="ok"))


@pytest.mark.parametrize(
    ("parse", "out", "rows"),
    [
        (KV, "a=1\nb = x = y \nnoise\n", [{"a": 1, "b": "x = y"}]),
        (KV, "b=first\na= -1.50 \nb=second\na=2", [{"a": -1.5, "b": "first"}]),
        (KV, "a=1\r\nb=x\r\n", [{"a": 1, "b": "x"}]),
        (KV.replace("with: kv", "with: kv, separator: ': '"), "a: 1\nb: C:\\x", [{"a": 1, "b": "C:\\x"}]),
        (TABLE, "1 x y  z \n\n  2\tw\n", [{"a": 1, "b": "x y  z"}, {"a": 2, "b": "w"}]),
        (TABLE.replace("[a, b]", "[a, b], skip_lines: 1"), "A B\n1 x", [{"a": 1, "b": "x"}]),
        (TABLE.replace("[a, b]", "[a, b], separator: ','"), "1, x,y", [{"a": 1, "b": "x,y"}]),
        (TABLE, "", []),
        (REGEX.replace("pattern", "unmatched: skip, pattern"), "! 5\nabc 12\n", [{"a": 12, "b": "abc"}]),
        (LINES, " one \n\n中文\n", [{"line": "one"}, {"line": "中文"}]),
        (LINES.replace("lines}", "lines, skip_lines: 2}"), "x\ny\nz", [{"line": "z"}]),
        (INT, " 42\n", [{"value": 42}]),
        (INT, "12345678901234567890", [{"value": 12345678901234567890}]),
        (JSON, '{"d": [{"a": 1, "b": "x"}, {"a": 2.5}]}', [{"a": 1, "b": "x"}, {"a": 2.5, "b": None}]),
        (JSON, '{"d": {"a": "7", "b": null}}', [{"a": 7, "b": None}]),
        (JSON, '{"d": []}', []),
        (
            SHARE,
            "used=1 kB\nTotal=3kB",
            [{"used": 1024, "all": 3072, "used_percent": 33.3, "free_percent": 66.7}],
        ),
        (SHARE, "used=0\nTotal=1", [{"used": 0, "all": 1024, "used_percent": 0.0, "free_percent": 100.0}]),
    ],
)
def test_parsers(parse: str, out: str, rows: list[dict[str, object]]) -> None:
    reading = read(parse, out)
    assert reading.unknown is None
    assert list(reading.rows) == rows


@pytest.mark.parametrize(
    ("parse", "out", "code"),
    [
        (KV, "", "field-missing"),
        (KV, "a=1", "field-missing"),
        (KV, "a=1\nb=", "field-missing"),
        (KV, "a=1\nb=\x1b[0m", "field-missing"),
        *(
            (KV, f"b=x\na={text}", "not-a-number")
            for text in ("x", "1e3", "0x1", "1 2", "--1", "1.", ".5", "+1", "NaN", "inf", "１２", "1,5")
        ),
        *((KV, f"b=x\na={text}", "not-a-number") for text in ("9" * 21, "1." + "0" * 10, "9" * 60_000)),
        (TABLE, "1 x\n2\n", "line"),
        (TABLE, "x y\n", "not-a-number"),
        (REGEX, "abc 12\n!\n", "line"),
        (REGEX, "abc \n", "field-missing"),
        (INT, "", "field-missing"),
        (INT, "1\n2", "not-a-number"),
        *(
            (JSON, f'{{"d": [{{"a": {text}}}]}}', "not-a-number")
            for text in (
                "true",
                "1e400",
                "-1e999",
                "1e30",
                "[1]",
                "{}",
                '"x"',
                "NaN",
                "-Infinity",
                "9" * 5000,
            )
        ),
        (JSON, '{"d": [{"a": }]}', "not-json"),
        (JSON, '[{"d": 1}]\n{', "not-json"),
        (JSON, '{"d": [{"a": null}]}', "field-missing"),
        (JSON, '{"d": [{}]}', "field-missing"),
        (JSON, '{"d": [1]}', "not-json"),
        (JSON, '{"d": "x"}', "not-json"),
        (JSON, '{"e": []}', "field-missing"),
        (JSON, "[]", "field-missing"),
        (JSON, "", "not-json"),
        (JSON, "[" * 60_000, "not-json"),
        (JSON, '{"d":' * 20_000, "not-json"),
        (
            "parse: {with: reader, reader: meminfo}\nfields: {total: {type: number, unit: B}}",
            "nonsense",
            "field-missing",
        ),
    ],
)
def test_what_cannot_be_read_is_unknown(parse: str, out: str, code: str) -> None:
    reading = read(parse, out)
    assert reading.rows == ()
    assert reading.unknown is not None
    assert reading.unknown.code == f"reading.{code}"
    for language in LANGUAGES:
        sentence = say(reading.unknown.code, language, reading.unknown.values)
        assert len(sentence.splitlines()) == 1


@pytest.mark.parametrize("head", ["", "\ufeff", "WARNING: old version\n", "[warning] slow\r\n"])
def test_what_stands_before_json_does_not_matter(head: str) -> None:
    assert read(JSON, head + '{"d": [{"a": 7}]}').rows == ({"a": 7, "b": None},)


def cells(reading: Reading, field: str) -> list[object]:
    """The field of every row: its value, or the code of why it is unknown."""
    return [cell.code if isinstance(cell := row[field], Reason) else cell for row in reading.rows]


@pytest.mark.parametrize(
    ("out", "used", "free"),
    [
        ("used=0\nTotal=0", "reading.no-share", "reading.no-share"),
        ("used=0\nTotal=-1", "reading.below-zero", "reading.below-zero"),
        ("used=18446744073709551612\nTotal=524288", "reading.impossible-share", "reading.impossible-share"),
        ("used=-1\nTotal=1000", "reading.below-zero", "reading.below-zero"),
        ("used=1001\nTotal=1000", 100.0, 0.0),
        ("used=1002\nTotal=1000", "reading.impossible-share", "reading.impossible-share"),
    ],
)
def test_a_share_beyond_0_and_100_is_unknown_unless_it_is_rounding(
    out: str, used: object, free: object
) -> None:
    reading = read(SHARE, out)
    assert (cells(reading, "used_percent"), cells(reading, "free_percent")) == ([used], [free])


def test_a_percentage_that_the_host_gives_is_held_to_the_same() -> None:
    fields = "parse: {with: table, columns: [a]}\nfields: {a: {type: number, unit: '%'}}"
    found = cells(read(fields, "0\n100\n100.05\n-3\n250\n", several=True), "a")
    assert found == [0, 100, 100.0, "reading.impossible-share", "reading.impossible-share"]


@pytest.mark.parametrize(
    ("parse", "out", "found"),
    [
        (TABLE, "1 x\n2\n3 y", [1, "reading.line", 3]),
        (TABLE, "1 x\nz y", [1, "reading.not-a-number"]),
        (REGEX, "abc 1\n!\nabc 3", [1, "reading.line", 3]),
        (REGEX, "abc 1\nabc \n", [1, "reading.field-missing"]),
        (
            JSON,
            '{"d": [{"a": 1}, {"a": null}, 7, {"b": "x"}, {"a": 5}]}',
            [
                1,
                "reading.field-missing",
                "reading.not-json",
                "reading.field-missing",
                5,
            ],
        ),
    ],
)
def test_one_odd_row_costs_that_row_only(parse: str, out: str, found: list[object]) -> None:
    assert cells(read(parse, out, several=True), "a") == found


def test_what_is_left_of_an_odd_row_keeps_its_name() -> None:
    assert cells(read(TABLE, "1 x\nz y", several=True), "b") == ["x", "y"]


def test_an_output_that_is_nonsense_throughout_has_no_rows() -> None:
    reading = read(TABLE, "!\n?\n", several=True)
    assert reading.rows == ()
    assert reading.unknown == Reason("reading.line", {"line": "!"})


def test_of_many_odd_rows_the_first_are_told_and_the_rest_counted() -> None:
    found = cells(read(REGEX, "abc 1\n" + "!\n" * 500 + "abc 2\n", several=True), "a")
    assert found == [1, *["reading.line"] * 20, 2, "reading.more-lines"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (RawOutput("p", out=b"1 x\n2 y\n3", exit_code=0, why=ProbeEnd.OK, cut=True), "reading.cut-after"),
        (RawOutput("p", out=b"1 x\n2 y\n3 z", why=ProbeEnd.TIMEOUT), "reading.timeout-after"),
    ],
)
def test_a_limit_costs_only_what_lies_behind_it(raw: RawOutput, code: str) -> None:
    reading = read_output(probe(TABLE, several=True), raw)
    assert cells(reading, "a") == [1, 2, code]
    alone = read_output(probe(TABLE), raw)
    assert alone.rows == ()
    assert alone.unknown is not None
    before_the_first_line = read_output(probe(TABLE, several=True), replaced(raw, out=b"1"))
    assert before_the_first_line.rows == ()
    as_json = read_output(probe(JSON, several=True), replaced(raw, out=b'{"d": []}\n'))
    assert as_json.rows == ()
    assert as_json.unknown is not None


def test_a_share_without_a_whole_may_be_optional() -> None:
    reading = read(SHARE.replace("unit: '%', share", "optional: true, unit: '%', share"), "used=0\nTotal=0")
    assert reading.rows == ({"used": 0, "all": 0, "used_percent": None, "free_percent": None},)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("系统正常".encode(), "系统正常"),
        ("系统正常".encode("gb18030"), "系统正常"),
        (b"\xff\xfe\xff", "\ufffd\ufffd\ufffd"),
        (b"a\x1b[31mb\x00c", "abc"),
        (b"x\x1b]0;title\x07y", "xy"),
        ("x\u202ey".encode(), "xy"),
        (b"x" * 5000, "x" * 2000),
    ],
)
def test_encodings_and_controls(raw: bytes, text: str) -> None:
    assert read(LINES, raw).rows == ({"line": text},)


def test_what_json_smuggles_in_can_be_stored() -> None:
    (row,) = read(JSON, r'{"d": [{"a": 1, "b": "x\ud800\u0000\u001b[2Jy"}]}').rows
    assert row["b"] == "x\ufffdy"
    json.dumps(row, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("raw", "more", "code", "values"),
    [
        (None, {}, "missing", {}),
        (RawOutput("p"), {}, "missing", {}),
        (RawOutput("p", out=b"a=1", why="unfinished", exit_code=0), {}, "missing", {}),
        (RawOutput("p", why="absent", detail="dmidecode\x1b[2J"), {}, "absent", {"command": "dmidecode"}),
        (RawOutput("p", why="timeout", exit_code=0), {"timeout": "2m"}, "timeout", {"seconds": 120}),
        (RawOutput("p", why="ok", exit_code=0, cut=True), {"cap": "1KiB"}, "cut", {"cap": 1024}),
        (RawOutput("p", why="died", exit_code=0), {}, "died", {"said": "-"}),
        (RawOutput("p", why="ok"), {}, "died", {"said": "-"}),
        (RawOutput("p", why="", exit_code=0), {}, "died", {"said": "-"}),
        (RawOutput("p", why="OK", exit_code=0), {}, "died", {"said": "-"}),
        (
            RawOutput("p", why="ok", exit_code=1, err=b"sudo: a password is required\n"),
            {"sudo": True},
            "sudo",
            None,
        ),
        # sudo's first line does not hide its second
        (
            RawOutput(
                "p",
                why="ok",
                exit_code=1,
                err=b"sudo: unable to resolve host db1: Name or service not known\nsudo: a password is required\n",
            ),
            {"sudo": True},
            "sudo",
            {
                "said": "sudo: unable to resolve host db1: Name or service not known / sudo: a password is required"
            },
        ),
        (RawOutput("p", why="ok", exit_code=1, err=b"sudo: a password is required\n"), {}, "exit-code", None),
        (
            RawOutput("p", why="ok", exit_code=1, err=b"sudo: x"),
            {"sudo": True, "exit_codes": [0, 1]},
            "sudo",
            None,
        ),
        (
            RawOutput("p", why="ok", exit_code=2, err=b"\x1b[1mno\nsuch"),
            {},
            "exit-code",
            {"code": 2, "said": "no"},
        ),
        (RawOutput("p", why="ok", exit_code=127), {}, "exit-code", {"code": 127, "said": "-"}),
        (RawOutput("p", why="ok", exit_code=0), {"exit_codes": [1]}, "exit-code", {"code": 0, "said": "-"}),
        (
            RawOutput("p", why="ok", exit_code=3, err=b"e" * 4000),
            {},
            "exit-code",
            {"code": 3, "said": "e" * 200},
        ),
    ],
)
def test_reasons(
    raw: RawOutput | None, more: dict[str, Any], code: str, values: dict[str, object] | None
) -> None:
    if raw is not None and not raw.out:
        raw.out = b"a=1\nb=x"
    reading = read_output(probe(KV, **more), raw)
    assert reading.rows == ()
    assert reading.unknown is not None
    assert reading.unknown.code == f"reading.{code}"
    assert values is None or dict(reading.unknown.values) == values


def test_other_exit_codes_may_be_good() -> None:
    raw = RawOutput("p", out=b"a=1\nb=x", why="ok", exit_code=1)
    assert read_output(probe(KV, exit_codes=[0, 1]), raw).rows == ({"a": 1, "b": "x"},)


CLOCK = """\
parse: {with: kv}
fields:
  said: {type: number, unit: s}
  apart: {type: number, unit: s, apart: said}
  left: {type: number, unit: s, until: said}
"""
ASKED = Session(1000.25, 1010.75)


@pytest.mark.parametrize(
    ("said", "apart", "left"),
    [
        (1000, 0, -11),
        (1005, 0, -6),
        (1010, 0, -1),
        (999, 0, -12),
        (940, 59, -71),
        (1071, 60, 60),
        (0, 999, -1011),
    ],
)
def test_a_moment_is_compared_with_our_own_clock(said: int, apart: int, left: int) -> None:
    """While the host is asked time goes by: within that it is right, give or take the second it is rounded to."""
    raw = RawOutput("p", out=f"said={said}".encode(), exit_code=0, why=ProbeEnd.OK)
    (row,) = read_output(probe(CLOCK), raw, ASKED).rows
    assert (row["apart"], row["left"]) == (apart, left)


def test_without_a_time_of_asking_nothing_is_compared() -> None:
    reading = read(CLOCK, "said=5")
    assert (cells(reading, "apart"), cells(reading, "left")) == (["reading.no-clock"], ["reading.no-clock"])
