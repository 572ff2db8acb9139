"""The annex of a report: every value, every command that was run, and the evidence that it left. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from fieldops.inspection.checks import tally
from fieldops.records.run_events import Evidence, HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import AssetSnapshot, CheckSnapshot, ProbeSnapshot
from fieldops.reports.annex_view import (
    AnnexView,
    CheckArea,
    CheckView,
    CommandRow,
    EvidenceRow,
    ForbiddenRow,
    HostEvidence,
    InventoryRow,
    ResultRow,
)
from fieldops.reports.deviations import standards_text
from fieldops.reports.document import head_of, marks_of, record_facts, words_of
from fieldops.reports.judged import ORDER, Judged, by_check
from fieldops.reports.manual_items import place_text
from fieldops.reports.overviews import used_areas
from fieldops.reports.problems import host_reason
from fieldops.reports.signatures import of_annex, signing_view
from fieldops.reports.view import Fact
from fieldops.reports.wording import NOTHING, Wording, clean, hash_text, size_text

_COMMAND_LINES, _COMMAND_LETTERS = 3, 240


def build_annex(run: Run, language: str) -> AnnexView:
    """The annex of the report of `run` in `language`; like the report it says that it is a draft."""
    wording = Wording(language, ZoneInfo(run.contract.time_zone))
    signing = of_annex(signing_view(None, wording)) if run.signable else None
    return AnnexView(
        form=3,
        language=language,
        words=words_of(wording),
        title=wording.say(f"annex-title.{run.kind}"),
        customer=wording.text(run.contract.customer),
        vendor=wording.text(run.contract.vendor),
        marks=marks_of(run, wording),
        head=head_of(run, wording),
        document=record_facts(run, wording),
        verdicts=tuple(wording.verdict(code) for code in ORDER),
        inventory=inventory_of(run, wording),
        areas=check_areas_of(run, wording),
        commands=commands_of(run, wording),
        forbidden=forbidden_of(run, wording),
        evidence=evidence_of(run, wording),
        signing=signing,
    )


# --- hosts and values ------------------------------------------------------------------------------------


def inventory_of(run: Run, wording: Wording) -> tuple[InventoryRow, ...]:
    """Every host of the run as the contract describes it, and how far it got."""
    assets = {asset.id: asset for asset in run.contract.assets}
    return tuple(
        _inventory(host, assets.get(host.host, AssetSnapshot(host.host)), wording) for host in run.hosts
    )


def _inventory(host: HostRecord, asset: AssetSnapshot, wording: Wording) -> InventoryRow:
    places = [wording.text(place) for place in (asset.site, asset.location) if place is not None]
    counted = tally(host.checks)
    return InventoryRow(
        host=asset.id,
        name=wording.text(asset.name),
        address=asset.host.address if asset.host else NOTHING,
        model=clean(asset.model or NOTHING),
        serial=clean(asset.serial or NOTHING),
        site=", ".join(places) or NOTHING,
        status=wording.say(f"status.{host.status}"),
        reason="" if host.status is HostStatus.DONE else host_reason(host, wording),
        counts=tuple(str(counted[code]) if host.checks else NOTHING for code in ORDER),
    )


def check_areas_of(run: Run, wording: Wording) -> tuple[CheckArea, ...]:
    """Every check with all its values, in the playbook's order; areas without a check are left out."""
    values, areas = by_check(run), []
    for number, area in enumerate(used_areas(run), 1):
        checks = [check for check in run.playbook.checks if check.area == area.id]
        views = tuple(
            _check(f"B.{number}.{at}", check, values[check.id], run, wording)
            for at, check in enumerate(checks, 1)
        )
        areas.append(CheckArea(f"B.{number}", wording.text(area.title), f"area-{number}", views))
    return tuple(areas)


def _check(number: str, check: CheckSnapshot, values: Sequence[Judged], run: Run, wording: Wording) -> CheckView:  # fmt: skip
    by_hand = any(item.id == check.id for item in run.playbook.manual)
    silent = [] if by_hand else [host.host for host in run.hosts if host.silent]
    missing = len(run.playbook.meant(check.id, silent))
    return CheckView(
        number=number,
        title=wording.text(check.title),
        standard=standards_text(check, [host.host for host in run.hosts], run, wording),
        command=command_of(check.probe, run, wording),
        tally=_tally(values, wording),
        named=any(each.item for each in values),
        rows=tuple(_rows(values, run, wording)),
        missing=wording.say("missing", n=missing) if missing and values else "",
    )


