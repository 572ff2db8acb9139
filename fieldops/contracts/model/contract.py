"""The contract itself."""

from __future__ import annotations

import datetime
from datetime import date

from fieldops.contracts.model.equipment import Asset, Login
from fieldops.contracts.model.shared import Contact, CustomerContact, Price, Recurrence
from fieldops.documents.typed import Model, Text


class Customer(Model, frozen=True):
    """The customer's organisation and its people."""

    name: Text
    contacts: tuple[CustomerContact, ...] = ()


class Vendor(Model, frozen=True):
    """The service company."""

    name: Text
    hotline: str | None = None


class Term(Model, frozen=True):
    """First and last day of service, both included, and how it goes on; `begins_with`: the event that `start` is not before."""

    start: date
    end: date
    renewal: str | None = None
    renewal_period: str | None = None
    notice: str | None = None
    renewal_always_offered: bool = False
    begins_with: str | None = None


class NoticeGiven(Model, frozen=True):
    """What keeps a term from being renewed tacitly once more: when it reached the other side, and who gave it."""

    given: date
    by: str
    evidence: str | None = None


class HandoverDocument(Model, frozen=True):
    """A document that must be there before service begins; without `received` it is missing."""

    document: str
    name: Text | None = None
    received: date | None = None


class Acceptance(Model, frozen=True):
    """A dated event of the whole contract, one batch, or some assets; without `date` it has not happened."""

    event: str
    date: datetime.date | None = None
    requested: datetime.date | None = None
    deemed_after: str | None = None
    deemed_from: str | None = None
    batch: str | None = None
    assets: tuple[str, ...] = ()
    evidence: str | None = None


class Site(Model, frozen=True):
    """A place where service is given."""

    id: str
    name: Text
    address: Text | None = None
    same_city: bool = False
    contact: Contact | None = None


class Override(Model, frozen=True):
    """A milestone that differs from the service level's."""

    request: str
    milestone: str
    within: str
    severity: str | None = None
    clock: str | None = None
    clause: str | None = None


class WarrantyUse(Model, frozen=True):
    """Which assets a warranty holds for: some categories, some assets, or all."""

    terms: str
    categories: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    precedence: int = 0
    clause: str | None = None


class LifelongService(Model, frozen=True):
    """What stays free after every term and warranty."""

    service: str
    name: Text
    limits: tuple[Text, ...] = ()
    only_delivered_scope: bool = False
    clause: str | None = None


class AfterWarranty(Model, frozen=True):
    """Who pays when no warranty holds any more."""

    labour: Price
    parts: Price
    travel: Price
    experts: Price | None = None
    upgrades: Price | None = None
    same_response: bool = False
    clause: str | None = None


class PlaybookUse(Model, frozen=True):
    """A playbook and the hosts that it is for: in one of the groups, of one of the categories, one of the assets."""

    playbook: str
    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


class VariableSetting(Model, frozen=True):
    """What a variable of a playbook is in this contract, for all or for these groups, categories or assets, and why."""

    playbook: str
    name: str
    value: str | int | tuple[str | int, ...]
    reason: Text
    groups: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()


class Inspection(Model, frozen=True):
    """An inspection or a health check; an inspection without a playbook is made by people alone."""

    id: str
    kind: str
    playbook: str | None = None
    playbooks: tuple[PlaybookUse, ...] = ()
    title: Text | None = None
    schedule: Recurrence | None = None
    engineers: int | None = None
    qualifications: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    repair_after_consultation: bool = False
    report: bool = False
    clause: str | None = None

    @property
    def uses(self) -> tuple[PlaybookUse, ...]:
        """Every playbook with its hosts; none where people do it alone."""
        return (*((PlaybookUse(self.playbook),) if self.playbook else ()), *self.playbooks)

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of its playbooks, each once."""
        return tuple(dict.fromkeys(use.playbook for use in self.uses))


class Obligation(Model, frozen=True):
    """Anything else that falls due; without `schedule` on its `occasion`, `within` that time, or when it is asked for."""

    id: str
    kind: str
    title: Text
    schedule: Recurrence | None = None
    occasion: Text | None = None
    within: str | None = None
    responsible: str | None = None
    deliverable: Text | None = None
    contents: tuple[Text, ...] = ()
    audience: tuple[Text, ...] = ()
    signed_by: tuple[str, ...] = ()
    clause: str | None = None


class NewTerms(Model, frozen=True):
    """Sections that take the place of the contract's; None: that section stays."""

    term: Term | None = None
    service_level: str | None = None
    service_level_overrides: tuple[Override, ...] | None = None
    warranties: tuple[WarrantyUse, ...] | None = None
    after_warranty: AfterWarranty | None = None
    inspections: tuple[Inspection, ...] | None = None
    vars: tuple[VariableSetting, ...] | None = None
    obligations: tuple[Obligation, ...] | None = None


