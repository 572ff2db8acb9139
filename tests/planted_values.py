"""Mistakes in what a readable file says: keys, words, dates, numbers, lists; one function for each kind."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from mutations import Example
from planting_places import Planted, Value, in_flow, line_at, planted, replaced, says, some_value, values

from fieldops.documents.schema import layers_of
from fieldops.messages import CATALOGUE

Kind = Callable[[Example, random.Random], Planted | None]


def _instead(one: Example, value: Value, wrong: str, codes: str) -> Planted:
    text = one.raw.decode()
    return planted(replaced(text, value.start, value.end, wrong), {value.line}, codes, wrong=wrong)


def _typo(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    return chance.choice(ways)


def misspelt_key(one: Example, chance: random.Random) -> Planted | None:
    fitting = [each for each in values(one) if isinstance(each.where[-1], str) and len(each.field) > 3]
    value = chance.choice(fitting)
    if not _closed(one, value.where[:-1]):
        return None
    wrong = _typo(value.field, chance)
    if wrong == value.field:
        return None
    text = one.raw.decode()
    made = replaced(text, value.key, value.key + len(value.field), wrong)
    return planted(made, {line_at(text, value.key)}, "schema.unknown-key-near", wrong=wrong)


def _closed(one: Example, where: tuple[str | int, ...]) -> bool:
    """Whether the mapping at the place lets in no other keys."""
    return any("properties" in layer for layer in layers_of(one.kind, where)) and not any(
        isinstance(layer.get("additionalProperties"), dict) for layer in layers_of(one.kind, where)
    )


def key_twice(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = list(re.finditer(r"(?m)^[a-z_]+: [^\s\[{|>#].*$", text))
    if not found:
        return None
    line = chance.choice(found)
    made = replaced(text, line.end(), line.end(), "\n" + line[0])
    return planted(made, {line_at(text, line.start()) + 1}, "yaml.duplicate-key")


def other_word(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="enum")
    if value is None or len(str(value.data)) < 5:
        return None
    return _instead(one, value, _typo(str(value.data), chance), "schema.enum-near document.unknown-kind")


def chinese_word(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="enum")
    if value is None:
        return None
    field = next((str(step) for step in reversed(value.where) if isinstance(step, str)), "")
    for code in (f"value.{field}.{value.data}", f"value.{value.data}"):
        if code in CATALOGUE and re.fullmatch("[\u4e00-\u9fff]+", CATALOGUE[code].zh):
            return _instead(one, value, CATALOGUE[code].zh, "schema.enum-near schema.enum")
    return None


def truth(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="type=boolean")
    if value is None:
        return None
    yes = ("yes", "是", "ture", "True", "Y", "on", "对")
    no = ("no", "否", "flase", "False", "N", "off", "不需要")
    return _instead(
        one,
        value,
        chance.choice(yes if value.data is True else no),
        "schema.type schema.const schema.enum-near",
    )


def number(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="type=integer")
    if value is None or not isinstance(value.data, int) or value.data < 0:
        return None
    wrong = [
        f"{value.data}人",
        f"{value.data} 个",
        f"{value.data}次",
        f"{value.data}.0",
        f"'{value.data}'",
        f"{value.data}%",
    ]
    if 0 < value.data < 10:
        wrong.append("零一两三四五六七八九"[value.data] + "名")
    return _instead(one, value, chance.choice(wrong), "schema.type schema.enum-near schema.enum")


def day(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="x-form=date")
    if value is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", str(value.data)):
        return None
    year, month, last = (int(part) for part in str(value.data).split("-"))
    wrong = (
        f"{year}/{month}/{last}",
        f"{year}年{month}月{last}日",
        f"{year}.{month:02}.{last:02}",
        f"{year}年{month}月{last}号",
    )
    return _instead(one, value, chance.choice(wrong), "schema.form")


def duration(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, schema="x-form=service-duration") or some_value(
        one, chance, schema="x-form=period"
    )
    found = re.fullmatch(r"(\d+) ?(m|h|d|wd|months?|years?|days?|weeks?)", str(value.data)) if value else None
    if value is None or found is None:
        return None
    units = {
        "m": "分钟",
        "h": "小时",
        "d": "天",
        "wd": "个工作日",
        "month": "个月",
        "year": "年",
        "day": "天",
        "week": "周",
    }
    return _instead(
        one, value, found[1] + units[found[2].rstrip("s") if len(found[2]) > 2 else found[2]], "schema.form"
    )


def list_as_text(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = list(re.finditer(r"(?m)^( *)([a-z_]+): \[([a-z0-9_-]+(?:, [a-z0-9_-]+)+)\]$", text))
    if not found:
        return None
    line = chance.choice(found)
    words = line[3].split(", ")
    separator = chance.choice(("，", "、", "；", ", ", "; "))
    deep = line[1] + "  "
    written = [
        f"{line[1]}{line[2]}: {separator.join(words)}",
        f"{line[1]}{line[2]}:\n" + "\n".join(f"{deep}-{word}" for word in words),
        f"{line[1]}{line[2]}:\n" + "\n".join(f"{deep}• {word}" for word in words),
        f"{line[1]}{line[2]}:\n" + "\n".join(f"{deep}{at}. {word}" for at, word in enumerate(words, start=1)),
    ]
    made = chance.choice(written)
    first = line_at(text, line.start())
    lines = {first, first + 1}
    return planted(
        replaced(text, line.start(), line.end(), made),
        lines,
        "schema.type yaml.bullet",
        whole_line="\n" not in made,
    )


def left_out(one: Example, chance: random.Random) -> Planted | None:
    """A line with a key that every document of the kind must have."""
    text = one.raw.decode()
    wanted = {name for layer in layers_of(one.kind, ()) for name in layer.get("required", ())} - {
        "kind",
        "apiVersion",
    }
    found = [each for each in re.finditer(r"(?m)^([a-z_]+): [^\s|>].*\n(?! )", text) if each[1] in wanted]
    if not found:
        return None
    line = chance.choice(found)
    return planted(replaced(text, line.start(), line.end(), ""), set(range(1, 10)), "schema.required")


def no_value(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.where[-1], str) or in_flow(one.raw.decode(), value.start):
        return None
    return planted(replaced(one.raw.decode(), value.start, value.end, ""), {value.line}, "schema.empty")


def bad_id(one: Example, chance: random.Random) -> Planted | None:
    fitting = [
        each
        for each in values(one)
        if each.plain and each.field == "id" and says(one, each.where, "x-form=id")
    ]
    fitting = [each for each in fitting if re.fullmatch(r"[a-z][a-z0-9-]+", str(each.data))]
    if not fitting:
        return None
    value = chance.choice(fitting)
    wrong = chance.choice((str(value.data).upper(), str(value.data) + "_", str(value.data).capitalize()))
    return _instead(one, value, wrong, "schema.form")


VALUE_KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        misspelt_key, key_twice, other_word, chinese_word, truth, number, day, duration, list_as_text, left_out, no_value, bad_id,
    )
}  # fmt: skip
