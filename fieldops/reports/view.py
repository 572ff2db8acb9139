"""What a report shows, already worded and formatted in one language: a template only loops over it.

Lives here: the report that people read and sign. Every text is plain, never markup; what a chart draws is numbers. Does
not live here: the annex with all values, commands and hashes (`annex_view`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from fieldops.structs import Struct

FORM = 3
"""The number of this form of the view; what was signed in another one is not read as this one."""


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
    """A line of the table of contents."""

    number: str
    title: str
    anchor: str


class GradeRule(Struct, frozen=True):
    """One grade and when it is given; `holds` is true for the one that this run was given."""

    grade: str
    word: str
    rule: str
    holds: bool


class GradeView(Struct, frozen=True):
    """The grade of the run, and the rules by which it was found, in the order in which they are asked."""

    grade: str
    word: str
    rules: tuple[GradeRule, ...]


class ComparedView(Struct, frozen=True):
    """What became of things since the last run: a sentence that names it, and how many there are of each kind.

    `counts` are empty where there is nothing to compare with, and where nothing is different.
    """

    sentence: str
    counts: tuple[Fact, ...]


class Count(Struct, frozen=True):
    """How many results have a verdict, with its place in the bar (0 to 1000)."""

    verdict: VerdictView
    count: str
    share: str
    start: int
    width: int


class ProblemRow(Struct, frozen=True):
    """One problem, on however many hosts: values of one check that deviate in the same way, hosts of which nothing is
    known, or a machine under several assets.

    `count` says on how many hosts, `items` which file systems, interfaces and so on; `note` is what is said of the values,
    `since` what became of it since the last run. `owner` is to mend it until `due`; `state` is how it stands. `limit`: which
    limit the value has passed, in brackets, where it is a number. Each may be empty.
    """

    number: int
    check: str
    verdict: VerdictView
    count: str
    hosts: str
    items: str
    value: str
    note: str
    standard: str
    advice: str
    since: str
    owner: str = ""
    due: str = ""
    state: str = ""
    limit: str = ""


class PlanRow(Struct, frozen=True):
    """What is to be done about one problem: what was found and where, the action, who does it (or that nobody does yet, or
    that the customer lives with it) and until when, which may be empty.
    """

    number: int
    verdict: VerdictView
    found: str
    hosts: str
    action: str
    owner: str
    due: str


class PlanView(Struct, frozen=True):
    """The problems with their actions, the most urgent first; `rest` says how many more there are and where, or is empty."""

    rows: tuple[PlanRow, ...]
    rest: str


class RequestRow(Struct, frozen=True):
    """Something that the customer is asked to do: the number of its row, what it is about, what to do, and until when."""

    number: int
    what: str
    action: str
    due: str


class UndeterminedRow(Struct, frozen=True):
    """What has no result for one kind of reason, on which hosts, and what the customer can do about it. `n`: of how many checks."""

    number: int
    checks: str
    count: str
    hosts: str
    reason: str
    action: str
    n: int = 1


class MatrixCell(Struct, frozen=True):
    """One area of one host: the worst verdict, and in `text` the marks with their counts, or the word for being well."""

    code: str
    text: str


class MatrixRow(Struct, frozen=True):
    """One host over all areas. `cells` are empty where nothing is known of it. `status` is empty where it was inspected
    completely."""

    host: str
    name: str
    status: str
    cells: tuple[MatrixCell, ...]


class BarView(Struct, frozen=True):
    """One bar of a chart from 0 to 1000; `warn` and `crit` are the places of the limits, None where there is none.

    `left` says how many days are left, or why nobody knows; empty where nobody asked.
    """

    host: str
    item: str
    value: str
    width: int
    code: str
    warn: int | None
    crit: int | None
    left: str = ""


class ChartView(Struct, frozen=True):
    """The fullest of something, the fullest first. `rest` is a sentence about those that are not drawn, or empty."""

    title: str
    standard: str
    bars: tuple[BarView, ...]
    rest: str


class AreaRow(Struct, frozen=True):
    """A check that deviates, is not determined, or tells something different of different hosts."""

    check: str
    found: str


class AreaView(Struct, frozen=True):
    """A chapter of checks: what deviates or differs, and everything else in `lines` of one sentence each."""

    number: str
    title: str
    anchor: str
    rows: tuple[AreaRow, ...]
    lines: tuple[str, ...]


class Signer(Struct, frozen=True):
    """A person with room to sign; `person` is the id. Everything but the role may be empty."""

    person: str
    role: str
    name: str
    title: str


class ConclusionView(Struct, frozen=True):
    """What an engineer of the run says that it comes to, by paragraphs; `corrects` is a sentence or empty."""

    assessment: tuple[str, ...]
    remarks: tuple[str, ...]
    by: str
    corrects: str


class SignatureRow(Struct, frozen=True):
    """A signature on record. `notes` say why it does not count; none where it does. `person` is the signer's id."""

    person: str
    role: str
    name: str
    key: str
    time: str
    word: str
    notes: tuple[str, ...]


