"""What a report shows, already worded and formatted in one language: a template only loops over it."""

from __future__ import annotations

from collections.abc import Mapping

from fieldops.structs import Struct


class VerdictView(Struct, frozen=True):
    """A verdict as a word and a shape, so that it can be read in black and white. `code` names its style."""

    code: str
    mark: str
    word: str
    meaning: str


class Fact(Struct, frozen=True):
    """One line of a list of properties."""

    label: str
    value: str


class Entry(Struct, frozen=True):
    """A line of the table of contents; `level` is 1 or 2."""

    number: str
    title: str
    anchor: str
    level: int = 1


class InventoryRow(Struct, frozen=True):
    """An inspected host as the contract describes it."""

    host: str
    name: str
    address: str
    model: str
    serial: str
    site: str


class Count(Struct, frozen=True):
    """How many checks have a verdict, with its place in the bar (0 to 1000)."""

    verdict: VerdictView
    count: str
    share: str
    start: int
    width: int


class HostSummary(Struct, frozen=True):
    """How far a host got, and its number of checks per verdict in the order of `ReportView.counts`."""

    host: str
    status: str
    counts: tuple[str, ...]


class Finding(Struct, frozen=True):
    """A value that does not meet its standard, a host of which nothing is known, or a machine under several assets.

    `note` is what is said of the value, or empty.
    """

    number: int
    host: str
    check: str
    item: str
    value: str
    standard: str
    verdict: VerdictView
    advice: str
    note: str = ""


class Undetermined(Struct, frozen=True):
    """Checks of one host that have no result for one and the same reason."""

    number: int
    host: str
    checks: tuple[str, ...]
    reason: str


class Unreached(Struct, frozen=True):
    """A host that was not inspected, or not completely."""

    host: str
    address: str
    status: str
    reason: str


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


class AreaView(Struct, frozen=True):
    """A chapter of checks."""

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


class Signer(Struct, frozen=True):
    """A person with a line to sign on; `name` may be empty."""

    role: str
    name: str


class ConclusionView(Struct, frozen=True):
    """What an engineer of the run says that it comes to, by paragraphs; `corrects` is a sentence or empty."""

    assessment: tuple[str, ...]
    remarks: tuple[str, ...]
    by: str
    corrects: str


class SignatureRow(Struct, frozen=True):
    """A signature on record. `notes` say why it does not count; none where it does."""

    role: str
    name: str
    key: str
    time: str
    word: str
    notes: tuple[str, ...]


class SigningView(Struct, frozen=True):
    """How far the report is signed: a word for every page and the cover, the version, and the signatures."""

    state: str
    version: str
    signatures: tuple[SignatureRow, ...]


class ReportView(Struct, frozen=True):
    """The whole report. `words` are the fixed labels; `head` is the name on every page, safe inside CSS.

    `coverage` says how much was done of what there is, `not_done` what was left out (`not_done_none` where nothing was).
    `empty_tables` are the sentences for empty tables, by the table's name. `assessed` is None before somebody concluded
    the run. `signing` is no part of what is signed (it comes after): None there, and in a health check.
    """

    language: str
    words: Mapping[str, str]
    title: str
    subtitle: str
    vendor: str
    customer: str
    hotline: str
    marks: tuple[str, ...]
    head: str
    cover: tuple[Fact, ...]
    document: tuple[Fact, ...]
    coverage: str
    contents: tuple[Entry, ...]
    scope: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    inventory: tuple[InventoryRow, ...]
    method: str
    course: tuple[Fact, ...]
    overridden: tuple[str, ...]
    not_done: tuple[Fact, ...]
    not_done_none: str
    summary: str
    conclusion: str
    assessed: ConclusionView | None
    empty_tables: Mapping[str, str]
    counts: tuple[Count, ...]
    host_counts: tuple[Fact, ...]
    overview: tuple[HostSummary, ...]
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    unreached: tuple[Unreached, ...]
    areas: tuple[AreaView, ...]
    signed: bool
    signers: tuple[Signer, ...]
    signing: SigningView | None
    commands: tuple[CommandRow, ...]
    forbidden: tuple[ForbiddenRow, ...]
    evidence: tuple[HostEvidence, ...]
