"""Every broken file of tests/data/broken gives exactly the problems it names; together they name every code.

How such a file is written: tests/data/broken/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import again
from effort import calls

from fieldops.actions.manual import listed_codes
from fieldops.actions.validation import Validation, validate
from fieldops.documents.yaml_text import MAX_BYTES
from fieldops.errors import Problem, Severity
from fieldops.messages import CATALOGUE, LANGUAGES, say_problem
from fieldops.rules import accepted

FOLDER = Path(__file__).parent / "data" / "broken"
BASE = FOLDER / "base"
CASES = sorted(FOLDER.glob("*.yaml"))
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
EXPECTED = re.compile(r"# expect: ([a-z.-]+) (\d+):(\d+)\n")
_LARGE = 20_000
OTHER_DOCUMENT = re.compile(r"(?m)^#--- (\S+)\n")

Found = list[tuple[str, int, int]]


@dataclass(frozen=True)
class Case:
    """A broken file taken apart: what it expects, and its documents by path."""

    expected: Found
    documents: Mapping[str, str]


def case_of(file: Path) -> Case:
    """Each document keeps the line numbers it has in the file: empty lines stand for what is before it."""
    text = file.read_bytes().decode("utf-8")
    expected = [(code, int(line), int(column)) for code, line, column in EXPECTED.findall(text)]
    first, *others = OTHER_DOCUMENT.split(text)
    documents = {"contracts/case.yaml": first} if re.search(r"(?m)^[^#\n]", first) else {}
    before = first.count("\n")
    for path, body in zip(others[::2], others[1::2], strict=True):
        before += 1
        documents[path] = "\n" * before + body
        before += body.count("\n")
    return Case(sorted(expected), documents)


def judged(root: Path, documents: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """The problems of the base with these documents; each can be said, and the work grew no faster than the text."""
    for file in BASE.rglob("*.yaml"):
        put(root, file.relative_to(BASE).as_posix(), file.read_bytes())
    for path, text in documents.items():
        put(root, path, text if isinstance(text, bytes) else text.encode())
    size = sum(map(len, documents.values()))
    result: list[Validation] = []
    # To count the calls takes longer than to call: of all large ones, and of one small one in six.
    if size > _LARGE or size % 6 == 0:
        assert calls(lambda: result.append(validate(root, now=NOW))) < 500_000 + 10 * size
    else:
        result.append(validate(root, now=NOW))
    problems = result[0].problems
    for problem in problems:
        # What is not there is called by a word of the reader's language.
        assert not (problem.code == "reference.dangling" and isinstance(problem.values["kind"], str)), problem
        for language in LANGUAGES:
            for part in say_problem(problem, language):
                assert part is None or (part and not re.search(r"\{[a-z_]*\}", part)), (problem, part)
    return problems


def put(root: Path, path: str, raw: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(raw)


def places(problems: tuple[Problem, ...]) -> Found:
    return sorted((each.code, each.position.line, each.position.column) for each in problems)


def test_the_base_itself_is_right(tmp_path: Path) -> None:
    assert judged(tmp_path, {}) == ()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_exactly_the_expected_problems_are_found(file: Path, tmp_path: Path) -> None:
    case = case_of(file)
    assert case.expected
    problems = judged(tmp_path, case.documents)
    assert places(problems) == case.expected
    # Every warning can be accepted (the schema lists the codes), but those about what is accepted.
    warned = {each.code for each in problems if each.severity is Severity.WARNING}
    assert {code for code in warned if not code.startswith("accepts.")} <= accepted.codes()
    # Line numbers count through the case file, so they also tell the document.
    for problem in problems:
        text = case.documents[problem.position.path]
        assert text.split("\n")[problem.position.line - 1].strip() or problem.code.startswith("yaml.")


# --- what no text file can hold ----------------------------------------------------------------------------

HEAD = "apiVersion: fieldops/v1\nkind: Contract\nid: acme\n"
HEADED = (
    f"{HEAD}customer: {{name: 客户}}\nvendor: {{name: 服务方}}\nteam: team\nlanguage: zh-CN\ntime_zone: Asia/Shanghai\n"
    "term: {start: 2026-01-01, end: 2026-12-31}\n"
)
BINARY: dict[str, tuple[bytes, Found]] = {
    "empty": (b"", [("yaml.empty", 1, 1)]),
    "only-comments": ("# 稍后填写\n".encode(), [("yaml.empty", 1, 1)]),
    "gbk": (f"{HEAD}title: 合同\n".encode("gb18030"), [("yaml.not-utf8", 4, 8)]),
    "utf-16": (f"{HEAD}title: 合同\n".encode("utf-16"), [("yaml.other-encoding", 1, 1)]),
    "cut-in-a-character": (f"{HEAD}title: 合同".encode()[:-1], [("yaml.not-utf8", 4, 9)]),
    "nul": (f"{HEAD}title: a\x00b\n".encode(), [("yaml.control-character", 4, 9)]),
    "turned-text": (f"{HEADED}title: \u202e同合\n".encode(), [("yaml.invisible-character", 10, 8)]),
    "no-break-space": (f"{HEADED}title:\u00a0合同\n".encode(), [("yaml.odd-space", 10, 7)]),
    "git-lfs": (
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        [("yaml.lfs-pointer", 1, 1)],
    ),
    "git-lfs-by-its-old-name": (
        b"version https://hawser.github.com/spec/v1\r\noid sha256:00\r\nsize 1\r\n",
        [("yaml.lfs-pointer", 1, 1)],
    ),
    "git-annex": (b"/annex/objects/SHA256E-s1--00.yaml\n", [("yaml.other-file", 1, 1)]),
    "git-crypt": (b"\x00GITCRYPT\x00" + bytes(range(40)), [("yaml.other-file", 1, 1)]),
    "ansible-vault": (b"$ANSIBLE_VAULT;1.1;AES256\n62\n", [("yaml.other-file", 1, 1)]),
    "pgp": (b"-----BEGIN PGP MESSAGE-----\n\nhQ\n", [("yaml.other-file", 1, 1)]),
    "gzip": (b"\x1f\x8b\x08\x00\x00", [("yaml.other-file", 1, 1)]),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", [("yaml.other-file", 1, 1)]),
    "rar": (b"Rar!\x1a\x07\x01\x00", [("yaml.other-file", 1, 1)]),
    "patch": (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n", [("yaml.other-file", 1, 1)]),
    "zeros-after-a-crash": (bytes(300), [("yaml.other-file", 1, 1)]),
    "web-page": (b"<!DOCTYPE html>\n<html>\n", [("yaml.other-file", 1, 1)]),
    "web-page-below-blanks": ("\ufeff\n\n  <html lang=zh>\n".encode(), [("yaml.other-file", 1, 1)]),
    "merge-conflict-indented": (
        f"{HEADED}title: 合同\n  <<<<<<< HEAD\n  一\n  =======\n  二\n  >>>>>>> renewal\n".encode(),
        [("yaml.merge-conflict", 11, 1)],
    ),
    "line-ends-of-the-old-mac": (HEAD.replace("\n", "\r").encode(), [("yaml.carriage-returns", 1, 24)]),
    "program": (b"\x7fELF\x02\x01\x01\x00", [("yaml.control-character", 1, 1)]),
    "too-large": (b"# " + b"x" * MAX_BYTES, [("yaml.too-large", 1, 1)]),
    "too-deep": (f"{HEAD}title: {'[' * 39}1{']' * 39}\n".encode(), [("yaml.too-deep", 4, 47)]),
    "too-deep-and-endless": (f"{HEAD}title: {'[' * 500_000}".encode(), [("yaml.too-deep", 4, 47)]),
    "too-many": (f"{HEAD}scope: [{'1,' * 199_990}]\n".encode(), [("yaml.too-many", 4, 399_987)]),
    "sixty-thousand-mistakes": (
        b"kind: Settings\napiVersion: fieldops/v1\n"
        + b"".join(b"x%d: 1\n" % number for number in range(60_000)),
        [("document.many-mistakes", 1003, 1), *(("schema.unknown-key", line, 1) for line in range(3, 1003))],
    ),
    "unclosed-quote": (f"{HEAD}title: '合同\n".encode(), [("yaml.unclosed-quote", 4, 8)]),
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=again if name == "sixty-thousand-mistakes" else ()) for name in BINARY]
)
def test_files_that_are_no_text(name: str, tmp_path: Path) -> None:
    raw, expected = BINARY[name]
    assert places(judged(tmp_path, {"contracts/case.yaml": raw})) == expected


def test_a_link_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("kind: Team\n")
    (tmp_path / "w" / "contracts").mkdir(parents=True)
    (tmp_path / "w" / "contracts" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert places(judged(tmp_path / "w", {})) == [("document.symlink", 1, 1)]


# --- together ------------------------------------------------------------------------------------------------

# Said where no file of a workspace can show it: a file that even root cannot read (test_workspace.py), keywords and
# patterns of a schema for which there is no sentence (none of the schemas has one), files that nothing reads
# (test_passed_over.py), files of pinned keys (test_pin_files.py), what a revision had (test_packaged.py), and what is not
# checked out (test_checkouts.py).
SHOWN_ELSEWHERE = {
    "document.unreadable",
    "schema.other",
    "document.name-not-read",
    "document.file-not-read",
    "document.folder-not-read",
    "document.now-packaged",
    "document.sparse-checkout",
    "document.submodule-not-there",
    "workspace.contracts-lost",
    "pins.line-not-read",
    "pins.orphaned",
    "pins.orphaned-for",
}


def test_every_code_of_validation_has_a_broken_file() -> None:
    shown = {code for file in CASES for code, _, _ in case_of(file).expected}
    shown |= {code for _, found in BINARY.values() for code, _, _ in found} | {"document.symlink"}
    assert sorted(set(listed_codes()) - shown - SHOWN_ELSEWHERE) == []
    assert shown <= set(CATALOGUE)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 120
