"""What every document of an order says in the same way: whose it is, when something was, by which clause. Pure.

Times are as the clock of the contract's zone shows them. A clause is named as the contract's documents print it, else by
the title of the document that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from fieldops.contracts.agreement import Agreement, asset_of
from fieldops.contracts.model import Asset, Contract, ServiceLevel
from fieldops.contracts.reasons import Clause, Reason
from fieldops.contracts.wording import due_moment, moment, word
from fieldops.errors import Named
from fieldops.messages import Text, joined, one_line, say, say_value
from fieldops.records.order_events import OrderTold
from fieldops.records.swap_events import SwapTold
from fieldops.reports.order_view import Field, PaperPart, PaperSignature
from fieldops.reports.wording import clean
from fieldops.service.orders import Order, terms_of
from fieldops.service.sheets import SheetVersion
from fieldops.service.standing import Standing
from fieldops.service.swaps import SwapRecord
from fieldops.service.told_names import person_named
from fieldops.sla.timetable import Timetable
from fieldops.structs import Struct

# How the record writes a file that was handed in, and the key that signed it.
_HASH = re.compile(r" \(SHA-256 ([0-9a-f]{8})[0-9a-f]{56}\)")
_KEY = re.compile(r" sheet@fieldops (.+?) (SHA256:[A-Za-z0-9+/=]+)")


class UncoveredPart(Struct, frozen=True):
    """A part that is to be replaced for an order and that no warranty covers, with the reasons of that decision. C2 C9"""

    record: SwapRecord
    because: tuple[Reason, ...]


class Subject(Struct, frozen=True):
    """An order as a document is about it: as it stands, by which contract, in which version, and the language; `uncovered`: its
    parts that have to be agreed, as far as the document is about them; `stores`: what the stores of spare parts are called.
    """

    standing: Standing
    agreement: Agreement
    timetable: Timetable | None
    version: SheetVersion
    language: str
    uncovered: tuple[UncoveredPart, ...] = ()
    stores: Mapping[str, Text] = {}

    @property
    def order(self) -> Order:
        """The order."""
        return self.standing.order

    @property
    def terms(self) -> Contract:
        """The contract by the terms of the day on which it was reported."""
        return terms_of(self.order, self.agreement).contract

    @property
    def level(self) -> ServiceLevel | None:
        """The service level of that day."""
        return self.agreement.level(self.terms)

    @property
    def asset(self) -> Asset | None:
        """The equipment that it is about."""
        return asset_of(self.terms, self.order.opened.asset) if self.order.opened.asset else None

    # --- words ------------------------------------------------------------------------------------------

    def told(self, name: str, **values: object) -> str:
        """The documents' own sentence `name`."""
        return say(f"paper.{name}", self.language, values)

    def value(self, value: object) -> str:
        """A value in words, fit for a page; nothing for None."""
        return "" if value is None else one_line(clean(say_value(value, self.language)))

    def text(self, text: Text | str | None) -> str:
        """A text of a document of the contract; nothing for None."""
        return "" if text is None else self.value(text)

    def time(self, at: datetime | None) -> str:
        """A time, to the minute where it has no seconds; nothing for None."""
        return "" if at is None else moment(at, self.agreement.zone)

    def due(self, at: datetime | None) -> str:
        """The same for an end of a time limit."""
        return "" if at is None else due_moment(at, self.agreement.zone)

    def joined(self, parts: Iterable[str]) -> str:
        """Parts of a sentence one after the other."""
        return joined(parts, self.language)

    def field(self, name: str, value: str | None) -> Field:
        """A property by its name."""
        return Field(self.told(f"field-{name}"), value or "")

    def person(self, id: str | None) -> str:
        """The name of a person of the team; the id of somebody who is not of it."""
        return self.value(person_named(self.agreement, id) if id else None)

    def of(self, *kinds: str) -> tuple[OrderTold, ...]:
        """What was told of these kinds since the fault was last reported, as it happened."""
        return tuple(each for each in self.order.since("reported_again") if each.kind in kinds)

    def notes(self, *kinds: str) -> str:
        """What was written down of these kinds, one after the other."""
        said = [self.value(each.note) for each in self.of(*kinds) if each.note]
        return self.joined(said)

    # --- clauses ----------------------------------------------------------------------------------------

    def clause(self, clause: Clause | None) -> str:
        """Where that stands in what was agreed."""
        if clause is None:
            return ""
        kind, id, _ = clause
        document = self.agreement.documents.get((kind, id))
        data: object = document.node.data if document is not None else {}
        title = data.get("title") if isinstance(data, dict) else None
        if printed := self.agreement.printed(clause):
            return self.value(printed)
        return self.told("clause-of", title=self._title(kind, id, title) or id)

    def _title(self, kind: str, id: str, title: object) -> str:
        if kind == "Warranty" and id in self.agreement.warranties:
            return self.text(self.agreement.warranties[id].title)
        if kind == "Contract":
            return self.text(self.terms.title)
        if kind == "ServiceLevel" and self.level is not None:
            return self.text(self.level.title)
        return self.value(title) if isinstance(title, str) else ""

    def reasons(self, reasons: tuple[Reason, ...], *results: str) -> tuple[tuple[str, str], ...]:
        """The sentences of rules with these results, each with its clause."""
        found = (each for each in reasons if each.result in results)
        return tuple((self.value(self._by_name(each.said)), self.clause(each.clause)) for each in found)

    def _by_name(self, said: Named) -> Named:
        """A sentence about the order's equipment by the name that it has for the customer."""
        asset = self.asset
        if asset is None or said.values.get("asset") != asset.id:
            return said
        return Named(*said.codes, **{**said.values, "asset": asset.name or asset.id})