class AgreedDeadline(Model, frozen=True):
    """A new deadline for one service order: the end of the day `due`."""

    order: str
    milestone: str
    due: date


class Amendment(Model, frozen=True):
    """What was agreed after signing, in force from `applies_from` on."""

    id: str
    date: datetime.date
    applies_from: datetime.date
    rationale: Text
    sets: NewTerms | None = None
    deadlines: tuple[AgreedDeadline, ...] = ()


class Window(Model, frozen=True):
    """Weekdays and a span in which sessions are allowed, and who stands by then."""

    days: tuple[str, ...]
    hours: str
    standby: str | None = None


class JumpHost(Model, frozen=True):
    """A bastion that hosts are reached through; `via` is another one that it lies behind itself."""

    id: str
    address: str
    port: int = 22
    login: Login | None = None
    via: str | None = None
    groups: tuple[str, ...] = ()


class LoadGuard(Model, frozen=True):
    """From when on a host is left alone: load for each processor, memory that is still available."""

    load: int | None = None
    memory: str | None = None


class Access(Model, frozen=True):
    """How and when engineers may log in, and which commands the customer forbids."""

    login: Login | None = None
    jump_hosts: tuple[JumpHost, ...] = ()
    jump: str | None = None
    consent: str | None = None
    consent_evidence: str | None = None
    windows: tuple[Window, ...] = ()
    administrators: tuple[str, ...] = ()
    rotate_credentials_after_use: bool = False
    session_ends: str | None = None
    record_sessions: bool = False
    records_to: tuple[str, ...] = ()
    denied_commands: tuple[str, ...] = ()
    load_guard: LoadGuard | None = None
    clause: str | None = None


class Works(Model, frozen=True):
    """When works on the customer's systems are done, and what runs along meanwhile."""

    windows: tuple[Window, ...] = ()
    standby_system: bool = False
    clause: str | None = None


class FaultPrevention(Model, frozen=True):
    """What follows from one fault for other devices."""

    check_same_kind: bool = False
    daily_summary: bool = False
    clause: str | None = None


class Liaison(Model, frozen=True):
    """Somebody who can be reached at any hour."""

    side: str
    name: str
    phone: str


class Emergency(Model, frozen=True):
    """The plan that holds, and the liaisons of both sides."""

    plan: str
    liaisons: tuple[Liaison, ...] = ()


class SampleAudit(Model, frozen=True):
    """How much of the service is drawn for an audit."""

    percent: int
    every: str
    report: bool = False


class Review(Model, frozen=True):
    """An external review."""

    every: str
    weight_percent: int | None = None


class Indicator(Model, frozen=True):
    """Something that is measured."""

    id: str
    name: Text
    target: str | None = None


class Quality(Model, frozen=True):
    """Audits, targets and the rules of double work."""

    sample: SampleAudit | None = None
    review: Review | None = None
    compliance_target_percent: int | str | None = None
    severe_accidents_allowed: int | None = None
    indicators: tuple[Indicator, ...] = ()
    two_person_check: bool = False
    milestone_acceptance_percent: int | None = None
    double_log: bool = False
    double_confirmation: bool = False
    clause: str | None = None


class RetainedRecords(Model, frozen=True):
    """How long some records are kept."""

    records: str
    keep: str
    counted_from: str
    clause: str | None = None


class Confidentiality(Model, frozen=True):
    """What is never disclosed, and for how long (None: without end)."""

    discloses: str
    lasting: str | None = None
    covers: tuple[Text, ...] = ()
    clause: str | None = None


class Contract(Model, frozen=True):
    """What was agreed with one customer."""

    apiVersion: str
    kind: str
    id: str
    title: Text
    customer: Customer
    vendor: Vendor
    team: str
    language: str
    time_zone: str
    term: Term
    number: str | None = None
    signed: date | None = None
    predecessor: str | None = None
    account_manager: str | None = None
    calendar: str | None = None
    amendments: tuple[Amendment, ...] = ()
    notices: tuple[NoticeGiven, ...] = ()
    handover: tuple[HandoverDocument, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    sites: tuple[Site, ...] = ()
    assets: tuple[Asset, ...] = ()
    service_level: str | None = None
    service_level_overrides: tuple[Override, ...] = ()
    warranties: tuple[WarrantyUse, ...] = ()
    lifelong_services: tuple[LifelongService, ...] = ()
    after_warranty: AfterWarranty | None = None
    inspections: tuple[Inspection, ...] = ()
    vars: tuple[VariableSetting, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    fault_prevention: FaultPrevention | None = None
    works: Works | None = None
    scope: tuple[Text, ...] = ()
    out_of_scope: tuple[Text, ...] = ()
    access: Access = Access()
    emergency: Emergency | None = None
    quality: Quality | None = None
    retention: tuple[RetainedRecords, ...] = ()
    confidentiality: Confidentiality | None = None
