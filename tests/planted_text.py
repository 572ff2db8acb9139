"""Mistakes that make a text no YAML, or leave characters in it that nobody sees: one function for each kind."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from mutations import Example
from planting_places import Planted, Value, in_flow, line_at, planted, replaced, some_value, values

Kind = Callable[[Example, random.Random], Planted | None]

_BLOCK_KEY = re.compile(r"(?m)^( *(?:- )?)([a-z_]+):( .*)?$")


def _somewhere(pattern: str, text: str, chance: random.Random) -> re.Match[str] | None:
    every = [each for each in re.finditer(pattern, text) if not _in_comment(text, each.start())]
    return chance.choice(every) if every else None


def _in_comment(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.lstrip().startswith("#") or " #" in line


def _in_block_text(text: str, at: int) -> bool:
    """Whether the place is inside of a text that goes over lines (| or >)."""
    lines = text[:at].split("\n")
    depth = len(lines[-1]) - len(lines[-1].lstrip()) if lines[-1].strip() else 10**6
    line = text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
    depth = len(line) - len(line.lstrip())
    for before in reversed(lines[:-1]):
        if before.strip() and len(before) - len(before.lstrip()) < depth:
            if re.search(r"[|>][+-]?\s*(#.*)?$", before):
                return True
            depth = len(before) - len(before.lstrip())
    return False


def unclosed_bracket(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)[\[{][^\[\]{}'\"\n]+([\]}])", text, chance)
    if found is None or _in_block_text(text, found.start()) or _quoted(text, found.start()):
        return None
    at = found.start(1)
    return planted(replaced(text, at, at + 1, ""), {line_at(text, at)}, "yaml.unclosed-bracket")


def _quoted(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count("'") % 2 == 1 or line.count('"') % 2 == 1


def other_bracket(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m): ([\[{])[^\[\]{}'\"\n]+([\]}])\s*$", text, chance)
    if found is None or _in_block_text(text, found.start()):
        return None
    at = found.start(2)
    other = "]" if text[at] == "}" else "}"
    return planted(replaced(text, at, at + 1, other), {line_at(text, at)}, "yaml.bracket-other")


def bracket_too_many(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)[\]}]$", text, chance)
    if found is None or _in_block_text(text, found.start()):
        return None
    return planted(
        replaced(text, found.end(), found.end(), found[0]),
        {line_at(text, found.start())},
        "yaml.bracket-extra",
    )


def unclosed_quote(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)(?<=[\s\[{,])(['\"])[^'\"\n\\]+(\1)", text, chance)
    if found is None or _in_block_text(text, found.start()):
        return None
    at = found.start(2)
    return planted(replaced(text, at, at + 1, ""), {line_at(text, at)}, "yaml.unclosed-quote")


def _key_line(text: str, chance: random.Random, *, parent: bool) -> re.Match[str] | None:
    every = [
        each
        for each in _BLOCK_KEY.finditer(text)
        if bool((each[3] or "").strip()) is not parent and not _in_block_text(text, each.start())
    ]
    if not parent:
        every = [each for each in every if not re.match(r" [|>]", each[3])]
    return chance.choice(every) if every else None


def colon_missing(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _key_line(text, chance, parent=chance.random() < 0.4)
    if found is None:
        return None
    return planted(
        replaced(text, found.end(2), found.end(2) + 1, ""),
        {line_at(text, found.start(2))},
        "yaml.colon-missing",
    )


def space_missing(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _key_line(text, chance, parent=False)
    if found is None:
        return None
    made = replaced(text, found.start(3), found.start(3) + 1, "")
    return planted(made, {line_at(text, found.start(2))}, "yaml.space-after-colon schema.space-after-colon")


def full_width_colon(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _key_line(text, chance, parent=False)
    if found is None:
        return None
    end = found.end(2) + (2 if chance.random() < 0.6 else 1)
    made = replaced(text, found.end(2), end, "：")
    return planted(made, {line_at(text, found.start(2))}, "yaml.full-width schema.full-width-colon")


def _flow_comma(text: str, chance: random.Random) -> re.Match[str] | None:
    found = _somewhere(r"(?<=[\w'\"\]}])(, )(?=[a-z_]+: )", text, chance)
    ok = found and not _in_block_text(text, found.start()) and not _quoted(text, found.start())
    return found if ok and found and in_flow(text, found.start()) else None


def full_width_comma(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _flow_comma(text, chance)
    if found is None:
        return None
    sign = chance.choice("，，，、；")
    return planted(
        replaced(text, found.start(), found.end(), sign), {line_at(text, found.start())}, "yaml.full-width"
    )


def comma_missing(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _flow_comma(text, chance)
    if found is None:
        return None
    return planted(
        replaced(text, found.start(), found.end(), " "), {line_at(text, found.start())}, "yaml.comma-missing"
    )


def comma_twice(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _flow_comma(text, chance)
    if found is None:
        return None
    instead = chance.choice((",, ", ", , "))
    return planted(
        replaced(text, found.start(), found.end(), instead),
        {line_at(text, found.start())},
        "yaml.comma-twice",
    )


def comma_behind(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)[\]}]$", text, chance)
    if (
        found is None
        or _in_block_text(text, found.start())
        or "\n" in text[_opening(text, found.start()) : found.start()]
    ):
        return None
    sign = chance.choice("，,；、。")
    return planted(
        replaced(text, found.end(), found.end(), sign), {line_at(text, found.start())}, "yaml.behind"
    )


def _opening(text: str, at: int) -> int:
    depth = 0
    for where in range(at, -1, -1):
        depth += (text[where] in "]}") - (text[where] in "[{")
        if depth == 0:
            return where
    return 0


def tab(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)^( +)(?=[a-z_]+: |- )", text, chance)
    if found is None or _in_block_text(text, found.end()):
        return None
    return planted(
        replaced(text, found.start(1), found.end(1), "\t" * (len(found[1]) // 2)),
        {line_at(text, found.start())},
        "yaml.tab",
    )


def _shifted(one: Example, chance: random.Random, by: int) -> Planted | None:
    text = one.raw.decode()
    lines = text.split("\n")
    fitting = [
        at
        for at in range(1, len(lines) - 1)
        if re.match(r" *[a-z_]+: \S", lines[at])
        and re.match(r" *(- )?[a-z_]+:( |$)", lines[at - 1])
        and _column(lines[at]) == _column(lines[at - 1])
        and not _in_block_text(text, sum(len(line) + 1 for line in lines[:at]))
        and (by > 0 or _column(lines[at]) >= 3)
    ]
    if not fitting:
        return None
    at = chance.choice(fitting)
    lines[at] = " " * by + lines[at] if by > 0 else lines[at][-by:]
    return planted("\n".join(lines), {at + 1}, "yaml.indentation")


def _column(line: str) -> int:
    found = re.match(r" *(?:- )?", line)
    return found.end() if found else 0


def deeper(one: Example, chance: random.Random) -> Planted | None:
    made = _shifted(one, chance, chance.choice((1, 2)))
    if made is None:
        return None
    above = made.text.split("\n")[min(made.lines) - 2]
    # Below a key without a value or a quoted one it is another mistake.
    return made if re.search(r": [^|>{\['\"]", above) else None


def less_deep(one: Example, chance: random.Random) -> Planted | None:
    return _shifted(one, chance, -1)


def _with(one: Example, at: int, sign: str, codes: str, end: int | None = None) -> Planted:
    text = one.raw.decode()
    return planted(replaced(text, at, at if end is None else end, sign), {line_at(text, at)}, codes)


def _written(one: Example, value: Value, wrong: str, codes: str, meant: str) -> Planted:
    """Another value in the place of `value`: as it was written wrongly, and as it was meant (as YAML)."""
    text = one.raw.decode()
    made = replaced(text, value.start, value.end, wrong)
    return planted(made, {value.line}, codes, meant=replaced(text, value.start, value.end, meant))


def strange_indentation(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)^( +)(?=[a-z_]+: |- )", text, chance)
    if found is None or _in_block_text(text, found.end()):
        return None
    sign = chance.choice("\u00a0\u3000\u2003")
    return _with(one, found.start(1), sign * len(found[1]), "yaml.odd-space", found.end(1))


def strange_behind_colon(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _key_line(text, chance, parent=False)
    return found and _with(
        one, found.start(3), chance.choice("\u00a0\u3000"), "yaml.odd-space", found.start(3) + 1
    )


def unseen_in_value(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.data, str) or len(value.data) < 2:
        return None
    at = value.start + chance.randint(1, len(value.data))
    sign = chance.choice("\u200b\u200e\u00ad\u2060\ufeff")
    return _with(one, at, sign, "yaml.invisible-character")


def unseen_in_key(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.where[-1], str):
        return None
    at = value.key + chance.randint(0, len(value.field))
    return _with(one, at, chance.choice("\u200b\u200f\u00ad"), "yaml.invisible-character")


def odd_space_in_id(one: Example, chance: random.Random) -> Planted | None:
    fitting = [
        each
        for each in values(one)
        if each.plain
        and each.field in ("id", "serial", "number", "phone", "email")
        and len(str(each.data)) > 2
    ]
    if not fitting:
        return None
    value = chance.choice(fitting)
    at = value.start + chance.randint(1, len(str(value.data)))
    return _with(one, at, chance.choice("\u00a0\u3000"), "yaml.odd-space")


def merge(one: Example, chance: random.Random) -> Planted | None:
    lines = one.raw.decode().split("\n")
    at = chance.randrange(1, len(lines) - 1)
    ours = lines[at]
    lines[at : at + 1] = ["<<<<<<< HEAD", ours, "=======", ours + " x", ">>>>>>> branch"]
    return planted("\n".join(lines), {at + 1}, "yaml.merge-conflict")


def template(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    return value and _with(one, value.start, "{{ " + value.field + " }}", "yaml.template", value.end)


def windows_path(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance, plain=False)
    path = chance.choice((r"C:\data\new", r"D:\合同\a", r"C:\Users\x", r"\\server\share", r"D:\backup"))
    codes = "yaml.backslash yaml.escaped-control"
    return value and _written(one, value, f'"{path}"', codes, f"'{path}'")


def quote_in_quotes(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.data, str):
        return None
    wrong, meant = chance.choice(
        (
            ("'archive's workshop'", "'archive''s workshop'"),
            ('"so called "fast" mode"', "'so called \"fast\" mode'"),
        )
    )
    return _written(one, value, wrong, "yaml.quote-in-quotes", meant)


def behind_quotes(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.data, str) or in_flow(one.raw.decode(), value.start):
        return None
    wrong, meant = chance.choice((('"合同" 副本', "'\"合同\" 副本'"), ("'A' and B", "'''A'' and B'")))
    return _written(one, value, wrong, "yaml.text-behind-quotes", meant)


def reserved(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.data, str):
        return None
    wrong = chance.choice(("@acme", "`x`", "%5", "* 3", "> 80%"))
    return _written(one, value, wrong, "yaml.reserved-character yaml.bullet", f"'{wrong}'")


def star_in_list(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"\[[a-z0-9-]+(?:, [a-z0-9-]+)*\]", text, chance)
    if found is None or _in_block_text(text, found.start()) or _quoted(text, found.start()):
        return None
    made, meant = (replaced(text, found.start(), found.end(), each) for each in ("[*]", "['*']"))
    return planted(made, {line_at(text, found.start())}, "yaml.reserved-character", meant=meant)


def dash_without_space(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)^( *)- (?=[{a-z\[])", text, chance)
    if found is None or _in_block_text(text, found.start(0)):
        return None
    return _with(one, found.end(1), "-", "yaml.space-after-dash schema.type", found.end())


def bullet(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)^( *)- (?=[a-z]+: )", text, chance)
    if found is None or _in_block_text(text, found.start(0)):
        return None
    return _with(
        one,
        found.end(1),
        chance.choice(("• ", "· ", "* ", "– ", "－ ", "1. ", "2、", "（1）")),
        "yaml.bullet",
        found.end(),
    )


def _line_between(one: Example, chance: random.Random, line: str, codes: str) -> Planted | None:
    lines = one.raw.decode().split("\n")
    fitting = [
        at
        for at in range(1, len(lines))
        if re.match(r"[a-z_]+: ", lines[at]) and not re.search(r"[|>][+-]?$", lines[at - 1])
    ]
    if not fitting:
        return None
    at = chance.choice(fitting)
    lines.insert(at, line)
    return planted("\n".join(lines), {at + 1}, codes)


def foreign_comment(one: Example, chance: random.Random) -> Planted | None:
    return _line_between(
        one,
        chance,
        chance.choice(("// 待核对", "/* check this */", "; see above", "<!-- todo -->", "＃ 备注")),
        "yaml.comment",
    )


def divider(one: Example, chance: random.Random) -> Planted | None:
    return _line_between(
        one, chance, chance.choice(("=====", "-----", "*****", "———————", "==========")), "yaml.divider"
    )


def second_document(one: Example, chance: random.Random) -> Planted | None:
    return _line_between(one, chance, "---", "yaml.second-document")


def end_of_document(one: Example, chance: random.Random) -> Planted | None:
    return _line_between(one, chance, "...", "yaml.second-document yaml.document-end")


def colon_in_text(one: Example, chance: random.Random) -> Planted | None:
    value = some_value(one, chance)
    if value is None or not isinstance(value.data, str):
        return None
    if isinstance(value.where[-1], int):
        return None
    wrong = chance.choice(("合同 part one: the servers", "A: B", "see note: x"))
    return _written(one, value, wrong, "yaml.colon-in-text", f"'{wrong}'")


def other_encoding(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    name = chance.choice(("utf-16", "utf-16-le", "gb18030"))
    raw = text.encode(name)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        first = raw[: error.start].count(b"\n") + 1
    else:
        first = 1
    return planted("", {1 if name != "gb18030" else first}, "yaml.other-encoding yaml.not-utf8", raw=raw)


def lfs(one: Example, chance: random.Random) -> Planted | None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n"
    return planted(pointer, {1}, "yaml.lfs-pointer")


def hash_behind_quotes(one: Example, chance: random.Random) -> Planted | None:
    text = one.raw.decode()
    found = _somewhere(r"(?m)[\]}'\"]$", text, chance)
    if found is None or _in_block_text(text, found.start()):
        return None
    return _with(one, found.end(), "#旧", "yaml.comment-behind-quotes")


TEXT_KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        unclosed_bracket, other_bracket, bracket_too_many, unclosed_quote, colon_missing, space_missing, full_width_colon,
        full_width_comma, comma_missing, comma_twice, comma_behind, tab, deeper, less_deep, strange_indentation,
        strange_behind_colon, unseen_in_value, unseen_in_key, odd_space_in_id, merge, template, windows_path, quote_in_quotes,
        behind_quotes, reserved, star_in_list, dash_without_space, bullet, foreign_comment, divider, second_document,
        end_of_document, colon_in_text, other_encoding, lfs, hash_behind_quotes,
    )
}  # fmt: skip