class SigningView(Struct, frozen=True):
    """How far the report is signed: a word for every page and the cover, the version, the signatures, and what is on record
    of the customer's confirmation (`waiting`: nothing that counts for this version). `control` is what document control says
    of it. `ink` and `ink_customer` stand where one would sign by hand, once that is not needed; `covers` is what the
    customer's signature means, `verify` how anybody checks the others, the last line a command.
    """

    state: str
    version: str
    signatures: tuple[SignatureRow, ...]
    confirmed: tuple[str, ...] = ()
    waiting: str = ""
    control: tuple[Fact, ...] = ()
    ink: str = ""
    ink_customer: str = ""
    covers: str = ""
    verify: tuple[str, ...] = ()


class FileRow(Struct, frozen=True):
    """A file that belongs to the report, with the hash of its bytes."""

    title: str
    name: str
    size: str
    sha256: str


class Logo(Struct, frozen=True):
    """A picture on the cover: whose it is (customer, vendor), their name, and the picture itself as a ``data:`` address."""

    side: str
    name: str
    uri: str


class DeviationRow(Struct, frozen=True):
    """One check that the playbook changes or leaves out: what the standard says, what holds here, for which hosts, and why."""

    check: str
    standard: str
    here: str
    hosts: str
    reason: str


class DeviationsView(Struct, frozen=True):
    """All of them, with the heading, a sentence above the table, and the heads of its columns."""

    title: str
    note: str
    words: tuple[str, ...]
    rows: tuple[DeviationRow, ...]


class ManualRow(Struct, frozen=True):
    """One manual item at one place: the verdict, what was found and said, who filled it in and when; the last ones may be empty."""

    place: str
    item: str
    verdict: VerdictView
    found: str
    note: str
    by: str


class ManualView(Struct, frozen=True):
    """All manual items, with the number and title of their chapter, a sentence above the table, and the heads of its columns."""

    number: str
    title: str
    note: str
    words: tuple[str, ...]
    rows: tuple[ManualRow, ...]


class ReportView(Struct, frozen=True):
    """The whole report. `words` are the fixed labels; `head` is the name on every page, safe inside CSS.

    `coverage` says how much was done of what there is, `not_done` what was left out (`not_done_none` where nothing was).
    `parts` are what the first chapter has of its own in the contents; `absent` names the checks that no host has anything for, or is empty. `plan` is what is to be done about each problem by whom; None where there is none. `carried` is what is open from before and was not seen this time, `requests` what the customer is asked to do. `empty_tables` are the sentences for empty tables, by the table's name. `assessed` is None before somebody concluded
    the run. `signing`, `files` and `logos` are no part of what is signed (they come after): None and empty there.
    """

    form: Literal[3]
    language: str
    words: Mapping[str, str]
    title: str
    subtitle: str
    vendor: str
    customer: str
    hotline: str
    secrecy: str
    marks: tuple[str, ...]
    head: str
    cover: tuple[Fact, ...]
    contents: tuple[Entry, ...]
    grade: GradeView
    sentences: tuple[str, ...]
    counts: tuple[Count, ...]
    coverage: str
    compared: ComparedView
    conclusion: str
    assessed: ConclusionView | None
    signed: bool
    signers: tuple[Signer, ...]
    signing: SigningView | None
    problems: tuple[ProblemRow, ...]
    undetermined: tuple[UndeterminedRow, ...]
    empty_tables: Mapping[str, str]
    matrix_areas: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    capacity: tuple[ChartView, ...]
    areas: tuple[AreaView, ...]
    scope: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    method: str
    course: tuple[Fact, ...]
    overridden: tuple[str, ...]
    access: tuple[str, ...]
    not_done: tuple[Fact, ...]
    not_done_none: str
    document: tuple[Fact, ...]
    carried: tuple[Fact, ...] = ()
    plan: PlanView | None = None
    requests: tuple[RequestRow, ...] = ()
    deviations: DeviationsView | None = None
    manual: ManualView | None = None
    logos: tuple[Logo, ...] = ()
    files: tuple[FileRow, ...] = ()
    parts: tuple[Entry, ...] = ()
    absent: str = ""
