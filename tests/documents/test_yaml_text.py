"""The YAML reader: what scalars mean, where things stand, what is refused; never an exception."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from effort import calls, examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.documents import yaml_text
from fieldops.documents.characters import STRANGE
from fieldops.documents.yaml_text import Node, first_texts, read_yaml
from fieldops.errors import Problem
from fieldops.messages import LANGUAGES, say_problem


def good(text: str | bytes) -> Node:
    node, problems = read_yaml(text.encode() if isinstance(text, str) else text, "f.yaml")
    assert problems == []
    assert node is not None
    return node


def found(raw: str | bytes) -> list[tuple[str, int, int]]:
    """(code, line, column) of every problem; each can be said in both languages, and no text makes more work than its length."""
    whole = raw.encode() if isinstance(raw, str) else raw
    problems: list[Problem] = []
    # What helps to find a cause (the names of all keys) is read once.
    assert calls(lambda: problems.extend(read_yaml(whole, "f.yaml")[1])) < 30_000 + 10 * len(whole)
    for problem in problems:
        assert all(len(part or "") < 500 for language in LANGUAGES for part in say_problem(problem, language))
    return [(problem.code, problem.position.line, problem.position.column) for problem in problems]


# --- scalars -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "y",
        "n",
        "True",
        "TRUE",
        "False",
        "Null",
        "NULL",
        "1:30",
        "0755",
        "012345",
        "0o17",
        "0x1F",
        "+1",
        "1_000",
        "1.10",
        "1.0",
        "1e3",
        ".5",
        ".inf",
        ".nan",
        "2026-03-31",
        "2026-03-31T10:00:00Z",
        "1000000000000000000",
        "-1000000000000000000",
        "123456789012345678901",
        "00",
        "-01",
        "1-",
        "=",
        "১২",
        "１２",
    ],
)
def test_what_other_loaders_convert_stays_text(text: str) -> None:
    assert good(f"a: {text} # comment\n").data == {"a": text}
    assert good(f"[{text!r}]").data == [text]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("0", 0),
        ("-0", 0),
        ("7", 7),
        ("-17", -17),
        ("999999999999999999", 10**18 - 1),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'true'", "true"),
        ('"1"', "1"),
        ("'~'", "~"),
        ("''", ""),
        ("|-\n  1", "1"),
        (">-\n  a\n  b", "a b"),
        ("a#b", "a#b"),
        ("中文：值", "中文：值"),
        (r'"\u4e2d\n"', "中\n"),
    ],
)
def test_scalars_of_the_core_schema(text: str, data: object) -> None:
    loaded = good(f"a: {text}\n").data
    assert loaded == {"a": data}
    assert type(loaded["a"]) is type(data)


def test_keys_are_always_text() -> None:
    assert good("1: a\ntrue: b\n~: c\n'': d\n? e\n").data == {
        "1": "a",
        "true": "b",
        "~": "c",
        "": "d",
        "e": None,
    }


# --- places --------------------------------------------------------------------------------------------

PLACES = """\
id: acme
客户: {名称: 星河, contact: {phone: 1}}
assets:
  - id: a
    name: >
      long
  - {id: b}
  -   - x
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n", "# 注释\n---\n"])
@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("id",), (1, 5), (1, 1)),
        (("客户",), (2, 5), (2, 1)),
        (("客户", "名称"), (2, 10), (2, 6)),
        (("客户", "contact"), (2, 23), (2, 14)),
        (("客户", "contact", "phone"), (2, 31), (2, 24)),
        (("assets",), (4, 3), (3, 1)),
        (("assets", 0), (4, 5), (4, 5)),
        (("assets", 0, "name"), (5, 11), (5, 5)),
        (("assets", 1, "id"), (7, 10), (7, 6)),
        (("assets", 2, 0), (8, 9), (8, 9)),
        # What is not there is shown at the deepest thing that is.
        (("assets", 1, "nothing"), (7, 5), (7, 5)),
        (("assets", 9, "id"), (4, 3), (4, 3)),
    ],
)
def test_places(start: str, ending: str, path: Any, value: tuple[int, int], key: tuple[int, int]) -> None:
    down = start.count("\n")
    node = good((start + PLACES).replace("\n", ending))
    assert node.at(path).place == (value[0] + down, value[1])
    assert node.key_place(path) == (key[0] + down, key[1])


