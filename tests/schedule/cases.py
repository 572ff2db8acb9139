"""A contract with two hosts as an agreement, and a log of visits that runs are written into: no store, no files kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from conftest import CONTRACT, Workspace

from fieldops.actions.needed import need_agreement
from fieldops.contracts.agreement import Agreement
from fieldops.contracts.obligations import DueObligation
from fieldops.documents.workspace import load_workspace
from fieldops.records.events import Outline
from fieldops.records.run_events import HostOutline, HostStatus, RunOutline
from fieldops.records.visit_events import ConsentGiven, VisitMissed
from fieldops.records.visits import VisitLog
from fieldops.schedule.deciding import Agenda, DayPlan, Do, Visit, agenda
from fieldops.schedule.standing import Ledger
from fieldops.schedule.visits import RUN_KINDS, estate_of
from fieldops.sla.moments import in_zone

ROSTER = "duty_roster: {start: 2026-01-05, every: 1 weeks, groups: [[zhang, li], [li, zhang]]}\n"
HOSTS = [
    {"id": "h1", "category": "server", "host": {"address": "192.0.2.1"}},
    {"id": "h2", "category": "server", "host": {"address": "192.0.2.2"}},
]
DAILY = "  - {id: daily, kind: health_check, playbook: linux-standard, schedule: {every: 1 days, anchor: 2026-03-01}}\n"
VISIT = "  - {id: visit, kind: inspection, playbook: linux-standard, engineers: 2, schedule: {every: 1 months, anchor: 2026-03-20, early: 3 days, late: 2 days}}\n"
STANDING = "  consent: standing\n"
FIRST = "acme/inspections/visit/0"


def acme(
    workspace: Workspace,
    inspections: str = VISIT,
    access: str = STANDING,
    roster: str = ROSTER,
    login: str = "agent",
    zone: str = "Asia/Shanghai",
    renewal: str = "",
    amendments: str = "",
) -> Agreement:
    """The contract acme with two hosts, whose visits and access are given."""
    team = (workspace.root / "contracts/team.yaml").read_text("utf-8")
    workspace.write("contracts/team.yaml", team.split("duty_roster")[0] + roster)
    more = f"{amendments}inspections:\n{inspections}access:\n  login: {{user: u, method: {login}}}\n{access}"
    contacts = (
        "customer: {name: Acme, contacts: [{name: Shen, duties: [consent]}, {name: Deng, duties: [liaison]}]}"
    )
    workspace.contract(HOSTS, more=more, contract=CONTRACT)
    file = workspace.root / "contracts/acme.yaml"
    text = file.read_text("utf-8").replace("customer: {name: Acme}", contacts)
    text = text.replace("end: 2026-12-31}", f"end: 2026-12-31{renewal}}}")
    file.write_text(text.replace("Asia/Shanghai", zone), "utf-8")
    return need_agreement(load_workspace(workspace.root, judged=False), "acme")


@dataclass
class Diary:
    """A log of visits; what is written into it is what a program that carries decisions out would record."""

    log: VisitLog = field(default_factory=VisitLog)
    runs: int = 0

    def visited(
        self,
        agreement: Agreement,
        visit: Visit,
        moment: datetime,
        down: frozenset[str] = frozenset(),
        heard: int | None = None,
    ) -> None:
        """A run for the visit at `moment`: `down` were not reached; the program died after `heard` hosts (None: lived)."""
        self.runs += 1
        run = f"run-{self.runs}"
        self._write(
            run,
            RunOutline(
                run=run,
                kind=RUN_KINDS[visit.entry.kind],
                started=moment,
                contract=agreement.id,
                playbook=visit.entry.playbook,
                engineers=(),
                hosts=tuple(visit.hosts),
                serves=visit.due.key,
                partial=False,
                estate=estate_of(agreement.signed).assets,
            ),
        )
        for host in visit.hosts[:heard]:
            status = HostStatus.UNREACHABLE if host in down else HostStatus.DONE
            self._write(run, HostOutline(host, status))

    def missed(self, agreement: Agreement, over: tuple[DueObligation, ...], moment: datetime) -> None:
        self._write("", VisitMissed(agreement.id, tuple(due.key for due in over), moment))

    def consented(self, occurrence: str, start: datetime, end: datetime) -> None:
        self._write("", ConsentGiven(occurrence, "Shen", start, end, start))

    def _write(self, stream: str, told: Outline) -> None:
        self.log.feed([(self.log.seq + 1, stream, told)])


@dataclass
class Clerk:
    """What `schedule run` does, without a machine: decides, writes down, and forgets nothing but its plan of the day."""

    agreement: Agreement
    diary: Diary = field(default_factory=Diary)
    attended: bool = False
    plan: DayPlan | None = None

    def look(self, now: datetime | str) -> Agenda:
        """What there is to do at that time."""
        ledger = Ledger(self.agreement, self.diary.log)
        found = agenda(ledger, self.moment(now), self.attended, self.plan)
        self.plan = found.plan
        return found

    def turn(
        self, now: datetime | str, down: frozenset[str] = frozenset(), heard: int | None = None
    ) -> Agenda:
        """Does and writes down what there is to do at that time."""
        found = self.look(now)
        for each in found.decisions:
            if isinstance(each, Do):
                self.diary.visited(self.agreement, each.visit, self.moment(now), down, heard)
        if found.missed:
            self.diary.missed(self.agreement, found.missed, self.moment(now))
        return found

    def moment(self, now: datetime | str) -> datetime:
        at = datetime.fromisoformat(now) if isinstance(now, str) else now
        return in_zone(at, self.agreement.zone)
