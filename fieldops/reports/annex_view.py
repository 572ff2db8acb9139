"""What the annex of a report shows: all values, commands and hashes, worded in one language. Text only.

The annex is a file of its own, for whoever checks a value; what people read and sign first is `view`. Its content is
signed with the report's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fieldops.reports.view import Fact, SigningView, VerdictView
from fieldops.structs import Struct


class InventoryRow(Struct, frozen=True):
    """An inspected host as the contract describes it, how far it got, and its results per verdict (`AnnexView.verdicts`).

    `reason` says why it was not inspected, or not completely; else it is empty.
    """

    host: str
    name: str
    address: str
    model: str
    serial: str
    site: str
    status: str
    reason: str
    counts: tuple[str, ...]


class ResultRow(Struct, frozen=True):
    """One judged value of one host. `again` is true where the row above is of the same host."""

    host: str
    again: bool
    item: str
    value: str
    note: str
    verdict: VerdictView


class CheckView(Struct, frozen=True):
    """One check on all hosts. `missing` is a sentence about hosts without a result, or empty."""

    number: str
    title: str
    standard: str
    command: str
    tally: str
    named: bool
    rows: tuple[ResultRow, ...]
    missing: str


class CheckArea(Struct, frozen=True):
    """The checks of one area."""

    number: str
    title: str
    anchor: str
    checks: tuple[CheckView, ...]


class CommandRow(Struct, frozen=True):
    """One command as it was run."""

    probe: str
    title: str
    command: str
    sudo: str
    timeout: str
    cap: str


class ForbiddenRow(Struct, frozen=True):
    """A probe that the contract kept from running, and the command it names."""

    probe: str
    title: str
    command: str


class EvidenceRow(Struct, frozen=True):
    """What one probe printed: hash and size of its output, and of its error output where there was any."""

    probe: str
    sha256: str
    size: str
    error_sha256: str
    error_size: str
    exit_code: str
    ms: str
    why: str


class HostEvidence(Struct, frozen=True):
    """The evidence of one host; `left_running` is a sentence or empty."""

    host: str
    facts: tuple[Fact, ...]
    left_running: str
    rows: tuple[EvidenceRow, ...]


class AnnexView(Struct, frozen=True):
    """The whole annex; fields that a report has too mean the same there. `signing` is no part of what is signed."""

    form: Literal[3]
    language: str
    words: Mapping[str, str]
    title: str
    customer: str
    vendor: str
    marks: tuple[str, ...]
    head: str
    document: tuple[Fact, ...]
    verdicts: tuple[VerdictView, ...]
    inventory: tuple[InventoryRow, ...]
    areas: tuple[CheckArea, ...]
    commands: tuple[CommandRow, ...]
    forbidden: tuple[ForbiddenRow, ...]
    evidence: tuple[HostEvidence, ...]
    signing: SigningView | None
