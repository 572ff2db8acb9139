"""The catalogue is whole in both languages, and nothing hostile gets through it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

import fieldops
import fieldops.messages
from fieldops.documents.schema import KINDS, schema_text
from fieldops.errors import Named, Position, Problem
from fieldops.messages import (
    CATALOGUE,
    LANGUAGES,
    hint,
    one_line,
    pick_language,
    printable,
    say,
    say_problem,
)

# What all of the source says is found once.
pytestmark = pytest.mark.xdist_group("catalogue")
PACKAGE = Path(fieldops.__file__).parent
# Functions whose argument at that place is a code (for the last ones: below a prefix).
CODES = {
    "Problem": 1,
    "FieldopsError": 0,
    "UsageError": 0,
    "Refused": 0,
    "Reason": 0,
    "said": 0,
    "tried": 0,
    "Unreadable": 0,
    "BadCriterion": 0,
    "note": 0,
    "_problem": 3,
    "problem": 2,
    "warning": 2,
    "_Stop": 1,
    "no_credentials": 1,
    "Unreachable": 0,
    "Doubt": 0,
}
PREFIX = {"Unreachable": "host."}


@cache
def sources() -> dict[str, list[ast.AST]]:
    """By file the calls and texts of the source: to walk through all of it takes seconds."""
    # Of the catalogue's own package only what speaks: the tables name every code.
    speaking = {"choices.py"}
    files = [file for file in PACKAGE.rglob("*.py") if "messages" not in file.parts or file.name in speaking]
    return {
        file.relative_to(PACKAGE).as_posix(): [
            node
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call | ast.Constant | ast.JoinedStr)
        ]
        for file in files
    }


def literals(node: ast.AST) -> Iterator[str]:
    """The texts an argument may be: a literal, or both sides of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def named_codes() -> Iterator[tuple[str, str]]:
    """(where, code) of each code that the source gives to one of the functions above."""
    for file, nodes in sources().items():
        for call in nodes:
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            arguments = [*call.args] if name == "Named" else call.args[(at := CODES.get(name, 99)) : at + 1]
            for argument in arguments:
                for code in literals(argument):
                    yield f"{file}:{call.lineno}", PREFIX.get(name, "") + code


def test_every_code_of_the_source_has_a_sentence() -> None:
    found = list(named_codes())
    assert len(found) > 60
    assert [each for each in found if each[1] not in CATALOGUE] == []


def test_every_sentence_is_said_somewhere() -> None:
    words: set[str] = set()
    pieces: set[str] = set()
    for nodes in sources().values():
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginning = str(node.values[0].value)
                pieces.update({beginning} if "." in beginning else ())
    for file in PACKAGE.parent.glob("templates/**/*"):
        if file.suffix in (".html", ".j2", ".css"):
            words.update(re.findall(r"[A-Za-z][A-Za-z0-9.-]*", file.read_text("utf-8")))
    for file in ("common.json", *KINDS.values()):
        words.update(re.findall(r'"x-form": "([a-z-]+)"', schema_text(file)))
    words.update(code.removeprefix("host.") for _, code in named_codes())

    begun = tuple(pieces)

    def used(code: str) -> bool:
        area, _, rest = code.partition(".")
        return (
            code in words or (rest in words and area in {"host", "report", "word"}) or code.startswith(begun)
        )

    assert [code for code in CATALOGUE if not used(code)] == []


def test_no_code_is_in_two_areas() -> None:
    names = [module.name for module in pkgutil.iter_modules(fieldops.messages.__path__)]
    modules = [importlib.import_module(f"fieldops.messages.{name}") for name in names]
    areas = [module.SENTENCES for module in modules if hasattr(module, "SENTENCES")]
    assert len(areas) > 8
    assert sum(len(area) for area in areas) == len(CATALOGUE)


def names(template: str | None) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template or "") if name is not None}


# What a check says of itself, in the playbook's own words: both languages are among the values.
QUOTED = {
    "reading.nothing",
    "reading.says",
    "reading.word",
    *(code for code in CATALOGUE if code.startswith("reading.counter")),
}


def test_both_languages_say_the_same() -> None:
    faults = []
    for code in CATALOGUE.keys() - QUOTED:
        try:
            _says_the_same(code)
        except AssertionError as fault:
            faults.append(f"{code}: {fault}")
    assert sorted(faults) == []


def _says_the_same(code: str) -> None:
    sentence = CATALOGUE[code]
    if not code.startswith("report.page."):  # what stands around the page numbers
        assert sentence.en.strip() == sentence.en != ""
        assert sentence.zh.strip() == sentence.zh != ""
    assert names(sentence.en) == names(sentence.zh)
    assert (sentence.hint_en is None) == (sentence.hint_zh is None)
    assert names(sentence.hint_en) == names(sentence.hint_zh)
    # A person who reads Chinese gets Chinese: at least one Han character, but for names.
    if re.search(r"[a-z]{4}", re.sub(r"\{.*?\}", "", sentence.en)) and not code.startswith(
        ("form.", "type.")
    ):
        assert re.search("[\u4e00-\u9fff]", sentence.zh) or sentence.en == sentence.zh
    assert (
        not re.search("[\u4e00-\u9fff]", sentence.en)
        or code.startswith("report.")
        or sentence.en == sentence.zh
    )
    values = dict.fromkeys(names(sentence.en) | names(sentence.hint_en), 1)
    for language in LANGUAGES:
        assert "{" not in say(code, language, values).replace("{zh-CN", "").replace("'{'", "")
        hint(code, language, values)


