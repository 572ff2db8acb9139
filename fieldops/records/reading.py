"""Runs and visits read out of a log: which events are asked for, and through which codec. What they tell is `runs`, `visits`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fieldops.records.codecs import decode, outline
from fieldops.records.events import (
    ConsentGiven,
    HostFinished,
    ObligationDone,
    Outline,
    RunFinished,
    RunStarted,
    VisitMissed,
)
from fieldops.records.log import Log, run_stream
from fieldops.records.runs import Run, RunSummary, run_of, summaries_of

_OF_VISITS = (RunStarted, HostFinished, RunFinished, ObligationDone, ConsentGiven, VisitMissed)


def read_run(log: Log, id: str) -> Run | None:
    """The run with that id, or None. Only its own events are read, each checked against the chain.

    Raises Broken when one was changed, FieldopsError for a run that this fieldops cannot read.
    """
    events = log.read(run_stream(id))
    if not events:
        return None
    told = (decode(event.type, event.version, event.body, log.blob) for event in events)
    return run_of(told, head=events[-1].link)


def list_runs(log: Log) -> list[RunSummary]:
    """All runs, newest first. Those that a newer fieldops recorded are left out."""
    types = (RunStarted.TYPE, RunFinished.TYPE)
    return summaries_of((stream, told) for _, stream, told in _outlines(log, 0, types))


def visit_outlines(log: Log, after: int = 0) -> Iterator[tuple[int, str, Outline]]:
    """What the events behind the position `after` tell about visits, for `fieldops.records.visits`."""
    return _outlines(log, after, [event.TYPE for event in _OF_VISITS])


def _outlines(log: Log, after: int, types: Collection[str]) -> Iterator[tuple[int, str, Outline]]:
    for event in log.since(after, types):
        yield event.position, event.stream, outline(event.type, event.version, event.body)
