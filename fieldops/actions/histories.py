"""What a report says beside its run: how the contract's findings stand, how long what fills up will last, and what is agreed on passwords."""

from __future__ import annotations

import warnings
from contextlib import closing
from datetime import datetime
from pathlib import Path

from fieldops.actions.findings import recordings
from fieldops.actions.registers import agreement_of
from fieldops.actions.runs import present_store
from fieldops.errors import FieldopsError, Named, Notice
from fieldops.records.accounts import PasswordUse, instance_passwords_used, passwords_used
from fieldops.records.history import NOTHING, History, history_of
from fieldops.records.runs import Run
from fieldops.structs import replaced


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
    instances, agreed = _passwords(root, run)
    history = history_of(kept.told, run, at)
    return replaced(history, instance_passwords=instances, reminder_agreed=agreed)


def _passwords(root: Path, run: Run) -> tuple[tuple[PasswordUse, ...], bool]:
    """The passwords of databases that the run used, and whether it is agreed that the customer is reminded of any. E2

    A contract that is not here, or cannot be read, tells of no database and agrees nothing: the reminder of the hosts'
    passwords comes all the same.
    """
    if not passwords_used(run) and not any(
        each.probe.startswith("@") for host in run.hosts for each in host.evidence
    ):
        return (), False
    try:
        agreement = agreement_of(root, run.contract.id)
        access = agreement.terms_on(run.started.date()).contract.access
    except FieldopsError:
        return (), False
    used = instance_passwords_used(run, agreement.assets)
    return used, access is not None and access.rotate_credentials_after_use


def _notice(run: str, why: FieldopsError) -> None:
    what = Named(why.code, **why.values)
    warnings.warn(Notice("finding.unreadable-run", run=run, what=what), stacklevel=3)