# --- refusals ------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        # meaning that a reviewer does not see
        ("a: 1\nb: 2\na: 3\na: 4\n", [("duplicate-key", 3, 1), ("duplicate-key", 4, 1)]),
        ("{a: 1, b: {c: 1, c: 2}, a: 2}", [("duplicate-key", 1, 18), ("duplicate-key", 1, 25)]),
        ("a: 1\n'a': 2\n", [("duplicate-key", 2, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4)]),
        ("&x a: 1\n", [("anchor", 1, 1)]),
        ("a: &x {b: 1}\n", [("anchor", 1, 4)]),
        ("a: *x\n", [("alias", 1, 4)]),
        ("*x : 1\n", [("alias", 1, 1)]),
        ("a: {<<: {b: 1}}\n<<: [1]\n", [("merge-key", 1, 5), ("merge-key", 2, 1)]),
        ('a: !!python/object/apply:os.system ["id"]\n', [("tag", 1, 4)]),
        ("a: !!str x\n", [("tag", 1, 4)]),
        ("a: ! x\n", [("tag", 1, 4)]),
        ("! {a: 1}\n", [("tag", 1, 1)]),
        ("!!map {a: 1}\n", [("tag", 1, 1)]),
        ("!!str a: 1\n", [("tag", 1, 1)]),
        ("a: !<tag:yaml.org,2002:int> '1'\n", [("tag", 1, 4)]),
        ("%TAG ! tag:x,2000:\n---\na: !b 1\n", [("tag", 3, 4)]),
        ("!" + "x" * 100_000, [("tag", 1, 1)]),
        ("&" + "x" * 100_000 + " 1", [("anchor", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("second-document", 2, 1)]),
        ("a: 1\n...\n---\n", [("second-document", 3, 1)]),
        ("a: x\u2028b: y\n", [("control-character", 1, 5)]),
        ("a: x\u0085b: y\n", [("control-character", 1, 5)]),
        ("a: safe\rb: hidden\n", [("control-character", 1, 8)]),
        ("甲: 1\n乙: \u202edesrever\n", [("invisible-character", 2, 4)]),
        ("a: 1\n\ufeffb: 2\n", [("invisible-character", 2, 1)]),
        ('a: 1\nb: "\\0"\n', [("escaped-control", 2, 4)]),
        ('"\\e[2J": 1\n', [("escaped-control", 1, 1)]),
        ('a: "\\u2028"\n', [("escaped-control", 1, 4)]),
        ('a: "\\u200b"\n', [("invisible-character", 1, 4)]),
        # limits
        ("#" * (2 << 20), [("too-large", 1, 1)]),
        ("[" * 100_000, [("too-deep", 1, 41)]),
        ("{a: " * 100_000, [("too-deep", 1, 161)]),
        ("- " * 100_000, [("too-deep", 1, 81)]),
        ("\n".join(" " * i + "a:" for i in range(1000)), [("too-deep", 41, 41)]),
        (BOMB, [("anchor", 1, 4)]),
        ("- a\n" * 250_000, [("too-many", 199_998, 3)]),
        ("[" + "{}," * 300_000, [("too-many", 1, 299_997)]),
        # not text
        (b"\x7fELF\x02\x01\x01\0\0\0", [("control-character", 1, 1)]),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [("not-utf8", 1, 1)]),
        (b"a: 1\nb: \0\n", [("control-character", 2, 4)]),
        (b"a: \x1b[31m\n", [("control-character", 1, 4)]),
        (b"a: \x7f", [("control-character", 1, 4)]),
        ("甲: 1\nb: ".encode() + b"\xff\n", [("not-utf8", 2, 4)]),
        (b"\xef\xbb\xbf" + "中é".encode() + b"\xff", [("not-utf8", 1, 3)]),
        (b"\xef\xbb", [("not-utf8", 1, 1)]),
        ("客户: 星河\n".encode("gbk"), [("not-utf8", 1, 1)]),
        ("a: 1\n".encode("utf-16"), [("other-encoding", 1, 1)]),
        ("kind: Team\n".encode("utf-16-le"), [("other-encoding", 1, 1)]),
        ("a: 1\n".encode("utf-32"), [("other-encoding", 1, 1)]),
        # nothing
        (b"", [("empty", 1, 1)]),
        (b"\xef\xbb\xbf", [("empty", 1, 1)]),
        ("\n \n# only\n  # comments\n", [("empty", 1, 1)]),
        # spelling
        ("a:\n\tb: 1\n", [("tab", 2, 1)]),
        ("\ta: 1\n", [("tab", 1, 1)]),
        ("a: @x\n", [("reserved-character", 1, 4)]),
        ("a: `x`\n", [("reserved-character", 1, 4)]),
        ("a: b: c\n", [("colon-in-text", 1, 5)]),
        ("a: 'x\nb: 1\n", [("unclosed-quote", 1, 4)]),
        ('a: "x', [("unclosed-quote", 1, 4)]),
        ("a: 'x\nb: 'y'\n", [("unclosed-quote", 1, 4)]),
        ("a: ['x', 'y]\nb: ['z']\n", [("unclosed-quote", 1, 10)]),
        ("a: 'x\n  y'\n b: 1\n", [("indentation", 3, 2)]),
        ("a:\n  - {b: 1}\n  -{b: 2}\n", [("space-after-dash", 3, 3)]),
        ("a:\n  -{b: 2, c: 3}\n", [("space-after-dash", 2, 3)]),
        ("a: {b: 1，c: 2}\n", [("full-width", 1, 9)]),
        ("a：1\nb: 2\n", [("full-width", 1, 2)]),
        ("a: [1, 2\nb: 1\n", [("unclosed-bracket", 1, 4)]),
        ("a: {b: 1\n", [("unclosed-bracket", 1, 4)]),
        ("a: [1", [("unclosed-bracket", 1, 4)]),
        ("a:\n  - 1\n b: 2\n", [("indentation", 3, 2)]),
        ("- a\nb: 1\n", [("indentation", 2, 1)]),
        ("a: 1\nb\nc: 1\n", [("colon-missing", 2, 1)]),
        ("a: 1\nteam：east\nc: 1\n", [("full-width", 2, 5)]),
        ('a: "\\q"\n', [("backslash", 1, 5)]),
        ("? [a]\n: 1\n", [("key-not-text", 1, 3)]),
        ("? {a: 1}\n: 1\n", [("key-not-text", 1, 3)]),
        ("%FOO\n---\na: 1\n", [("reserved-character", 1, 1)]),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, str | bytes) else "",
)
def test_refusals(text: str | bytes, problems: list[tuple[str, int, int]]) -> None:
    assert found(text) == [(f"yaml.{code}", line, column) for code, line, column in problems]


