"""What a report says beside its run: how the contract's findings stand, and how long what fills up will last."""

from __future__ import annotations

import warnings
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.findings import recordings
from fieldops.actions.runs import present_store
from fieldops.errors import FieldopsError, Named, Notice
from fieldops.records.history import NOTHING, History, history_of
from fieldops.records.runs import Run


def history_beside(root: Path, run: Run, at: datetime) -> History:
    """The history of a run's contract as of `at`, up to that run.

    The report of a run does not wait for others: what cannot be read is noticed, and nothing is said of it.
    """
    try:
        with closing(present_store(root)) as log:
            (kept,) = recordings(log, run.contract.id, run)
    except FieldopsError as error:
        _notice(run.id, error)
        return NOTHING
    for id, why in kept.unreadable:
        _notice(id, why)
    return history_of(kept.told, run, at)


def _notice(run: str, why: FieldopsError) -> None:
    what = Named(why.code, **why.values)
    warnings.warn(Notice("finding.unreadable-run", run=run, what=what), stacklevel=3)
