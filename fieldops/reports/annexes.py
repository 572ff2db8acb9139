"""The annexes: every command that was run, and the evidence that it left."""

from __future__ import annotations

from fieldops.records.events import Evidence, HostStatus
from fieldops.records.runs import HostRecord, Run
from fieldops.records.snapshots import ProbeSnapshot
from fieldops.reports.view import CommandRow, EvidenceRow, Fact, ForbiddenRow, HostEvidence
from fieldops.reports.wording import NOTHING, Wording, bytes_text, clean, hash_text


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
        sudo=wording.say("yes" if probe.sudo else "no-root"),
        timeout=wording.duration(probe.timeout),
        cap=bytes_text(probe.cap),
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
    facts = (
        Fact(wording.say("status"), wording.say(f"status.{host.status}")),
        Fact(wording.say("started"), wording.time(host.started)),
        Fact(wording.say("duration"), wording.duration(host.ms / 1000)),
        Fact(wording.say("host-key"), clean(host.host_key or NOTHING)),
    )
    left = wording.say("left-running", probes=", ".join(host.left_running)) if host.left_running else ""
    return HostEvidence(host.host, facts, left, tuple(_evidence(each, wording) for each in host.evidence))


def _evidence(each: Evidence, wording: Wording) -> EvidenceRow:
    why = wording.say(f"why.{each.why}")
    return EvidenceRow(
        probe=each.probe,
        sha256=hash_text(each.out_sha256),
        size=bytes_text(each.out_size),
        error_sha256=hash_text(each.err_sha256) if each.err_size else "",
        error_size=wording.say("errors", size=bytes_text(each.err_size)) if each.err_size else "",
        exit_code=NOTHING if each.exit_code is None else str(each.exit_code),
        ms=f"{each.ms:,}",
        why=wording.say("cut", why=why) if each.cut else why,
    )
