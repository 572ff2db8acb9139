"""Trying a probe: on recorded output, or on one host of a contract. Nothing is recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldops.actions.agreements import readable
from fieldops.actions.host_jobs import SILENT_SECONDS, Reach, host_jobs, ways_opened
from fieldops.actions.locks import alone_here
from fieldops.actions.needed import VISITS, need_agreement
from fieldops.actions.runner import heard_from
from fieldops.actions.runs import read_visits
from fieldops.actions.settings import lock_file
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.logins import LoginOptions
from fieldops.contracts.model import Asset, Instance
from fieldops.dates.instants import elapsed
from fieldops.documents.choices import nearest
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.errors import InvalidDocuments, Problem, Refused, Severity, Unreachable, UsageError, by_place
from fieldops.inspection.binding import fits
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.instances import read_instance, with_instances
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import denied_by
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Reading, Session, read_output
from fieldops.inspection.rules import check_rules
from fieldops.records.run_events import RunKind
from fieldops.schedule.admission import admission
from fieldops.schedule.standing import Ledger
from fieldops.sla.moments import in_zone
from fieldops.structs import Struct
from fieldops.transport.credentials import Ask
from fieldops.transport.registry import TRANSPORTS, Transports
from fieldops.transport.target import Limits

Now = Callable[[], datetime]


class Where(Struct, frozen=True):
    """Which host a probe is tried on: an asset by id; its contract, where more than one has an asset of that id; `logins`: how."""

    host: str
    contract: str | None = None
    seconds: float = 60
    logins: LoginOptions = LoginOptions()


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a probe: what it printed (None: nothing came), the facts in it, why the host did not answer.

    `asked`: when, in seconds since 1970 by our clock, or as somebody says of output that is given; None: nobody knows.
    """

    output: RawOutput | None
    reading: Reading
    failure: Unreachable | None = None
    asked: int | None = None


def need_probe(folder: Path, name: str) -> Probe:
    """The probe in the file `name`, which may lie anywhere; else the workspace's own or shipped one with that id.

    Raises InvalidDocuments for one with mistakes, UsageError for a file that holds no probe, and for an unknown id.
    """
    file = Path(name)
    if file.is_file() or file.suffix:
        document, workspace = _in_file(folder, file)
    else:
        workspace = load_workspace(folder, judged=False)
        document = workspace.judge(workspace.need("Probe", name))
    own = [each for each in workspace.problems if each.position.path == document.path]
    _stop_on_errors([*own, *(check_rules(workspace, document) if document.valid else ())])
    return probe_of(document)


def _in_file(folder: Path, file: Path) -> tuple[Document, Workspace]:
    if not file.is_file():
        raise UsageError("workspace.no-such-path", path=str(file))
    workspace = Workspace(folder)
    workspace.add(file)
    found = next(workspace.of_kind("Probe"), None)
    if found is None:
        _stop_on_errors(workspace.problems)
        raise UsageError("probe.none-in-file", path=str(file))
    return found, workspace


def _stop_on_errors(problems: Sequence[Problem]) -> None:
    if errors := [each for each in problems if each.severity is Severity.ERROR]:
        raise InvalidDocuments(by_place(errors))


def parse_output(probe: Probe, printed: bytes, asked: int | None = None) -> Tried:
    """The facts in what the probe printed on its standard output when all went well.

    `asked` is when, in seconds since 1970; without it what only a clock tells (`until`) is unknown.
    """
    cut = len(printed) > probe.cap
    output = RawOutput(
        probe.id, printed[: probe.cap], exit_code=probe.exit_codes[0], why=ProbeEnd.OK, cut=cut
    )
    session = None if asked is None else Session(asked, asked)
    return Tried(output, read_output(probe, output, session), asked=asked)


