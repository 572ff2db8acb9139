"""Sentences about a contract's own times: what it does to each time that holds that an override is new, changed or gone.

Lives here: which time holds before and after, for each case. Does not live here: what an override replaces
(`contracts.promised`), how a level's own milestones are compared (times).
"""

from __future__ import annotations

from collections.abc import Iterator

from fieldops.contracts.model import Milestone, Override
from fieldops.contracts.promised import Promised, holding_for
from fieldops.contracts.wording import duration, word
from fieldops.diff.changes import Change
from fieldops.diff.difference import Effect, Said, said
from fieldops.diff.scene import Scene
from fieldops.diff.times import later, time_said, which, within_said
from fieldops.errors import Named

# A time of one case before and after, None where none is promised.
_Pair = tuple[Milestone | None, Milestone | None]


def own_times(change: Change, scene: Scene) -> list[Said]:
    """A sentence for each case in which another time holds by a change of an override; none for any other change."""
    old, new = (change.old, change.new) if change.entry else change.owners
    of_time = change.entry or change.field in ("within", "clock")
    if change.reordered or not of_time or not isinstance(new or old, Override):
        return []
    before, after = scene.held_before, scene.held_after
    pairs: list[_Pair] = [
        (_of_case(each.time, before), each.time) for each in after if _says(each, new, scene.new_times)
    ]
    if new is None:
        pairs = [
            (each.time, _of_case(each.time, after)) for each in before if _says(each, old, scene.old_times)
        ]
    return [told for pair in pairs for told in _compared(pair, scene)]


def _says(time: Promised, override: object, among: tuple[Override, ...]) -> bool:
    return time.own and among[time.index] == override


def _of_case(case: Milestone, times: tuple[Promised, ...]) -> Milestone | None:
    """What of these times holds for the severity, the condition and the people of that one."""
    asked = [e for e in times if (e.time.request, e.time.milestone) == (case.request, case.milestone)]
    holding = [each.time for each in holding_for(case.severity, asked)]
    exact = (each for each in holding if (each.when, each.by) == (case.when, case.by))
    return next(exact, next((each for each in holding if each.when in (case.when, None)), None))


def _compared(pair: _Pair, scene: Scene) -> Iterator[Said]:
    was, now = pair
    one = now or was
    assert one is not None
    values = which(one, scene)
    if was is None or now is None or was.within is None or now.within is None:
        lost = now is None or (was is not None and was.within is not None)
        timed = was if lost else now
        if timed is not None and timed.within is not None:
            clock = word(timed.clock, "clock")
            code = "diff.time.dropped" if lost else "diff.time.added"
            yield said(code, **values, time=time_said(timed), clock=clock)
        return
    yield from _slower_or_faster(was, now, values)
    if was.at_the_latest is not None and now.at_the_latest is None:
        yield said("diff.time.limit-dropped", **values, old=duration(was.at_the_latest))


def _slower_or_faster(was: Milestone, now: Milestone, values: dict[str, object]) -> Iterator[Said]:
    old, new = str(was.within), str(now.within)
    if was.clock == now.clock:
        if (told := within_said(values, old, new)) is not None:
            yield told
        return
    # Service hours stand still at night: a day of them is never sooner.
    stiller = 1 if now.clock != "always" else -1
    both = {"old": _counted(was), "new": _counted(now)}
    effect: Effect = "other"
    if (by := later(old, new)) is not None and by * stiller >= 0:
        effect = "worse" if stiller > 0 else "better"
    yield Said("diff.time.changed", {**values, **both}, effect)


def _counted(time: Milestone) -> Named:
    """The time with the clock that counts it."""
    values = {"time": duration(str(time.within)), "clock": word(time.clock, "clock")}
    return Named("diff.time.counted", **values)
