"""The fields of the JSON of every command, as docs/json.md lists them.

Run by itself it writes that page anew: ``python tests/cli/json_fields.py``. The tests hold each answer against the page.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
# Commands that answer in the form of another.
SAME = {"health": "inspect"}
# Objects whose fields are named by what is in them: the values of a sentence, the fields of a probe.
OPEN = re.compile(r"values|reason_values|rows\[\]")
_TYPES = {str: "text", bool: "true or false", int: "number", float: "number", type(None): "null"}
_HEAD = """\
<!-- Made by `python tests/cli/json_fields.py` from what the commands answer; edit that. -->
# JSON, field by field

What each command answers with `-o json`; [its form](command-line.md#json) is explained there. `[]` is each entry of a list. A field is always there, except where it says “in some entries”; `null` where there is nothing to say, and alone where nothing was to say in the examples. What `values` and `reason_values` hold depends on the sentence, what `rows` hold on the probe.
"""


def fields_of(document: Any) -> dict[str, tuple[set[str], bool]]:
    """Each field of an answer by its path: the types that it has, and whether every object that could have it has it."""
    found: dict[str, set[str]] = {}
    holders: dict[str, int] = {}
    counted: dict[str, int] = {}
    for holder, names in _objects(document, ""):
        holders[holder] = holders.get(holder, 0) + 1
        for name, value in names.items():
            path = f"{holder}.{name}".lstrip(".")
            counted[path] = counted.get(path, 0) + 1
            for at, one in _leaf(path, value):
                found.setdefault(at, set()).add(_type(one))
    always = {path: counted.get(path, 0) == holders.get(path.rpartition(".")[0], 0) for path in counted}
    return {path: (types, always.get(path, True)) for path, types in found.items()}


def _type(value: Any) -> str:
    return "list" if isinstance(value, list) else "object" if isinstance(value, dict) else _TYPES[type(value)]


def _leaf(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, list):
        for each in value:
            if not isinstance(each, dict):
                yield from _leaf(f"{path}[]", each)


def _objects(value: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every object of an answer with its path, but for those whose fields have no fixed names."""
    if isinstance(value, dict) and not OPEN.fullmatch(path.rpartition(".")[2]):
        yield path, value
        for name, each in value.items():
            # A reason holds reasons: their form is told once.
            if name != "inner":
                yield from _objects(each, f"{path}.{name}".lstrip("."))
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, f"{path}[]")


def documented() -> dict[str, dict[str, tuple[set[str], bool]]]:
    """Of each command on the page the fields, as `fields_of` has them."""
    pages: dict[str, dict[str, tuple[set[str], bool]]] = {}
    for name, block in re.findall(
        r"^## `([^`]+)`\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.M | re.S
    ):
        rows = (line.split(maxsplit=1) for line in block.splitlines())
        pages[name] = {path: (set(said.split("; ")[0].split(" | ")), "; " not in said) for path, said in rows}
    return pages


def differences(command: str, document: Any) -> list[str]:
    """What an answer has and the page does not say, and what the page promises and the answer lacks."""
    promised = documented()[SAME.get(command, command)]
    found = fields_of(document)
    wrong = [f"{path} is not documented" for path in found if path not in promised]
    for path, (types, always) in promised.items():
        if always and path not in found and _could_be(path, found):
            wrong.append(f"{path} is gone")
        other = found.get(path, (set[str](), True))[0] - types - {"null"}
        if other and types != {"null"}:
            wrong.append(f"{path} is {sorted(other)}, documented as {sorted(types)}")
    return wrong


def _could_be(path: str, found: Mapping[str, object]) -> bool:
    """Whether there is an object that should have the field: a list may be empty, an object null."""
    holder = path.rpartition(".")[0] if not path.endswith("[]") else ""
    return not path.endswith("[]") and (not holder or any(each.startswith(f"{holder}.") for each in found))


def write_page() -> None:
    """Write the page from what the commands answer today."""
    from invocations import WITH_JSON, example_workspace

    found: dict[str, dict[str, tuple[set[str], bool]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        here = example_workspace(Path(folder))
        os.chdir(here.root)
        for command, arguments in WITH_JSON.items():
            answer = json.loads(here.run(*command.split(), *arguments, "-o", "json").out)
            form = found.setdefault(SAME.get(command, command), {})
            for path, (types, always) in fields_of(answer).items():
                before = form.get(path, (set(), True))
                form[path] = (before[0] | types, before[1] and always)
    sections = [_section(command, form) for command, form in sorted(found.items())]
    PAGE.write_text("\n".join([_HEAD, *sections]), "utf-8")


def _section(command: str, form: Mapping[str, tuple[set[str], bool]]) -> str:
    width = max(map(len, form)) + 2
    rows = [
        f"{path:<{width}}{' | '.join(sorted(types, key=lambda each: (each == 'null', each)))}"
        + ("" if always else "; in some entries")
        for path, (types, always) in form.items()
    ]
    as_well = [f"`{other}`" for other, name in SAME.items() if name == command and other != command]
    also = f"So do {', '.join(as_well)}.\n\n" if as_well else ""
    lines = "\n".join(rows)
    return f"## `{command}`\n\n```text\n{lines}\n```\n\n{also}".rstrip() + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    write_page()