def test_reading_goes_on_after_a_duplicate_and_the_first_value_counts() -> None:
    node, problems = read_yaml(b"a: 1\na: 2\nb: [{c: 1, c: 2}]\n", "f.yaml")
    assert node is not None
    assert node.data == {"a": 1, "b": [{"c": 1}]}
    assert [dict(problem.values) for problem in problems] == [
        {"key": "a", "line": 1},
        {"key": "c", "line": 3},
    ]


def test_forty_levels_and_one_mebibyte_are_read() -> None:
    assert good("[" * 40 + "]" * 40)
    text = "a: '" + "x" * ((1 << 20) - 5) + "'"
    assert len(text) == 1 << 20
    assert len(good(text).data["a"]) == (1 << 20) - 5
    assert found(text + " ") == [("yaml.too-large", 1, 1)]


def test_the_loader_without_libyaml_refuses_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
    for text, code in (
        ("a: ! x", "tag"),
        ("a: &x 1", "anchor"),
        ("a: 1\na: 2", "duplicate-key"),
        ("a: 1\n---\n", "second-document"),
        ("[" * 100, "too-deep"),
        (BOMB, "anchor"),
        (r'a: "\ud800"', "escaped-control"),
        ("a: 'x", "unclosed-quote"),
        ("a: [1", "unclosed-bracket"),
        ("\ta: 1", "tab"),
        ("a: b: c", "colon-in-text"),
        ("- a\nb: 1", "indentation"),
    ):
        assert [problem[0] for problem in found(text)] == [f"yaml.{code}"], text


# --- anything at all -----------------------------------------------------------------------------------


def _never_raises(raw: bytes) -> None:
    node, problems = read_yaml(raw, "f.yaml")
    assert node is not None or problems or raw.strip(b"\r\n \xef\xbb\xbf").startswith((b"---", b"#", b"%"))
    lines = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")
    for problem in problems:
        line, column = problem.position.line, problem.position.column
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@examples(120)
@given(st.binary(max_size=200))
def test_any_bytes(raw: bytes) -> None:
    _never_raises(raw)


_INDICATORS = st.text(st.sampled_from("ab中1:-?,[]{}#&*!|>'\"%@` \t\n\r~<=.\\x\ufeff\u2028"), max_size=40)


@examples(250)
@given(_INDICATORS | st.text(max_size=60))
def test_any_text(text: str) -> None:
    _never_raises(text.encode("utf-8", "surrogatepass"))


_TEXTS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\u2028\u2029\ufffe\uffff"),
    max_size=12,
).filter(lambda text: not STRANGE.search(text))
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 10**18, 10**18 - 1) | _TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(_TEXTS.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=20,
)