def test_values_are_given_for_every_name() -> None:
    """Problems made with literal values name everything their sentence and hint need."""
    missing = []
    for file, nodes in sources().items():
        for call in nodes:
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            name = call.func.id
            if name not in (
                "FieldopsError",
                "UsageError",
                "Refused",
                "Unreachable",
                "BadCriterion",
                "Unreadable",
                "_Stop",
            ):
                continue
            if any(keyword.arg is None for keyword in call.keywords):
                continue
            for code in literals(call.args[CODES[name]]):
                given = {str(keyword.arg) for keyword in call.keywords}
                sentence = CATALOGUE[PREFIX.get(name, "") + code]
                wanted = names(sentence.en) | names(sentence.hint_en)
                # The rules add these two to what the criteria say.
                if code in ("check.unknown-field", "check.bad-condition"):
                    wanted -= {"probe", "choices"}
                # Every host's failure is shown with its contract.
                if wanted - given - ({"contract"} if name == "Unreachable" else set()):
                    missing.append((f"{file}:{call.lineno}", code, wanted - given))
    assert missing == []


# --- what must not reach a terminal ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain 文本\tand\nlines", "plain 文本\tand\nlines"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[?1049h\x1b[2J\x1b[1;1H!", "!"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]52;c;cm0gLXJm", ""),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\x", "x"),
        ("\x1bcx\x1bMx", "xx"),
        ("\x1b(0\x1b#8\x1b7x\x1b=", "x"),
        ("\x9b31mred", "red"),
        ("\x1b\x1b[31m[31mx", "[31mx"),
        ("a\x00b\x07c\x08d\re\x0bf\x7fg", "abcdefg"),
        ("\x80\x85\x90\x9cx", "x"),
        ("\u202egpj.exe\u2066\u200f\ufeff\u061c", "gpj.exe"),
        ("one\u2028two\u2029", "onetwo"),
        ("\ud800 \udcff", "\ufffd \ufffd"),
        ("\U0001f600 é ß", "\U0001f600 é ß"),
    ],
)
def test_printable(text: str, left: str) -> None:
    assert printable(text) == left


_HOSTILE = (
    st.text(
        st.sampled_from("\x1b[]PX^_\\\x07\x9b\x9d0;31mHJ?h \n\t\r\x00\x7fa中\u202e\ud800\u2028"), max_size=30
    )
    | st.text()
)


@examples(200)
@given(_HOSTILE)
def test_printable_leaves_no_control_whatever_comes(text: str) -> None:
    shown = printable(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode("utf-8")
    assert printable(shown) == shown
    assert len(one_line(text).splitlines()) <= 1
    problem = Problem(Position("f", 1, 1), "schema.enum-near", {"found": text, "near": text})
    for language in LANGUAGES:
        for part in say_problem(problem, language):
            assert part is not None
            assert len(part.splitlines()) == 1


def test_values_are_never_templates() -> None:
    assert say("schema.const", "en", {"expected": "{found}", "found": "{0.__class__}"}) == (
        "expected '{found}', found '{0.__class__}'"
    )


def test_named_values_are_said_in_the_language_of_the_sentence() -> None:
    values = {"expected": Named("type.string", "type.object"), "found": Named("type.array").as_data()}
    assert (
        say("schema.type", "en", values) == "expected text or a mapping of 'key: value' lines, found a list"
    )
    assert say("schema.type", "zh-CN", values) == "应为文本 或 键值对（key: value），实际为列表"


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "C", "LC_MESSAGES": "zh_TW"}, "zh-CN"),
        ("en", {"LANG": "zh_CN.UTF-8"}, "en"),
        ("fr", {"LANG": ""}, "en"),
    ],
)
def test_pick_language(asked: str | None, environment: dict[str, str], language: str) -> None:
    assert pick_language(asked, environment) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_an_id_that_goes_on_for_pages_only_the_beginning_is_said_also_among_choices(language: str) -> None:
    endless = "x" * 100_000
    values = {"kind": Named("person.title"), "id": endless, "choices": (endless, "short")}
    message, advice = say_problem(
        Problem(Position("c.yaml", 1, 1), "reference.dangling", values=values), language
    )
    assert len(f"{message} {advice}") < 6000
    assert "short" in f"{message} {advice}"


def test_a_report_tells_its_customer_no_command_of_ours() -> None:
    # report.other-version and its like are told to whoever asks for a report: they are errors, not words of a page.
    codes = [code for code, each in CATALOGUE.items() if code.startswith("report.") and not each.hint_en]
    told = {code: " ".join(CATALOGUE[code].text(language) for language in LANGUAGES) for code in codes}
    assert [code for code, text in told.items() if re.search(r"\bfieldops [a-z]", text)] == []
    assert len(told) > 200
