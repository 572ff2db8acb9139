"""Write docs/reference from the schemas and the manual: one page per kind, one for shared forms, one for codes, one for probes.

``--check`` writes nothing and fails when a page is not what it would be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from probe_pages import probes_page
from reader_pages import readers_page

from fieldops.actions.manual import explain, listed_codes
from fieldops.documents.schema import KINDS, in_both, schema_text
from fieldops.messages import CATALOGUE, Text, in_general

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from the schemas; edit those. -->\n"
COMMON: dict[str, Any] = json.loads(schema_text("common.json"))["$defs"]
# Shared forms with properties of their own have a chapter in shared.md.
SHARED = [
    name for name, form in COMMON.items() if isinstance(form.get("properties"), dict) and name != "text"
]


def resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The schema with what its $ref leads to beneath its own keywords."""
    target = schema.get("$ref")
    if target is None:
        return schema
    name = target.rsplit("/", 1)[1]
    # A shared form may refer to another one, which is no definition of the page's own.
    shared = target.startswith("#/$defs/") and name not in root.get("$defs", {})
    if target.startswith("common.json#/$defs/") or shared:
        found, steps = COMMON, target.partition("#/$defs/")[2]
    else:
        found, steps = root, target.removeprefix("#/")
    for step in steps.split("/"):
        found = found[step]
    return {**resolved(found, root), **{key: value for key, value in schema.items() if key != "$ref"}}


def shared_name(schema: dict[str, Any], root: dict[str, Any]) -> str | None:
    """The shared form that a property is, if it is one."""
    target = str(schema.get("$ref", ""))
    name = target.rsplit("/", 1)[-1]
    inside = target.startswith("common.json") or (
        target.startswith("#/$defs/") and (root.get("$defs") is COMMON or name not in root.get("$defs", {}))
    )
    return name if inside and name in SHARED else None


def form_of(schema: dict[str, Any], root: dict[str, Any]) -> str:
    """What may be written there, in a few words."""
    name = shared_name(schema, root)
    if name:
        return f"[{name}](shared.md#{name.lower()})"
    whole = resolved(schema, root)
    if "enum" in whole:
        return ", ".join(f"`{value}`" for value in whole["enum"])
    if "const" in whole:
        return f"`{whole['const']}`"
    if "x-reference" in whole:
        article = "an" if whole["x-reference"][0] in "AE" else "a"
        return f"id of {article} {whole['x-reference']}"
    if "x-form" in whole:
        return CATALOGUE[f"form.{whole['x-form']}"].en
    if whole.get("type") == ["string", "object"]:
        return "text, or one per language"
    if whole.get("type") == "array":
        return f"list of: {form_of(whole.get('items', {}), root)}"
    limits = [
        f"{word} {whole[key]}"
        for key, word in (("minimum", "at least"), ("maximum", "at most"))
        if key in whole
    ]
    return " ".join([str(whole.get("type", "")), *limits])


def meaning_of(schema: dict[str, Any], root: dict[str, Any]) -> str:
    """Title and description in both languages."""
    whole = resolved(schema, root)
    parts = [in_both(whole[key]) for key in ("title", "description") if key in whole]
    if len(parts) == 2:
        # A description may repeat the title for editors that show only the description.
        parts[1] = Text(parts[1].zh.removeprefix(f"{parts[0].zh}："), parts[1].en)
    english, chinese = (
        ". ".join(part.en.rstrip(".") for part in parts),
        "：".join(part.zh.rstrip("。") for part in parts),
    )
    return f"{english}.<br>{chinese}。"


