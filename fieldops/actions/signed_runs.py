"""Many recorded runs with how far each is signed: for `run list`, and for what the schedule says was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

from fieldops.actions.registers import registers
from fieldops.actions.settings import open_store, store_path
from fieldops.records.log import run_stream
from fieldops.records.reading import RunList, RunLister
from fieldops.records.run_events import RunOutline
from fieldops.records.signing_states import Standing, signing_states
from fieldops.records.verification import insist
from fieldops.structs import Struct


class SignedRuns(Struct, frozen=True):
    """The recorded runs, and by run how far each inspection is signed and confirmed; health checks are not signed."""

    listed: RunList
    states: Mapping[str, Standing]


def signed_runs(root: Path) -> SignedRuns:
    """All recorded runs of the workspace, newest first. Raises Broken when the chain is."""
    if not store_path(root).exists():
        return SignedRuns(RunList([], {}), {})
    with closing(open_store(root)) as log:
        lister = RunLister()
        insist(log, lister.take)
        begun = lister.begun()
        states = signing_states(log, begun, registers(root))
    return SignedRuns(lister.listed(), {begun[stream].run: state for stream, state in states.items()})


def states_of(root: Path, begun: Iterable[RunOutline]) -> dict[str, Standing]:
    """How far these inspections are signed, by run; of a store whose chain has been followed."""
    asked = {run_stream(each.run): each for each in begun}
    if not asked:
        return {}
    with closing(open_store(root)) as log:
        states = signing_states(log, asked, registers(root))
    return {asked[stream].run: state for stream, state in states.items()}
