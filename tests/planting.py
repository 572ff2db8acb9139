"""Mistakes planted into the shipped examples, each with what must be said of it: where, which, and what was meant.

``python -m tests.planting --count 3000 --seed 1`` plants that many, counts by kind how many are told at the right line,
with the right cause, once, with a hint in both languages, and whether following the hint gives the meant file; it prints
what went wrong. The test suite plants fewer (test_planting.py). `planted_text` and `planted_values` hold the kinds.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import random

from mutations import Example, examples
from planted_text import TEXT_KINDS
from planted_values import VALUE_KINDS
from planting_places import Planted

from fieldops.documents.judging import check_schema
from fieldops.documents.yaml_text import read_yaml
from fieldops.errors import Named, Problem
from fieldops.messages import LANGUAGES, say_problem

REPOSITORY = Path(__file__).resolve().parent.parent
# What no example says: a workspace's settings, a renewed contract with times of its own.
MORE = REPOSITORY / "tests" / "data" / "planting"
KINDS = {**TEXT_KINDS, **VALUE_KINDS}
# Words of the parser and of the schema library.
ENGLISH = re.compile(
    r"\b(while|expected|did not find|found|scanning|parsing|mapping values|block (end|mapping)|could not|not allowed|token|stream)\b"
)


@dataclass(frozen=True)
class Outcome:
    """What was said of one planted mistake; `wrong` is empty when all is right. `followed`: whether its hint gave the meant file."""

    kind: str
    path: str
    planted: Planted
    wrong: str
    followed: bool | None


def corpus() -> list[Example]:
    """The documents into which mistakes are planted: the shipped examples and those of tests/data/planting."""
    more = []
    for file in sorted(MORE.glob("*.yaml")):
        node, problems = read_yaml(file.read_bytes(), file.name)
        assert node is not None, problems
        more.append(Example(f"tests/data/planting/{file.name}", file.read_bytes(), node.data))
    return [*examples(REPOSITORY), *more]


def found_in(raw: bytes) -> list[Problem]:
    node, problems = read_yaml(raw, "f.yaml")
    return [*problems, *(check_schema(node, "f.yaml")[1] if node is not None else [])]


def plant(among: list[Example], seed: int, number: int) -> tuple[Example, str, Planted]:
    """The mistake of that number: the same each time."""
    chance = random.Random(f"{seed}/{number}")
    names = sorted(KINDS)
    while True:
        kind = names[number % len(names)] if chance.random() < 0.9 else chance.choice(names)
        one = chance.choice(
            [each for each in among if each.kind not in ("Probe", "Playbook") or chance.random() < 0.1]
        )
        planted = KINDS[kind](one, chance)
        if planted is not None and planted.text != one.raw.decode():
            return one, kind, planted


def judge(one: Example, kind: str, planted: Planted) -> Outcome:
    """What is said of the planted mistake, against what must be."""
    raw = planted.raw if planted.raw is not None else planted.text.encode("utf-8", "surrogatepass")
    before = {(each.code, repr(each.values)) for each in found_in(one.raw)}
    new = [each for each in found_in(raw) if (each.code, repr(each.values)) not in before]
    wrong = "; ".join(_wrong(new, planted))
    return Outcome(kind, one.path, planted, wrong, None if wrong else _followed(one, new[0], planted))


def _wrong(new: list[Problem], planted: Planted) -> Iterator[str]:
    if len(new) != 1:
        yield f"{len(new)} problems: " + ", ".join(f"{each.code}@{each.position.line}" for each in new[:4])
        return
    problem = new[0]
    if problem.position.line not in planted.lines:
        yield f"told at line {problem.position.line}, not {sorted(planted.lines)}"
    if problem.code not in planted.codes:
        yield f"called {problem.code}, not {'/'.join(planted.codes)}"
    for language in LANGUAGES:
        message, hint = say_problem(problem, language)
        if not hint:
            yield f"no hint in {language}"
        elif language == "zh-CN" and (english := ENGLISH.search(re.sub(r"[:：].*", "", f"{message} {hint}"))):
            yield f"English in Chinese: {english[0]}"


def _followed(one: Example, problem: Problem, planted: Planted) -> bool | None:
    """Whether the text with the line, or the value, that the hint shows says what the example says; None: it shows none."""
    lines = planted.text.split("\n")
    at = problem.position.line - 1
    shown = problem.values.get("shown", problem.values.get("line"))
    advice = problem.values.get("advice")
    near = problem.values.get("near")
    if isinstance(shown, Named):
        lines[at] = str(shown.values["line"])
    elif isinstance(shown, str):
        lines[at] = shown
    elif isinstance(advice, Named) and "line" in advice.values:
        lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + str(advice.values["line"])
        return _as_meant(one, planted, "\n".join(lines)) if planted.whole_line else None
    elif planted.wrong and (written := _instead(advice, near)):
        column = problem.position.column - 1
        rest = lines[at][column:]
        if not rest.startswith(planted.wrong):
            return None
        lines[at] = lines[at][:column] + written + rest[len(planted.wrong) :]
    else:
        return None
    if "…" in lines[at]:
        return None
    return _as_meant(one, planted, "\n".join(lines))


def _instead(advice: object, near: object) -> str:
    if isinstance(advice, Named):
        return str(advice.values.get("near", advice.values.get("text", "")))
    return str(near or "")


def _as_meant(one: Example, planted: Planted, text: str) -> bool:
    node, problems = read_yaml(text.encode("utf-8", "surrogatepass"), "f.yaml")
    meant = read_yaml(planted.meant.encode(), "f.yaml")[0] if planted.meant else None
    wanted = one.data if meant is None else meant.data
    return node is not None and not problems and _singular(node.data) == _singular(wanted)


def _singular(data: object) -> str:
    """The data as text, one week written in one way: the examples say ``1 weeks``, a hint ``1 week``."""
    return re.sub(r"\b1 (hour|minute|day|week|month|year)s\b", r"1 \1", repr(data))


def main() -> int:
    """Plant mistakes and print what is not told as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind")
    parser.add_argument("--show", type=int, default=60)
    asked = parser.parse_args()
    documents = corpus()
    wrong: Counter[str] = Counter()
    every: Counter[str] = Counter()
    followed: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    shown = 0
    for number in range(asked.count):
        one, kind, planted = plant(documents, asked.seed, number)
        if asked.kind and kind != asked.kind:
            continue
        outcome = judge(one, kind, planted)
        every[kind] += 1
        if outcome.followed is not None:
            tried[kind] += 1
            followed[kind] += outcome.followed
        if outcome.wrong or outcome.followed is False:
            wrong[kind] += bool(outcome.wrong)
            if shown < asked.show:
                shown += 1
                lines = planted.text.split("\n")
                line = min(planted.lines) - 1
                print(
                    f"{number} {kind} {one.path}:{line + 1}: {outcome.wrong or 'hint does not give what was meant'}"
                )
                print("    " + repr("\n".join(lines[max(line - 1, 0) : line + 2]))[:300])
    for kind in sorted(every):
        print(f"{kind:28} {every[kind]:5} wrong {wrong[kind]:4}   followed {followed[kind]} of {tried[kind]}")
    total, bad = sum(every.values()), sum(wrong.values())
    print(
        f"{total} planted, {total - bad} told right ({100 * (total - bad) / max(total, 1):.2f} %); "
        f"{sum(tried.values())} hints followed, {sum(followed.values())} gave the meant file"
    )
    return 0


def outcomes(among: list[Example], seed: int, numbers: range) -> list[Outcome]:
    """What is said of these mistakes."""
    return [judge(*plant(among, seed, number)) for number in numbers]


if __name__ == "__main__":
    raise SystemExit(main())