def rows(schema: dict[str, Any], root: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Table rows of an object's properties, nested ones below their parent."""
    required = schema.get("required", [])
    for name, property in schema.get("properties", {}).items():
        if property is False:
            continue
        whole = resolved(property, root)
        named = whole.get("additionalProperties")
        if isinstance(named, dict):
            yield from entries(f"{prefix}{name}", property, named, "yes" if name in required else "", root)
            continue
        star = "yes" if name in required else ""
        nested = whole["items"] if whole.get("type") == "array" else property
        inner = resolved(nested, root)
        inside = shared_name(nested, root) is None and isinstance(inner.get("properties"), dict)
        inside = inside and whole.get("type") != ["string", "object"] and inner.get("type") == "object"
        again = str(property.get("$ref", "")).startswith("#/properties/")
        form = ("list" if whole.get("type") == "array" else "group") if inside else form_of(property, root)
        if again:
            inside, form = False, f"as `{property['$ref'].rsplit('/', 1)[1]}` of the contract"
        yield row(f"{prefix}{name}", form, star, meaning_of(property, root))
        if inside:
            yield from rows(inner, root, f"{prefix}{name}{'[]' if whole.get('type') == 'array' else ''}.")


def row(name: str, form: str, required: str, meaning: str) -> str:
    """A row of the table."""
    cells = (f"`{name}`", form, required, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def entries(
    name: str, property: dict[str, Any], entry: dict[str, Any], required: str, root: dict[str, Any]
) -> Iterator[str]:
    """Rows of a group whose keys are the author's to choose, with what stands below each."""
    inner = resolved(entry, root)
    nested = isinstance(inner.get("properties"), dict) and inner.get("type") == "object"
    form = "group" if nested else form_of(entry, root)
    yield row(name, f"{form}, by name", required, meaning_of(property, root))
    if nested:
        yield from rows(inner, root, f"{name}.NAME.")


def table(schema: dict[str, Any], root: dict[str, Any]) -> str:
    """The table of an object's properties."""
    head = "| property | what may stand there | required | meaning |\n|---|---|---|---|\n"
    return head + "\n".join(rows(schema, root)) + "\n"


def kind_page(kind: str) -> str:
    """The page of one kind."""
    schema = json.loads(schema_text(KINDS[kind]))
    about = in_both(schema["description"])
    return f"{MADE}# {kind}\n\n{about.en}\n{about.zh}\n\n{table(schema, schema)}"


def shared_page() -> str:
    """The page of forms that several kinds share."""
    root = {"$defs": COMMON}
    text = f"{MADE}# Shared forms\n"
    for name in SHARED:
        about = in_both(COMMON[name].get("description", COMMON[name]["title"]))
        text += f"\n## {name}\n\n{about.en}\n{about.zh}\n\n{table(COMMON[name], root)}"
    return text


def codes_page() -> str:
    """The page of every code that `validate` can say; of those without an entry in the manual the hint says all."""
    text = f"{MADE}# Codes\n\nWhat `fieldops validate` says, why, and a wrong and a right example: the same as `fieldops explain CODE`.\n"
    for code in listed_codes():
        entry, sentence = explain(code), CATALOGUE[code]
        source = f"\nServes: {entry.source}.\n" if entry.source else ""
        text += f"\n## {code}\n\n{in_general(sentence.en)}\n{sentence.zh}\n"
        if not entry.bad:
            hint = [in_general(each) for each in (sentence.advice("en"), sentence.advice("zh-CN")) if each]
            text += "\n" + "\n".join(hint) + "\n" if hint else ""
            continue
        text += f"\n{entry.why.en}\n{entry.why.zh}\n{source}"
        text += f"\nWrong:\n\n```yaml\n{entry.bad.rstrip()}\n```\n\nRight:\n\n```yaml\n{entry.good.rstrip()}\n```\n"
    return text


def pages() -> dict[str, str]:
    """Every page by file name."""
    made = {f"{Path(file).stem}.md": kind_page(kind) for kind, file in KINDS.items()}
    index = "\n".join(
        f"- [{kind}]({Path(file).stem}.md): {in_both(json.loads(schema_text(file))['description']).en}"
        for kind, file in KINDS.items()
    )
    made["README.md"] = (
        f"{MADE}# Reference\n\n{index}\n- [Shared forms](shared.md)\n- [Codes](codes.md)\n- [Probes](probes.md): what runs for each check, why, and what it needs.\n- [Readers](readers.md): the parsers that are built in, what text each takes and which fields it gives.\n"
    )
    return {
        **made,
        "shared.md": shared_page(),
        "codes.md": codes_page(),
        "probes.md": probes_page(),
        "readers.md": readers_page(),
    }


def main() -> int:
    """Write the pages, or with --check say which are not current."""
    wanted = pages()
    present = {file.name for file in FOLDER.glob("*.md")}
    stale = sorted(
        {
            name
            for name, text in wanted.items()
            if name not in present or (FOLDER / name).read_text("utf-8") != text
        }
        | (present - wanted.keys())
    )
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is not current; run: python tools/reference.py")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in present - wanted.keys():
        (FOLDER / name).unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