def try_probe(
    root: Path, probe: Probe, where: Where, now: Now, ask: Ask, transports: Transports = TRANSPORTS
) -> Tried:
    """Run the probe on one host, as an inspection would, and record nothing.

    Raises UsageError for a host that is not known or that more than one contract has; InvalidDocuments; and Refused where
    the contract does not allow a session now, for its denied commands, or while somebody else inspects: nobody can
    override that here, for it would have to be recorded.
    """
    workspace = load_workspace(root, judged=False)
    agreement, asset = _host(workspace, where, now())
    with alone_here(lock_file(root, agreement.id)) as held:
        if held is None:
            raise Refused("inspect.busy", contract=agreement.id)
        limits = _allowed(root, agreement, probe, where, now())
        document = workspace.need("Contract", agreement.id)
        day = in_zone(now(), agreement.zone).date()
        contract = agreement.terms_on(day).contract
        reach = Reach(root, workspace, document, contract, ask, transports, day, where.logins)
        _insist_on_fit(probe, asset)
        instances = _instances(probe, asset)
        (job,) = host_jobs(reach, [asset], limits, None, lambda host: instances)
        cancelled = threading.Event()
        probes = list(with_instances([probe], instances)) if instances else [probe]
        with ways_opened([job], limits, cancelled):
            began = now()
            outputs, failure = heard_from(job, probes, began, cancelled)
        session = Session(began.timestamp(), now().timestamp())
    output = outputs.get(probes[-1].id)
    reading = read_output(probe, output, session)
    if instances:
        reading = read_instance(probe, instances[0], outputs, session)
    return Tried(output, reading, failure if output is None else None, round(session.ended))


def _instances(probe: Probe, asset: Asset) -> tuple[Instance, ...]:
    """The instance that a probe is tried on: the first of its kind."""
    of = asset.host.instances if asset.host is not None else ()
    return tuple(each for each in of if each.kind == probe.platform)[:1]


def _insist_on_fit(probe: Probe, asset: Asset) -> None:
    """Raise UsageError where the host is of another kind than the probe is for."""
    assert asset.host is not None  # only those are looked for
    if not fits(probe.platform, asset):
        values = {
            "probe": probe.id,
            "platform": probe.platform,
            "host": asset.id,
            "found": asset.host.platform,
        }
        raise UsageError("probe.other-host", **values)


def _allowed(root: Path, agreement: Agreement, probe: Probe, where: Where, moment: datetime) -> Limits:
    """The limits of a session that begins now. Raises Refused."""
    here = in_zone(moment, agreement.zone)
    denied = agreement.terms_on(here.date()).contract.access.denied_commands
    if command := denied_by(probe, denied):
        raise Refused("probe.denied", contract=agreement.id, probe=probe.id, command=command)
    asked = admission(Ledger(agreement, read_visits(root)), RunKind.HEALTH_CHECK, (), (), here)
    if asked.refusals:
        raise asked.refusals[0]
    left = elapsed(moment, asked.until).total_seconds() if asked.until is not None else where.seconds
    return Limits(total=min(where.seconds, left), silence=probe.timeout + SILENT_SECONDS)


def _host(workspace: Workspace, where: Where, moment: datetime) -> tuple[Agreement, Asset]:
    """The asset and its contract, by the terms in force. Raises UsageError, InvalidDocuments."""
    if where.contract is not None:
        agreements: tuple[Agreement, ...] = (need_agreement(workspace, where.contract, VISITS),)
    else:
        found = readable(workspace, VISITS)
        agreements = found.agreements
    hosts = {
        (agreement.id, asset.id): (agreement, asset)
        for agreement in agreements
        for asset in agreement.terms_on(in_zone(moment, agreement.zone).date()).contract.assets
        if asset.host is not None
    }
    fitting = [contract for contract, asset in hosts if asset == where.host]
    if len(fitting) == 1:
        return hosts[fitting[0], where.host]
    if fitting:
        raise UsageError("probe.several-contracts", host=where.host, choices=", ".join(fitting))
    if where.contract is None:
        for left in found.left_out:
            # It may be one of those that nobody can read.
            if left.mistakes is not None:
                raise left.mistakes
    choices = nearest(where.host, sorted({asset for _, asset in hosts}))
    raise UsageError("probe.no-such-host", host=where.host, choices=choices)