@examples(80)
@given(
    st.dictionaries(_TEXTS.filter(lambda key: key != "<<"), _DATA, max_size=4), st.booleans(), st.booleans()
)
def test_data_comes_back_as_it_was_dumped(data: object, flow: bool, raw: bool) -> None:
    class Quoted(yaml.SafeDumper):
        """Texts in quotes, nothing shared."""

        def ignore_aliases(self, _: object) -> bool:
            return True

    Quoted.add_representer(
        str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    )
    assert good(yaml.dump(data, Dumper=Quoted, default_flow_style=flow, allow_unicode=raw)).data == data
    assert good(json.dumps(data, ensure_ascii=False, indent=1 if flow else None)).data == data


# --- the first lines alone ---------------------------------------------------------------------------------

START = "apiVersion: fieldops/v1\nkind: Contract\nid: acme\n"


@pytest.mark.parametrize(
    "text",
    [
        START + "title: x\n",
        "\ufeff" + START + "title: x\n",
        "---\n" + START + "title: x\n",
        "# 合同\n\n" + START + "\n# more\ntitle: [\n",
        START.replace("\n", "\r\n") + "title: x\r\n",
        START.replace("\n", " # why\n") + "title: x\n",
        "id: acme\nkind:   Contract  \nx: 1\n",
        "other: a\n" + START + "kind: Team\n",
    ],
)
def test_first_texts(text: str) -> None:
    assert first_texts(text.encode(), ("kind", "id")) == ("Contract", "acme")


@pytest.mark.parametrize(
    "text",
    [
        "",
        START,  # The last line might go on.
        START + "  more\n",
        START + "\n\n  more\n",
        "kind: Contract\nid: acme\n  # why\n more: x\n",
        "kind: Contract\nid: 'acme'\nx: 1\n",
        "kind: Contract\nid: 17\nx: 1\n",
        "kind: Contract\nid: true\nx: 1\n",
        "kind: Contract\nid: a: b\nx: 1\n",
        "kind: Contract\nid: a#b\nx: 1\n",
        "kind: Contract\nid:acme\nx: 1\n",
        "kind: Contract\nid: &a acme\nx: 1\n",
        "kind: Contract\nid: !!str acme\nx: 1\n",
        "kind: Contract\nid: |\n acme\nx: 1\n",
        "kind: Contract\nkind: Team\nid: acme\nx: 1\n",
        "a: [\nkind: Contract\nid: acme\nx: 1\n]\n",
        'a: "\nkind: Contract\nid: acme\nx: 1\n"\n',
        "|\nkind: Contract\nid: acme\nx: 1\n",
        "kind: Contract\n---\nid: acme\nx: 1\n",
        "kind: Contract\nid: acme\n...\nx: 1\n",
        "{kind: Contract, id: acme}\n",
        "- kind: Contract\n  id: acme\n",
        " kind: Contract\n id: acme\n x: 1\n",
        "? kind\n: Contract\n",
        "kind: Contract\rid: acme\nx: 1\n",
        "kind: Contract\tid: acme\nx: 1\n",
    ],
)
def test_where_the_first_lines_do_not_suffice(text: str) -> None:
    assert first_texts(text.encode(), ("kind", "id")) is None


def test_marks_of_a_merge_that_are_quoted_in_a_text_are_no_conflict() -> None:
    node, problems = read_yaml(b"bad: |\n  <<<<<<< HEAD\n  a: 1\n  =======\n  >>>>>>> x\ngood: 1\n", "f.yaml")
    assert node is not None
    assert problems == []


_LINES = st.lists(
    st.sampled_from(
        [
            *(
                "kind: Contract",
                "id: a",
                "id: 17",
                "kind: 'x'",
                "other: b",
                "a: [",
                "]",
                "a: |",
                "# c",
                "---",
                "...",
            ),
            *(
                "",
                "  more",
                " kind: b",
                "x: ' ",
                "'",
                "- a",
                "id:",
                "kind:  b  # c",
                "id: a\r",
                "\tid: a",
                "{",
                "}",
            ),
        ]
    ),
    max_size=8,
)


@examples(500)
@given(_LINES, st.sampled_from(["\n", "\r\n"]))
def test_first_texts_are_those_of_the_whole_document(lines: list[str], ending: str) -> None:
    raw = ending.join(lines).encode()
    texts = first_texts(raw, ("kind", "id"))
    node, _ = read_yaml(raw, "f.yaml")
    if texts is not None and node is not None:
        assert isinstance(node.data, dict)
        assert (node.data["kind"], node.data["id"]) == texts
