"""The annexes: every command that was run, and the evidence that it left."""

from __future__ import annotations

from typing import Any

from fieldops.documents.typed import text_of
from fieldops.inspection.playbook import seconds, size
from fieldops.records.run import Evidence, HostRecord, Run
from fieldops.reports.view import CommandRow, EvidenceRow, Fact, ForbiddenRow, HostEvidence
from fieldops.reports.wording import NOTHING, Wording, bytes_text, clean, hash_text


def commands_of(run: Run, wording: Wording) -> tuple[CommandRow, ...]:
    """Every command of the run, exactly as it was sent."""
    probes = {probe["id"]: probe for probe in run.probes}
    return tuple(_command(id, command, probes.get(id, {}), wording) for id, command in run.commands.items())


def _command(id: str, command: str, probe: dict[str, Any], wording: Wording) -> CommandRow:
    return CommandRow(
        probe=id,
        title=_title(probe, wording),
        command=clean(command),
        sudo=wording.say("yes" if probe.get("sudo") else "no-root"),
        timeout=_timeout(probe.get("timeout", "10s"), wording),
        cap=_cap(probe.get("cap", "64KiB")),
    )


def _title(probe: dict[str, Any], wording: Wording) -> str:
    return wording.text(text_of(probe["title"])) if "title" in probe else NOTHING


def _timeout(written: str | int, wording: Wording) -> str:
    return wording.duration(seconds(written) if isinstance(written, str) else written)


def _cap(written: str | int) -> str:
    return bytes_text(size(written) if isinstance(written, str) else written)


def forbidden_of(run: Run, wording: Wording) -> tuple[ForbiddenRow, ...]:
    """The probes that were not run because the contract forbids a command."""
    probes = {probe["id"]: probe for probe in run.probes}
    return tuple(
        ForbiddenRow(id, _title(probes.get(id, {}), wording), clean(command))
        for id, command in run.forbidden.items()
    )


def evidence_of(run: Run, wording: Wording) -> tuple[HostEvidence, ...]:
    """The evidence of every host that was tried."""
    return tuple(_host(host, wording) for host in run.hosts if host.status != "pending")


def _host(host: HostRecord, wording: Wording) -> HostEvidence:
    facts = (
        Fact(wording.say("status"), wording.say(f"status.{host.status}")),
        Fact(wording.say("started"), wording.time(host.started)),
        Fact(wording.say("duration"), wording.duration(host.seconds)),
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
