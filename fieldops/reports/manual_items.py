"""The manual items of a run in words: where each was looked at, what was found, by whom; and what nobody has filled in. Pure."""

from __future__ import annotations

from fieldops.messages import edition_of
from fieldops.records.answers import ManualAnswered
from fieldops.records.manual import owed_of, place_name
from fieldops.records.runs import Run
from fieldops.reports.view import ManualRow, ManualView
from fieldops.reports.wording import NOTHING, Wording, clean


def is_place(id: str, run: Run) -> bool:
    """Whether it is where people look and no host of the run: a site, the visit as a whole, equipment without a host."""
    return id not in run.host_ids


def place_text(id: str, run: Run, wording: Wording) -> str:
    """What readers call a host, or another place where people look."""
    if not is_place(id, run):
        return clean(id)
    places = (place for item in run.playbook.manual for place in item.places if place.id == id)
    return clean(next((place_name(place, wording.language) for place in places), id))


def manual_view(run: Run, number: str, wording: Wording) -> ManualView | None:
    """All manual items with their answers; None where the run has none."""
    owed = owed_of(run)
    if not owed:
        return None
    last = {(each.place, each.result.id): each for each in run.answers}
    results = {(place.host, check.id): check for place in run.manual for check in place.checks}
    rows = []
    for each in owed:
        result, answer = results[each.spot], last.get(each.spot)
        item = result.items[0] if result.items else None
        value, _ = wording.judged(item.value, item.unit, item.reason) if item is not None else (NOTHING, "")
        rows.append(
            ManualRow(
                place=place_text(each.place.id, run, wording),
                item=wording.text(each.check.title),
                verdict=wording.verdict(result.verdict),
                found=value if answer is not None else wording.say("manual-open"),
                note=_note(answer, wording),
                by=_by(answer, wording),
            )
        )
    words = tuple(
        wording.say(f"manual-{name}") for name in ("place", "item", "result", "found", "note", "by")
    )
    filled = sum(each.spot in last for each in owed)
    note = wording.say("manual-filled", filled=filled, owed=len(owed))
    return ManualView(number, wording.say("manual-items"), note, words, tuple(rows))


def unfilled(run: Run, wording: Wording) -> list[str]:
    """The manual items that nobody filled in, each with its place."""
    filled = {(each.place, each.result.id) for each in run.answers}
    return [
        wording.say(
            "at-place", what=wording.text(each.check.title), place=place_text(each.place.id, run, wording)
        )
        for each in owed_of(run)
        if each.spot not in filled
    ]


def _note(answer: ManualAnswered | None, wording: Wording) -> str:
    if answer is None:
        return ""
    photos = wording.say("manual-photos", n=len(answer.photos)) if answer.photos else ""
    return wording.sentences(
        each for each in (clean(edition_of(answer.note, wording.language)), photos) if each
    )


def _by(answer: ManualAnswered | None, wording: Wording) -> str:
    if answer is None:
        return ""
    return f"{wording.text(answer.by.name)} {wording.time(answer.at)[:16]}"
