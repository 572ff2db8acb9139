"""Filling in the manual items of a recorded run, before somebody concludes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.handed_in import read_photo
from fieldops.actions.opened_runs import OpenedRun, engineer_of, local_time, open_run
from fieldops.actions.runs import Wanted, present_store
from fieldops.errors import Named, Refused, Unanswerable, UsageError
from fieldops.inspection.checks import FINDINGS, CheckResult
from fieldops.records.answers import ManualAnswered, Photo
from fieldops.records.codecs import encode
from fieldops.records.manual import Owed, owed_of, read_answer
from fieldops.records.runs import Run
from fieldops.structs import Struct


class Given(Struct, frozen=True):
    """An answer as somebody gave it: to which item, at which place (id or name; None where there is one only), in which words."""

    item: str
    answer: str
    place: str | None = None
    note: str = ""
    photos: tuple[Path, ...] = ()


class Filled(Struct, frozen=True):
    """The run with the answers, which of them are `new`, and those that lack a photo that is wanted."""

    run: Run
    new: int
    without_photo: tuple[Owed, ...]


def owed_in(root: Path, wanted: Wanted) -> Run:
    """A run whose manual items can be filled in. Raises Refused where it has none or was concluded."""
    with closing(present_store(root)) as log:
        return _fillable(open_run(log, wanted))


def fill_in(
    root: Path, wanted: Wanted, engineer: str | None, given: Sequence[Given], now: datetime
) -> Filled:
    """Record answers, all of them or none. What stands on record in the same words already is not recorded again.

    Raises Refused for a run that was concluded and for somebody who did not inspect, UsageError and Unanswerable for what
    is no answer, FieldopsError for a photo that cannot be read, Conflict where somebody else wrote meanwhile.
    """
    with closing(present_store(root)) as log:
        opened = open_run(log, wanted)
        run = _fillable(opened)
        if engineer is None:
            raise UsageError("manual.who", choices=", ".join(run.engineers))
        person, at = engineer_of(run, engineer), local_time(now, run.contract.time_zone)
        last = {(each.place, each.result.id): each for each in run.answers}
        new, blobs, lacking = [], [], []
        for each, owed in zip(given, _meant(run, given), strict=True):
            pictures = [read_photo(file) for file in each.photos]
            photos = tuple(_photo(owed, at, *one) for at, one in enumerate(pictures, 1))
            result = read_answer(owed, each.answer, each.note)
            event = ManualAnswered(run.id, owed.place.id, result, person, at, each.note.strip(), photos)
            if _wants_photo(owed, result) and not photos:
                lacking.append(owed)
            if not _is_same(last.get((owed.place.id, owed.item.id)), event):
                new.append(event)
                blobs += [raw for raw, _ in pictures]
        if new:
            log.append(opened.stream, [encode(each) for each in new], len(opened.events), blobs)
        told = open_run(log, Wanted(run.id)).run
    return Filled(told, len(new), tuple(lacking))


def _fillable(opened: OpenedRun) -> Run:
    run = opened.run
    if opened.conclusion is not None:
        raise Refused("manual.concluded", run=run.id)
    if not run.playbook.manual:
        raise Refused("manual.none-owed", run=run.id)
    return run


def _meant(run: Run, given: Iterable[Given]) -> list[Owed]:
    """What each answer is meant for. Raises UsageError; two answers to the same contradict each other."""
    owed = owed_of(run)
    found = [meant(owed, each.item, each.place) for each in given]
    spots = [each.spot for each in found]
    for each in found:
        if spots.count(each.spot) > 1:
            raise UsageError("manual.twice", item=each.item.id)
    return found


def meant(owed: Sequence[Owed], item: str, place: str | None) -> Owed:
    """The item that is meant by an id and a place, by id or name. Raises UsageError."""
    of_item = [each for each in owed if each.item.id == item.strip()]
    if not of_item:
        choices = ", ".join(dict.fromkeys(each.item.id for each in owed))
        raise UsageError("manual.unknown-item", item=item, choices=choices)
    names = tuple(each.place.id.removeprefix("@") or Named("manual.whole-visit") for each in of_item)
    if place is None:
        if len(of_item) > 1:
            raise UsageError("manual.which-place", item=item, choices=names)
        return of_item[0]
    found = [each for each in of_item if place.strip() in _names(each)]
    if len(found) != 1:
        raise UsageError("manual.unknown-place", item=item, place=place, choices=names)
    return found[0]


def _names(owed: Owed) -> set[str]:
    return {owed.place.id, owed.place.id.removeprefix("@"), *(owed.name(each) for each in ("zh-CN", "en"))}


def _photo(owed: Owed, number: int, raw: bytes, ending: str) -> Photo:
    return Photo(f"{owed.item.id}-{number}.{ending}", hashlib.sha256(raw).hexdigest(), len(raw))


def _wants_photo(owed: Owed, result: CheckResult) -> bool:
    return owed.item.photo == "always" or (owed.item.photo == "not-ok" and result.verdict in FINDINGS)


def _is_same(one: ManualAnswered | None, other: ManualAnswered) -> bool:
    return one is not None and (one.result, one.note, one.photos) == (other.result, other.note, other.photos)


def try_answer(owed: Owed, answer: str, note: str) -> Unanswerable | None:
    """Why that is no answer; None where it is one."""
    try:
        read_answer(owed, answer, note)
    except Unanswerable as error:
        return error
    return None
