"""Manual items: which are owed, how an answer is read, and how it is judged by what the run recorded of the item. Pure.

The same verdicts as of a check that programs carry out, so that everything that follows a finding follows these, too. Does
not live here: files of answers (`fieldops.actions.answer_files`), and what is asked at a terminal (`fieldops.cli.filling`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from fieldops.errors import Named, Unanswerable
from fieldops.inspection.checks import CheckResult, Item, Judge, Verdict
from fieldops.inspection.criteria import Condition, Value, read_condition
from fieldops.inspection.playbook import Check
from fieldops.inspection.readings import Reason
from fieldops.messages import edition_of, say
from fieldops.messages.text import Text
from fieldops.records.runs import Run
from fieldops.records.snapshots import CheckSnapshot, ChoiceSnapshot, ManualSnapshot, PlaceSnapshot
from fieldops.structs import Struct

_LONGEST = 1000
# What people write for the three answers, in lower case and without full-width letters.
_WORDS: Mapping[str, frozenset[str]] = {
    "ok": frozenset({"合格", "正常", "符合", "ok", "in order", "yes", "pass", "good", "√", "✓", "✔"}),
    "not-ok": frozenset(
        {
            "不合格",
            "异常",
            "不正常",
            "不符合",
            "not ok",
            "not-ok",
            "not as required",
            "no",
            "fail",
            "bad",
            "×",
            "✗",
            "✘",
        }
    ),
    "na": frozenset({"不涉及", "不适用", "无此项", "na", "n/a", "not applicable", "/"}),
}
# What may stand behind a number, in the form that NFKC gives it.
_SUFFIXES: Mapping[str, frozenset[str]] = {
    "C": frozenset({"c", "°c", "度", "摄氏度"}),
    "%": frozenset({"%", "%rh"}),
    "V": frozenset({"v", "伏"}),
    "A": frozenset({"a", "安"}),
    "s": frozenset({"s", "秒"}),
    "count": frozenset({"个", "台", "次"}),
}
_NUMBER = re.compile(r"([+-]?[0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(\S*)", re.ASCII)
_RESULTS = {"ok": Verdict.OK, "warn": Verdict.WARN, "crit": Verdict.CRIT, "na": Verdict.NA}


class Owed(Struct, frozen=True):
    """One item that is to be filled in at one place."""

    item: ManualSnapshot
    check: CheckSnapshot
    place: PlaceSnapshot

    @property
    def spot(self) -> tuple[str, str]:
        """The place and the item, by id."""
        return self.place.id, self.item.id

    def name(self, language: str) -> str:
        """What the place is called."""
        return place_name(self.place, language)


def place_name(place: PlaceSnapshot, language: str) -> str:
    """What a place is called: a site by its name, a host by its id, the visit as a whole in words."""
    if not place.id.startswith("@"):
        return place.id
    return place.name.say(language) if place.name is not None else say("manual.whole-visit", language)


def owed_of(run: Run) -> tuple[Owed, ...]:
    """All that people are to fill in, place by place, in the order of the playbook."""
    checks = {check.id: check for check in run.playbook.checks}
    every = [
        Owed(item, run.playbook.check_on(checks[item.id], place.id), place)
        for item in run.playbook.manual
        for place in item.places
    ]
    places = list(dict.fromkeys(each.place.id for each in every))
    return tuple(sorted(every, key=lambda each: places.index(each.place.id)))


def read_answer(owed: Owed, text: str, note: str = "") -> CheckResult:
    """The result of an answer as somebody wrote it, with what was said with it.

    Raises Unanswerable for a text that is no answer of the item's form, and where nothing is said of what is not in order.
    """
    value, verdict, word = _read(owed, text)
    if verdict in (Verdict.WARN, Verdict.CRIT) and not note.strip():
        raise Unanswerable("manual.without-note", item=owed.item.id)
    return CheckResult(
        owed.item.id, verdict, (Item(None, value, owed.item.unit, verdict, _reason(word, note.strip())),)
    )


def _read(owed: Owed, text: str) -> tuple[Value, Verdict, Text | None]:
    """The value, the verdict, and the word that stands for the value."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match owed.item.form:
        case "number":
            number = _number(owed, plain)
            return number, _judge(owed).verdict_of(number), None
        case "choice":
            choice = next((each for each in _choices(owed.item, plain)), None)
            if choice is None:
                raise _no_answer(owed, text)
            return choice.id, _RESULTS[choice.result], choice.title
        case "text":
            if not text.strip() or len(text) > _LONGEST:
                raise Unanswerable("manual.no-text", item=owed.item.id, longest=_LONGEST)
            return text.strip(), Verdict.INFO, None
    found = next((id for id, words in _WORDS.items() if plain.casefold() in words), None)
    if found is None or (owed.item.choices and found not in (each.id for each in owed.item.choices)):
        raise _no_answer(owed, text)
    faulty = Verdict.WARN if owed.check.otherwise == "warn" else Verdict.CRIT
    return found, {"ok": Verdict.OK, "na": Verdict.NA}.get(found, faulty), judged_word(found)