def command_of(id: str, run: Run, wording: Wording) -> str:
    """The probe's command, long ones cut with a pointer to the list of commands."""
    probe = run.playbook.probe(id)
    if probe is not None and probe.forbidden is not None:
        return wording.say("command-forbidden", command=probe.forbidden)
    command = clean((probe.command if probe else None) or NOTHING).strip()
    short = "\n".join(command.splitlines()[:_COMMAND_LINES])[:_COMMAND_LETTERS]
    return command if short == command else f"{short} … {wording.say('see-annex', probe=id)}"


def _tally(values: Sequence[Judged], wording: Wording) -> str:
    counted = Counter(each.verdict for each in values)
    return " · ".join(f"{wording.verdict(code).word} {counted[code]:,}" for code in ORDER if counted[code])


def _rows(values: Sequence[Judged], run: Run, wording: Wording) -> Iterator[ResultRow]:
    verdicts = {code: wording.verdict(code) for code in ORDER}
    above = None
    for each in values:
        value, note = wording.judged(each.value, each.unit, each.reason)
        yield ResultRow(
            place_text(each.host, run, wording),
            each.host == above,
            wording.row(each.item, each.reason) or NOTHING,
            value,
            note,
            verdicts[each.verdict],
        )
        above = each.host


# --- commands and evidence -------------------------------------------------------------------------------


def commands_of(run: Run, wording: Wording) -> tuple[CommandRow, ...]:
    """Every command of the run, exactly as it was sent."""
    return tuple(
        _command(probe, probe.command, wording) for probe in run.playbook.probes if probe.command is not None
    )


def _command(probe: ProbeSnapshot, command: str, wording: Wording) -> CommandRow:
    return CommandRow(
        probe=probe.id,
        title=wording.text(probe.title),
        command=clean(command),
        # Of records that did not keep the account: by sudo.
        sudo=probe.account or ("sudo" if probe.sudo else wording.say("by-login")),
        timeout=wording.duration(probe.timeout),
        cap=size_text(probe.cap),
    )


def forbidden_of(run: Run, wording: Wording) -> tuple[ForbiddenRow, ...]:
    """The probes that were not run because the contract forbids a command."""
    return tuple(
        ForbiddenRow(probe.id, wording.text(probe.title), clean(probe.forbidden))
        for probe in run.playbook.probes
        if probe.forbidden is not None
    )


def evidence_of(run: Run, wording: Wording) -> tuple[HostEvidence, ...]:
    """The evidence of every host that was tried."""
    return tuple(_host(host, wording) for host in run.hosts if host.status is not HostStatus.PENDING)


def _host(host: HostRecord, wording: Wording) -> HostEvidence:
    facts: tuple[Fact, ...] = (
        Fact(wording.say("status"), wording.say(f"status.{host.status}")),
        Fact(wording.say("started"), wording.time(host.started)),
        Fact(wording.say("duration"), wording.duration(host.ms / 1000)),
        Fact(wording.say("host-key"), clean(host.host_key or NOTHING)),
    )
    if host.access is not None:
        facts = (*facts, Fact(wording.say("account"), clean(host.access.user)))
    left = wording.say("left-running", probes=", ".join(host.left_running)) if host.left_running else ""
    return HostEvidence(host.host, facts, left, tuple(_evidence(each, wording) for each in host.evidence))


def _evidence(each: Evidence, wording: Wording) -> EvidenceRow:
    why = wording.say(f"why.{each.why}")
    return EvidenceRow(
        probe=each.probe,
        sha256=hash_text(each.out_sha256),
        size=size_text(each.out_size),
        error_sha256=hash_text(each.err_sha256) if each.err_size else "",
        error_size=wording.say("errors", size=size_text(each.err_size)) if each.err_size else "",
        exit_code=NOTHING if each.exit_code is None else str(each.exit_code),
        ms=f"{each.ms:,}",
        why=wording.say("cut", why=why) if each.cut else why,
    )
