"""Make the sample report: three inspections of 30 hosts, concluded, signed by two and confirmed, as the product itself does it.

    python tools/sample_report.py FOLDER [zh-CN|en ...]     FOLDER/LANGUAGE.pdf of one run; its workspace: FOLDER/workspace/

Nothing of a report is set by hand: what hosts print (`sample_hosts`) is parsed, judged, recorded and compared by the code that
inspects real ones, at the moments of tools/sample/contract.yaml, and people say what stands there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sample_hosts import ROOT, Clock, Played, Prints, sample_hosts

from fieldops.actions.confirming import Confirming, confirm
from fieldops.actions.filling_in import Given, fill_in
from fieldops.actions.findings import Assignment, accept, assign, findings
from fieldops.actions.inspection import Request, inspect
from fieldops.actions.reports import make_report
from fieldops.actions.runs import Wanted
from fieldops.actions.signing import NewConclusion, conclude, sign
from fieldops.transport.registry import TRANSPORTS
from fieldops.transport.signing import key_file_signer

ENGINEERS = ("li-wei", "zhang-min")
CUSTOMER = "customer"
CONTRACT = "harbour-bank"


class Quiet:
    """An observer that says nothing."""

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        """Nobody is told."""

    def host_finished(self, host: str, status: str) -> None:
        """Nobody is told."""


class Sample:
    """The workspace of the sample, and what happens in it. What people write, they write in both languages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.told = yaml.safe_load((ROOT / "tools/sample/contract.yaml").read_text("utf-8"))
        self.hosts = [{**host, "number": 11 + at} for at, host in enumerate(sample_hosts())]
        self.contact = " ".join(self.told["people"]["contact"].values())

    def make(self) -> None:
        """Everything in its order."""
        self.lay()
        for at, moment in enumerate(self.told["inspections"]):
            self.inspect(at, datetime.fromisoformat(moment))
        self.sign()

    def page(self, language: str) -> bytes:
        """The report of the last inspection as PDF."""
        return make_report(self.root, self.last, language, form="pdf").page.data

    def lay(self) -> None:
        """The documents, and a key for each who signs."""
        for folder in ("contracts", "playbooks", "keys"):
            (self.root / folder).mkdir(parents=True)
        for name in (*ENGINEERS, CUSTOMER):
            made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", self._key(name)]
            subprocess.run([str(word) for word in made], check=True)
        contract, team = self.told["contract"], self.told["team"]
        contract["language"] = "zh-CN"
        contract["customer"]["contacts"] = [
            {"name": self.contact, "phone": "021-5555-0101", "signing_keys": [self._public(CUSTOMER)]}
        ]
        contract["assets"] = [
            {"id": each["id"], "name": each["name"], "host": {"address": f"10.20.0.{each['number']}"}}
            for each in self.hosts
        ]  # fmt: skip
        for person in team["people"]:
            person["signing_keys"] = [self._public(person["id"])]
        for document in (contract, team):
            self._write(f"contracts/{document['id']}.yaml", document)
        self._write("playbooks/room-visit.yaml", self._room())

    def _room(self) -> Mapping[str, Any]:
        shipped = yaml.safe_load((ROOT / "playbooks/room.yaml").read_text("utf-8"))
        items = [item for item in shipped["manual"] if item["id"] in self.told["room"]]
        areas = {item["area"] for item in items}
        kept = [area for area in shipped["areas"] if area["id"] in areas]
        own = self.told["agreed_with_customer"]
        return {**shipped, "id": "room-visit", "areas": [*kept, own["area"]], "manual": [*items, own["item"]]}

    def _write(self, name: str, document: Mapping[str, Any]) -> None:
        text = yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False)
        (self.root / name).write_text(text, "utf-8")

    def _key(self, name: str) -> Path:
        return self.root / "keys" / name

    def _public(self, name: str) -> Mapping[str, str]:
        return {"key": self._key(name).with_suffix(".pub").read_text("ascii").strip()}

    def inspect(self, at: int, begins: datetime) -> None:
        """The inspection of that number, what is filled in, and what is agreed behind it."""
        clock = Clock(begins)
        played = Played({f"10.20.0.{each['number']}": Prints(each, at, clock) for each in self.hosts})
        request = Request(CONTRACT, ("linux-standard", "room-visit"), engineers=ENGINEERS, workers=1)
        transports = {**TRANSPORTS, "ssh": played}
        run = inspect(self.root, request, clock.now, lambda user: "unused", Quiet(), transports)
        self.last = Wanted(run.id)
        given = [
            Given(item, answer, note=_both(more[0]) if more else "")
            for item, answer, *more in self.told["answers"][at]
        ]
        filled = begins + timedelta(hours=2, minutes=14)
        for engineer, some in zip(ENGINEERS, (given[:2], given[2:]), strict=True):
            fill_in(self.root, self.last, engineer, some, filled)
            filled += timedelta(minutes=11, seconds=38)
        for word in self.told["agreed"]:
            if word["after"] == at:
                self._agree(word, begins + timedelta(hours=5))

    def _agree(self, word: Mapping[str, Any], now: datetime) -> None:
        (found,) = findings(self.root).contracts
        ids = [
            each.id
            for each in found.findings
            if each.place.check == word["check"]
            and word.get("host") in (None, each.place.host)
            and each.ended is None
        ]
        if "accept" in word:
            accept(self.root, ids, self.contact, _day(word["accept"]), _both(word["reason"]), now)
            return
        to = self.contact if word["assign"] == "contact" else word["assign"]
        assign(self.root, ids, Assignment(to, _day(word["until"]), by=ENGINEERS[0]), now)

    def sign(self) -> None:
        """The conclusion of the last inspection, the signatures of both engineers, and the customer's confirmation."""
        said, by = self.told["conclusion"], self.told["concluded"]
        days = {name: _day(said[name]) for name in ("requests_by", "again_by")}
        new = NewConclusion(by["by"], _both(said["assessment"]), _both(said["remarks"]), **days)
        conclude(self.root, self.last, new, datetime.fromisoformat(by["at"]))
        for person, moment in self.told["signed"].items():
            sign(self.root, self.last, person, self._signer(person), datetime.fromisoformat(moment))
        moment = datetime.fromisoformat(self.told["confirmed"])
        confirm(self.root, self.last, Confirming(self.contact), self._signer(CUSTOMER), moment)

    def _signer(self, name: str) -> Callable[[Sequence[bytes]], Any]:
        return lambda keys: key_file_signer(self._key(name))


def _both(told: Mapping[str, str]) -> str:
    """A text in both languages, as people type it: each edition has its own."""
    return f"[zh-CN] {told['zh-CN']} [en] {told['en']}"


def _day(told: date | str) -> date:
    return told if isinstance(told, date) else date.fromisoformat(told)


def main(folder: Path, languages: Sequence[str]) -> None:
    """Write the sample in each of the languages; a workspace that is there already is made anew."""
    root = folder / "workspace"
    if root.exists():
        shutil.rmtree(root)
    sample = Sample(root)
    sample.make()
    for language in languages:
        (folder / f"{language}.pdf").write_bytes(sample.page(language))
        print(folder / f"{language}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ["zh-CN", "en"])