# --- pieces that several documents have -------------------------------------------------------------------


def severity_of(about: Subject) -> str:
    """The name of the order's severity."""
    status, level = about.standing.status, about.level
    id = status.severity if status is not None else about.order.opened.severity
    grades = level.severities if level is not None else ()
    return about.value(next((each.name for each in grades if each.id == id), id))


def request_of(about: Subject) -> str:
    """The name of the type of request."""
    level, id = about.level, about.order.opened.request
    return about.value(next((each.name for each in (level.requests if level else ()) if each.id == id), id))


def equipment_of(about: Subject) -> str:
    """The equipment with what tells it from others; what is affected, where it is none of the contract."""
    asset = about.asset
    return about.value(about.order.opened.affected) if asset is None else equipment_named(about, asset)


def equipment_named(about: Subject, asset: Asset) -> str:
    """A piece of equipment with what tells it from others."""
    named = [
        about.text(asset.name) or asset.id,
        asset.model,
        asset.serial and about.told("serial", serial=asset.serial),
    ]
    return about.value(" · ".join(each for each in named if each))


def site_of(about: Subject) -> str:
    """Where the equipment stands."""
    asset = about.asset
    if asset is None:
        return ""  # Where something else is nobody has said.
    sites = about.terms.sites
    id = asset.site
    site = next((each for each in sites if each.id == id), sites[0] if len(sites) == 1 else None)
    said = [about.text(site.name) if site else "", about.text(asset.location)]
    return " · ".join(each for each in said if each)


def fee_of(about: Subject) -> str:
    """What was agreed as the fee of work that is not covered, as it was written down."""
    agreed = [each for each in about.order.told if each.kind == "step_done" and each.step == "agree_fee"]
    return about.value(agreed[-1].note) if agreed else ""


def caller_of(about: Subject) -> str:
    """Who reported it, and how to reach them."""
    opened = about.order.opened
    return about.value(" ".join(each for each in (opened.caller, opened.phone) if each))


def engineers_of(about: Subject) -> str:
    """To whom it was assigned, the last one last; not who could not come. B4"""
    ids = dict.fromkeys(each.person for each in about.order.told if each.kind == "assigned")
    people = [about.person(id) for id in ids if id not in about.order.unavailable]
    return about.value("、".join(people) if about.language == "zh-CN" else ", ".join(people))


def signer_of(about: Subject) -> str:
    """Who of the customer signs, as the contract says; nothing where it names nobody, or several. Who called need not be it."""
    names = [each.name for each in about.terms.customer.contacts if "acceptance" in each.duties]
    return about.value(names[0]) if len(names) == 1 else ""


def customers_signer(about: Subject, told: OrderTold) -> str:
    """Who of the customer signed, or refused to, as it is on record: by name, or by whose key; nothing where nobody has said."""
    key = _KEY.search(told.evidence or "")
    return about.value(told.contact or (key[1] if key is not None else None))


def result_of(about: Subject) -> str:
    """What it came to so far; nothing where nobody has said."""
    for kind in ("resolved", "workaround"):
        if found := about.of(kind):
            said = about.told(f"result-{kind}", at=about.time(found[0].time))
            return sentences(about, said, about.notes(kind))
    return ""


def sentences(about: Subject, *said: str) -> str:
    """Sentences one after the other; Chinese ones end with a stop that brings its own room."""
    return ("" if about.language == "zh-CN" else " ").join(each for each in said if each)


def evidence_of(about: Subject, told: OrderTold | SwapTold) -> str:
    """The evidence as a reader needs it: of a file its name and the beginning of its hash, of a key whose it is."""
    text = about.value(told.evidence)
    blank = "" if about.language == "zh-CN" else " "
    text = _HASH.sub(lambda found: blank + about.told("evidence-hash", digits=found[1]), text)
    return _KEY.sub(lambda found: about.told("evidence-key", person=found[1], key=found[2]), text)


def reported_part(about: Subject) -> PaperPart:
    """What was reported, by whom, and about what: the beginning of every document but the sheet."""
    opened, field = about.order.opened, about.field
    return PaperPart(
        about.told("part-request"),
        (
            (field("contact", caller_of(about)), field("reported", about.time(opened.reported))),
            (field("request", request_of(about)), field("severity", severity_of(about))),
            (field("equipment", equipment_of(about)),),
            (field("symptom", about.value(opened.symptom)),),
        ),
    )


def signature(
    about: Subject, role: str, name: str = "", said: str = "", dated: datetime | None = None
) -> PaperSignature:
    """Room for a signature in that role; `dated` where it is on record."""
    return PaperSignature(about.told(f"role-{role}"), name, said, about.time(dated))


def position(about: Subject, role: str, name: str = "") -> PaperSignature:
    """Room for the signature of a position of the contract's, such as the sales department."""
    said = about.value(word(role))
    return PaperSignature(said[:1].upper() + said[1:], name, "")
