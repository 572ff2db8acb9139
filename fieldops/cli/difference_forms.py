"""The forms of `fieldops contract diff`: text for a terminal, Markdown for a merge request, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from fieldops.actions.differences import Comparison, Unread
from fieldops.actions.sides import Compared
from fieldops.cli.json_forms import clause_data
from fieldops.diff import (
    DATES,
    Clause,
    Difference,
    document_heading,
    is_provisional,
    section_heading,
)
from fieldops.errors import Named
from fieldops.messages import Text, hint, say, say_value
from fieldops.reports.markdown import escaped
from fieldops.structs import replaced

# So many bullets are shown before the rest is folded away.
_SHOWN = 12
_DUE = {
    "diff.due.appear": "diff.cell.appear",
    "diff.due.vanish": "diff.cell.vanish",
    "diff.due.move": "diff.cell.move",
    "diff.day.appear": "diff.cell.appear",
    "diff.day.vanish": "diff.cell.vanish",
    "diff.day.move": "diff.cell.move",
}


def _worse_first(comparison: Comparison, worse: bool) -> Iterator[Compared]:
    """Each contract and shared document with what is less for the customer, or with all else; only where there is some.

    The worst of one document stands before everything that is said of others.
    """
    for one in (*comparison.contracts, *comparison.shared):
        part = tuple(each for each in one.differences if (each.effect == "worse") is worse)
        if part:
            yield replaced(one, differences=part)


# --- text ------------------------------------------------------------------------------------------------


def text_lines(comparison: Comparison, language: str) -> Iterator[str]:
    """What is less for the customer, whatever document it is in, then what could not be compared, then all else.

    One heading per document, one per section, one line per difference with its place in the newer file. What is only
    in the older revision is shown with its place there.
    """
    for one in _worse_first(comparison, True):
        yield from _document_lines(one, comparison, language)
    if comparison.unread:
        yield say("diff.heading.unread", language)
        for file in comparison.unread:
            yield f"  - {_unread(file, comparison, language)[0]}"
        yield ""
    for one in _worse_first(comparison, False):
        yield from _document_lines(one, comparison, language)
    if _provisional(comparison):
        yield say("diff.provisional-note", language)


def _document_lines(one: Compared, comparison: Comparison, language: str) -> Iterator[str]:
    yield _heading(one, language)
    if one.kind != "Contract":
        yield f"  {_affects(one, language)}"
    for section, found in _sections(one, language):
        yield f"  {section}"
        for each in found:
            yield f"    - {_sentence(each, language)}  [{_place(each, comparison, language)}]"
    yield ""


def _provisional(comparison: Comparison) -> bool:
    """Whether a day is shown that may still move."""
    return any(
        is_provisional(tuple(each.values.values()))
        for one in comparison.contracts
        for each in one.differences
    )


def _heading(one: Compared, language: str) -> str:
    return _said(document_heading(one.kind, one.id, one.title), language)


def _affects(one: Compared, language: str) -> str:
    if not one.affects:
        return say("diff.affects-none", language)
    return say("diff.affects", language, {"contracts": one.affects})


def _sections(one: Compared, language: str) -> Iterator[tuple[str, list[Difference]]]:
    """What stands below one heading; what is less for the customer below headings that say so."""
    grouped = groupby(one.differences, key=lambda each: (each.group, each.effect == "worse"))
    for (group, worse), found in grouped:
        yield _said(section_heading(group, worse), language), list(found)


def _sentence(difference: Difference, language: str) -> str:
    return say(difference.code, language, difference.values)


def _place(difference: Difference, comparison: Comparison, language: str) -> str:
    clause = difference.after or difference.before
    assert clause is not None  # a difference is written on one side at least
    values: dict[str, object] = {"path": clause.document.path, "line": clause.position.line}
    if difference.after is not None or comparison.today:
        return say("diff.place", language, values)
    return say("diff.place-old", language, {**values, "revision": comparison.old})


def _said(value: object, language: str) -> str:
    """A value as the catalogue shows it inside a sentence, on one line."""
    return say_value(value, language)


def _unread(file: Unread, comparison: Comparison, language: str) -> tuple[str, str | None]:
    revision = comparison.old if file.old else comparison.new
    code = "diff.invalid.before" if file.old else "diff.invalid.after"
    values = {"path": file.path, "count": file.mistakes, "revision": revision or Named("diff.working-tree")}
    return say(code, language, values), hint(code, language, values)


# --- Markdown --------------------------------------------------------------------------------------------


def as_markdown(comparison: Comparison, language: str) -> str:
    """A comment for a merge request, in the order of `text_lines`; nothing that is less for the customer is folded away.

    Users' texts are escaped: none becomes markup, a mention or a link.
    """
    lines = [f"## {escaped(_title(comparison, language))}", ""]
    if not comparison.found:
        lines += [escaped(say("diff.none", language)), ""]
    for one in _worse_first(comparison, True):
        lines += _document(one, language, fold=False)
    if comparison.unread:
        lines += [f"### {escaped(say('diff.heading.unread', language))}", ""]
        lines += [f"- {escaped(_unread(file, comparison, language)[0])}" for file in comparison.unread]
        lines.append("")
    for one in _worse_first(comparison, False):
        lines += _document(one, language, fold=True)
    if _provisional(comparison):
        lines.append(escaped(say("diff.provisional-note", language)))
    return "\n".join(lines)


def _document(one: Compared, language: str, fold: bool) -> list[str]:
    affects = [] if one.kind == "Contract" else [escaped(_affects(one, language)), ""]
    heading = f"### {escaped(_heading(one, language))}"
    return [heading, "", *affects, *_bullets(one, language, fold), *_due_table(one, language)]


def _title(comparison: Comparison, language: str) -> str:
    code = "diff.title-working-tree" if comparison.new is None else "diff.title"
    code = "diff.title-contracts" if comparison.today else code
    return say(code, language, {"old": comparison.old, "new": comparison.new})


def _bullets(one: Compared, language: str, fold: bool) -> list[str]:
    bullets = [
        f"- **{escaped(section)}**: {escaped(_sentence(each, language))}"
        for section, found in _sections(one, language)
        for each in found
        if each.code not in _DUE and each.group.section != DATES
    ]
    if len(bullets) <= _SHOWN or not fold:
        return [*bullets, ""] if bullets else []
    # What matters most to a customer comes first (fieldops.diff.difference); the rest is there to unfold.
    first, rest = bullets[: _SHOWN // 2], bullets[_SHOWN // 2 :]
    summary = escaped(say("diff.details", language, {"count": len(rest)}))
    return [*first, "", "<details>", f"<summary>{summary}</summary>", "", *rest, "", "</details>", ""]


def _due_table(one: Compared, language: str) -> list[str]:
    due = [each for each in one.differences if each.code in _DUE]
    notes = [escaped(_sentence(each, language)) for each in one.differences if each.group.section == DATES]
    if not due:
        return [*notes, ""] if notes else []
    titles = ("diff.column.what", "diff.column.change", "diff.column.days")
    rows = [
        [
            _said(each.values["what"], language),
            _change(each, language),
            _said(each.values["days"], language),
        ]
        for each in due
    ]
    head = [_row([say(code, language) for code in titles]), "| --- | --- | --- |"]
    caption = f"**{escaped(say('diff.heading.effects', language))}**"
    return [caption, "", *head, *(_row(row) for row in rows), "", *notes, *([""] if notes else [])]


def _change(difference: Difference, language: str) -> str:
    change = say(_DUE[difference.code], language)
    count = difference.values.get("count")
    return say("diff.cell.counted", language, {"change": change, "count": count}) if count else change


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


# --- JSON ------------------------------------------------------------------------------------------------


def comparison_data(comparison: Comparison, language: str) -> dict[str, object]:
    """The comparison as JSON (public interface); `new` is null for the working tree."""
    return {
        "old": comparison.old,
        "new": comparison.new,
        "contracts": [_compared_data(each, language) for each in comparison.contracts],
        "shared": [_compared_data(each, language) for each in comparison.shared],
        "not_compared": [_unread_data(file, comparison, language) for file in comparison.unread],
    }


def _compared_data(one: Compared, language: str) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "title": {"zh-CN": one.title.zh, "en": one.title.en},
        "affects": list(one.affects),
        "differences": [_difference_data(each, language) for each in one.differences],
    }


def _difference_data(difference: Difference, language: str) -> dict[str, object]:
    return {
        "code": difference.code,
        "section": difference.group.section,
        "amendment": difference.group.amendment,
        "since": difference.group.since,
        "until": difference.group.until,
        "effect": difference.effect,
        "message": _sentence(difference, language),
        "values": _data(dict(difference.values)),
        "old": difference.old,
        "new": difference.new,
        "before": _place_data(difference.before),
        "after": _place_data(difference.after),
    }


def _place_data(clause: Clause | None) -> dict[str, object] | None:
    if clause is None:
        return None
    document = clause.document
    return clause_data((document.kind, document.id, clause.path), clause.position)


def _unread_data(file: Unread, comparison: Comparison, language: str) -> dict[str, object]:
    message, advice = _unread(file, comparison, language)
    side = "old" if file.old else "new"
    return {"path": file.path, "side": side, "mistakes": file.mistakes, "message": message, "hint": advice}


def _data(value: object) -> object:
    """Values of sentences as plain data: nested words by their codes, texts by language."""
    if isinstance(value, Named):
        return {"codes": list(value.codes), "values": _data(dict(value.values))}
    if isinstance(value, Text):
        return {"zh-CN": value.zh, "en": value.en}
    if isinstance(value, dict):
        return {name: _data(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_data(each) for each in value]
    return value