def judged_word(answer: str) -> Text:
    """The word for "ok", "not-ok" or "na", in both languages."""
    return Text(say(f"manual.answer.{answer}", "zh-CN"), say(f"manual.answer.{answer}", "en"))


def _choices(item: ManualSnapshot, plain: str) -> Iterator[ChoiceSnapshot]:
    """The choices that are meant: by id, by title, or by number."""
    for at, each in enumerate(item.choices, 1):
        names = (each.id, each.title.zh, each.title.en, str(at))
        if plain.casefold() in (unicodedata.normalize("NFKC", name).casefold() for name in names):
            yield each


def _number(owed: Owed, plain: str) -> float:
    found = _NUMBER.fullmatch(plain)
    unit = owed.item.unit or "count"
    if found is None or (found[2] and found[2].casefold() not in _SUFFIXES[unit]):
        raise _no_answer(owed, plain)
    number = float(found[1])
    return int(number) if number.is_integer() else number


def _judge(owed: Owed) -> Judge:
    """The judge of a number, by the criteria that the run recorded."""
    check, units = owed.check, {"value": owed.item.unit}

    def condition(text: str | None) -> Condition | None:
        return None if text is None else read_condition(text, units, "value")

    criteria = Check(
        id=check.id,
        title=check.title,
        area=check.area,
        probe="",
        value="value",
        standard=check.standard,
        otherwise=check.otherwise,
    )
    return Judge(
        criteria, owed.item.unit, condition(check.warn), condition(check.crit), condition(check.expect)
    )


def _no_answer(owed: Owed, text: str) -> Unanswerable:
    return Unanswerable(
        f"manual.no-{owed.item.form}",
        item=owed.item.id,
        text=text,
        unit=owed.item.unit or "",
        choices=answers(owed.item),
    )


def answers(item: ManualSnapshot) -> Named:
    """What can be answered to an item with choices or one that is judged, as somebody may type it."""
    if item.form == "choice":
        told = (
            " | ".join(f"{each.title.say(language)} ({each.id})" for each in item.choices)
            for language in ("zh-CN", "en")
        )
        return Named("reading.word", **dict(zip(("zh", "en"), told, strict=True)))
    return Named("manual.answers.without-na" if item.choices else "manual.answers")


def _reason(word: Text | None, note: str) -> Reason | None:
    """What is said of a value: the word for it, and the note."""
    both = {} if word is None else {"zh": word.say("zh-CN"), "en": word.say("en")}
    if not note:
        return Reason("reading.word", both) if both else None
    told = {"zh": edition_of(note, "zh-CN"), "en": edition_of(note, "en")}
    return Reason("reading.says", {**told, **({"word": both} if both else {})})
