"""Files of answers to manual items: the empty form of a run, as YAML to be filled in anywhere, and reading one that is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from fieldops.actions.filling_in import Given, meant
from fieldops.documents.appending import entry_text
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.errors import (
    FieldopsError,
    InvalidDocuments,
    Named,
    Position,
    Problem,
    Unanswerable,
    system_error,
)
from fieldops.messages import say
from fieldops.records.manual import Owed, answers, owed_of, read_answer
from fieldops.records.runs import Run
from fieldops.structs import Struct

_LARGEST = 1 << 20
_KEYS = ("run", "engineer", "answers")
_OF_ANSWER = ("item", "place", "answer", "note", "photos")


class InvalidForm(InvalidDocuments):
    """A form has mistakes, listed in ``problems`` (exit 1); nothing of it was recorded."""

    def __init__(self, problems: list[Problem]) -> None:
        FieldopsError.__init__(self, "manual.form-invalid", count=len(problems))
        self.problems = problems


class AnswerFile(Struct, frozen=True):
    """What stands in a file of answers; `engineer` is None where it names nobody."""

    engineer: str | None
    given: tuple[Given, ...]


def form_text(run: Run, language: str) -> str:
    """The empty form of a run: every item with what to look at and what can be answered; what is filled in already stands there."""
    lines = [f"# {say('manual.form.head', language, {'run': run.id})}"]
    lines += [f"run: {entry_text(run.id)}", f"engineer:   # {' | '.join(run.engineers)}", "answers:"]
    last = {(each.place, each.result.id): each for each in run.answers}
    for owed in owed_of(run):
        lines += ["", *_heading(owed, language), f"  - item: {owed.item.id}"]
        if len(owed.item.places) > 1 or owed.place.id != "@":
            lines.append(f"    place: {entry_text(owed.place.id.removeprefix('@'))}")
        known = last.get(owed.spot)
        value = known.result.items[0].value if known is not None else None
        lines.append(f"    answer: {entry_text(str(value))}" if value is not None else "    answer:")
        lines.append(
            f"    note: {entry_text(known.note)}" if known is not None and known.note else "    note:"
        )
        if owed.item.photo is not None:
            lines.append("    photos: []")
    return "\n".join(lines) + "\n"


def _heading(owed: Owed, language: str) -> Iterator[str]:
    texts = [f"{owed.name(language)}: {owed.check.title.say(language)}", owed.item.look.say(language)]
    texts.append(say("manual.standard", language, {"standard": owed.check.standard.say(language)}))
    texts.append(choices_text(owed, language))
    if owed.item.form == "choice":
        texts += [f"  {each.id}: {each.title.say(language)}" for each in owed.item.choices]
    return (f"  # {' '.join(text.split())}" for text in texts)


def choices_text(owed: Owed, language: str) -> str:
    """What can be answered to an item."""
    told: str | Named
    if owed.item.form == "number":
        told = say("manual.form.number", language, {"unit": owed.item.unit})
    elif owed.item.form == "text":
        told = say("manual.form.text", language, {})
    else:
        told = answers(owed.item)
    return say("manual.form.answers", language, {"choices": told})


def read_answers(file: Path, run: Run) -> AnswerFile:
    """The answers in a file; photos lie beside it. An entry without answer is none.

    Raises FieldopsError for a file that cannot be read, InvalidForm with each mistake and its place.
    """
    try:
        with file.open("rb") as opened:
            raw = opened.read(_LARGEST)
    except OSError as error:
        raise FieldopsError("file.not-readable", path=str(file), detail=system_error(error)) from error
    node, problems = read_yaml(raw, str(file))
    if node is None or problems:
        raise InvalidForm(problems)
    reading = _Reading(file, node, owed_of(run))
    found = reading.read(run.id)
    if reading.problems:
        raise InvalidForm(reading.problems)
    return found


class _Reading:
    """One file of answers while it is read; what is wrong with it gathers in `problems`."""

    def __init__(self, file: Path, node: Node, owed: Sequence[Owed]) -> None:
        self.problems: list[Problem] = []
        self._file, self._node, self._owed = file, node, owed

    def read(self, run: str) -> AnswerFile:
        data: Any = self._node.data
        if not isinstance(data, dict) or "run" not in data or "answers" not in data:
            self._wrong((), "manual.form-not-a-mapping")
            return AnswerFile(None, ())
        self._known((), data, _KEYS)
        if str(data["run"]) != run:
            self._wrong(("run",), "manual.form-other-run", found=str(data["run"]), run=run)
        engineer = data.get("engineer")
        listed = data["answers"]
        if not isinstance(listed, list):
            self._value(("answers",), "answers", "list")
            listed = []
        given = [each for at, entry in enumerate(listed) for each in self._entry(at, entry)]
        return AnswerFile(str(engineer) if engineer is not None else None, tuple(given))

    def _entry(self, at: int, entry: Any) -> Iterator[Given]:
        here = ("answers", at)
        if not isinstance(entry, dict) or "item" not in entry:
            self._value(here, "answers", "mapping")
            return
        self._known(here, entry, _OF_ANSWER)
        texts = {key: self._text(here, entry, key) for key in ("item", "place", "answer", "note")}
        photos = entry.get("photos") or []
        if not isinstance(photos, list):
            self._value((*here, "photos"), "photos", "list")
            photos = []
        item, answer = texts["item"] or "", texts["answer"]
        try:
            owed = meant(self._owed, item, texts["place"])
        except Unanswerable as error:
            key = "item" if error.code == "manual.unknown-item" else "place"
            self._wrong((*here, key if key in entry else "item"), error.code, **error.values)
            return
        if answer is None:
            if texts["note"] or photos:
                self._wrong((*here, "item"), "manual.without-answer", item=item)
            return
        try:
            read_answer(owed, answer, texts["note"] or "")
        except Unanswerable as error:
            self._wrong((*here, "answer"), error.code, **error.values)
        files = tuple(self._file.parent / str(each) for each in photos)
        yield Given(item, answer, texts["place"], texts["note"] or "", files)

    def _known(self, here: tuple[str | int, ...], data: dict[str, Any], keys: Sequence[str]) -> None:
        for key in data:
            if key not in keys:
                place = self._node.at(here).keys.get(key, self._node.at(here).place)
                values = {"key": key, "choices": ", ".join(keys)}
                self.problems.append(Problem(Position(str(self._file), *place), "manual.form-key", values))

    def _text(self, here: tuple[str | int, ...], entry: dict[str, Any], key: str) -> str | None:
        """A text or number as it was written, None where there is none."""
        value = entry.get(key)
        if isinstance(value, dict | list | bool):
            self._value((*here, key), key, "text")
            return None
        return None if value is None or not str(value).strip() else str(value)

    def _value(self, here: tuple[str | int, ...], key: str, wanted: str) -> None:
        self._wrong(here, "manual.form-value", key=key, wanted=Named(f"manual.wanted.{wanted}"))

    def _wrong(self, here: tuple[str | int, ...], code: str, **values: object) -> None:
        position = Position(str(self._file), *self._node.at(here).place)
        self.problems.append(Problem(position, code, values))
