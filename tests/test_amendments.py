"""An amendment to each example in turn changes everything that is said of the contract, and in the same way.

Acceptance of issue 8: `contract list`, `show` and `obligations`, `schedule list` and its calendar, `warranty list` and
`check`, `sla deadlines`, `contract diff` and the report are asked before and after it, on the day before it applies and on
its first day. The amendment is one line, so that a place that is cited is right when it is that line.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from fieldops.actions.contracts import list_contracts, obligations, show_contract
from fieldops.actions.deadlines import Report, Terms, deadlines_for
from fieldops.actions.differences import compare_workspaces
from fieldops.actions.schedule_files import Wanted, schedule_calendar
from fieldops.actions.schedules import schedule
from fieldops.actions.snapshots import contract_snapshot
from fieldops.actions.warranties import check_claim, list_warranties
from fieldops.contracts.agreement import contract_of
from fieldops.contracts.reasons import flattened
from fieldops.documents.workspace import load_workspace
from fieldops.messages import say_value
from fieldops.reports.build import build_report
from fieldops.structs import replaced
from fieldops.warranty.claim import Claim
from tests.reports.sample_run import sample_run

REPOSITORY = Path(__file__).parents[1]
EXAMPLES = ("archive-digitisation", "device-platform", "housing-fund-portal", "managed-service")
EVE, FIRST = date(2026, 12, 31), date(2027, 1, 1)
# Of the amended terms.
END, NOTICE = date(2032, 6, 30), date(2032, 5, 30)
FROM, TO = date(2027, 1, 1), date(2036, 12, 31)
HEAD = "apiVersion: fieldops/v1\n"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


@dataclass(frozen=True)
class Amended:
    """An example as it is, and with the amendment in `line` of its file; `asset` has the warranty that is extended."""

    id: str
    before: Path
    after: Path
    file: str
    line: int
    asset: str
    severity: str

    def at(self, position: object) -> bool:
        return str(position).startswith(f"{self.file}:{self.line}:")


@pytest.fixture(scope="module", params=EXAMPLES)
def amended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Amended:
    id = request.param
    root = tmp_path_factory.mktemp(id)
    before, after = root / "before", root / "after"
    for side in (before, after):
        shutil.copytree(REPOSITORY / "contracts", side / "contracts")
    file = after / "contracts" / f"{id}.yaml"
    contract: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    use = contract["warranties"][0]
    _extend(after / "contracts", use["terms"])
    line = _write(file, "amendments" in contract, _amendment(contract))
    files = [file, *(one for one in (after / "contracts").rglob("*.yaml") if _is_equipment(one, id))]
    every = [yaml.load(one.read_text("utf-8"), Loader=yaml.BaseLoader).get("assets", []) for one in files]
    assets = (one for some in every for one in some if one["category"] in use["categories"])
    level = yaml.load(
        (after / f"contracts/service-levels/{contract['service_level']}.yaml").read_text("utf-8"),
        Loader=yaml.BaseLoader,
    )
    severity = level["severities"][0]["id"]
    return Amended(id, before, after, f"contracts/{id}.yaml", line, next(assets)["id"], severity)


def _is_equipment(file: Path, contract: str) -> bool:
    text = file.read_text("utf-8")
    return "kind: Assets" in text and f"contract: {contract}" in text


def _amendment(contract: dict[str, Any]) -> dict[str, Any]:
    visit = {**contract["inspections"][0], "schedule": {"every": "6 months", "anchor": "2027-02-15"}}
    term = {"start": contract["term"]["start"], "end": str(END), "renewal": "never", "notice": "1 month"}
    sets = {
        "term": term,
        "warranties": [{**contract["warranties"][0], "terms": "extended"}],
        "service_level_overrides": [{"request": "incident", "milestone": "respond", "within": "1m"}],
        "inspections": [visit],
    }
    return {
        "id": "extension",
        "date": "2026-12-01",
        "applies_from": str(FIRST),
        "rationale": "延长服务",
        "sets": sets,
    }


def _extend(folder: Path, terms: str) -> None:
    """A warranty like that one that lasts for eight years."""
    (source,) = (one for one in folder.rglob("*.yaml") if f"\nid: {terms}\n" in one.read_text("utf-8"))
    data = yaml.load(source.read_text("utf-8"), Loader=yaml.BaseLoader)
    data = {name: value for name, value in data.items() if name != "cap"} | {
        "id": "extended",
        "period": "8 years",
    }
    numbers = {name: int(data[name]) for name in ("parts", "labour", "travel")}
    text = yaml.safe_dump(_typed({**data, **numbers}), allow_unicode=True)
    (folder / "extended.yaml").write_text(text, "utf-8")


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _typed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return {"true": True, "false": False}.get(value, int(value) if str(value).isdigit() else value)


def _write(file: Path, more: bool, amendment: dict[str, Any]) -> int:
    text = file.read_text("utf-8")
    entry = f"  - {json.dumps(_typed(amendment), ensure_ascii=False)}\n"
    if more:
        text = text.replace("amendments:\n", f"amendments:\n{entry}", 1)
    else:
        text += f"amendments:\n{entry}"
    file.write_text(text, "utf-8")
    return text.splitlines().index(entry.rstrip("\n")) + 1


# --- what is said of the term --------------------------------------------------------------------------------


def listed(root: Path, id: str, day: date) -> tuple[date, date | None]:
    (one,) = (one for one in list_contracts(root, noon(day))[0] if one.contract.id == id)
    return one.contract.term.end, one.notice


def shown(amended: Amended, root: Path, day: date) -> list[tuple[str, str, bool]]:
    """Code and sentence of each line of `contract show`, and whether the amendment is cited."""
    found = show_contract(root, amended.id, noon(day))
    return [
        (line.said.codes[0], say_value(line.said, "en"), amended.at(found.position(line.clause)))
        for section in found.sections
        for line in section.lines
    ]


def reported_term(root: Path, id: str, day: date) -> str:
    """The term that a report of a run on that day prints."""
    workspace = load_workspace(root)
    document = workspace.need("Contract", id)
    snapshot = contract_snapshot(contract_of(workspace, document), document, day)
    run = sample_run()
    view = build_report(replaced(run, begun=replaced(run.begun, contract=snapshot)), "en")
    (term,) = (fact.value for fact in view.document if fact.label == "Contract term")
    return term


def test_the_term_is_the_signed_one_until_the_eve_and_the_amended_one_from_its_day_on(
    amended: Amended,
) -> None:
    signed = listed(amended.before, amended.id, EVE)
    assert listed(amended.after, amended.id, EVE) == signed
    assert listed(amended.after, amended.id, FIRST) == (END, NOTICE)
    eve = [line for line in shown(amended, amended.after, EVE) if line[0] == "show.term-days"]
    first = [line for line in shown(amended, amended.after, FIRST) if line[0] == "show.term-days"]
    assert [(str(signed[0]) in said, here) for _, said, here in eve] == [(True, False)]
    assert [(str(END) in said, here) for _, said, here in first] == [(True, True)]
    assert str(signed[0]) in reported_term(amended.after, amended.id, EVE)
    assert str(END) in reported_term(amended.after, amended.id, FIRST)


def test_what_falls_due_is_the_same_in_obligations_schedule_and_calendar(amended: Amended) -> None:
    listed_due = obligations(amended.after, amended.id, noon(EVE), EVE, TO)[0]
    due = [(one.obligation.key, one.obligation.day, one.position) for one in listed_due]
    planned = schedule(amended.after, amended.id, noon(EVE), EVE, TO)[0]
    assert sorted((one.standing.due.key, one.standing.due.day, one.position) for one in planned) == sorted(
        due
    )
    text, _ = schedule_calendar(amended.after, Wanted(amended.id, EVE, TO, daily=True), noon(EVE), "en")
    # Beside them what the amendment took away, for whoever has an earlier file.
    assert text.count("BEGIN:VEVENT") - text.count("STATUS:CANCELLED") == len(due)
    ends = [(day, amended.at(place)) for key, day, place in due if "/term/" in key]
    assert ends == [(NOTICE, True), (END, True)]
    assert text.count(f"DTSTART;VALUE=DATE:{END:%Y%m%d}") >= 1


def test_visits_are_those_of_the_amended_schedule_from_its_day_on(amended: Amended) -> None:
    due = obligations(amended.after, amended.id, noon(EVE), date(2026, 6, 1), date(2027, 12, 31))[0]
    visits = [one for one in due if "/inspections/" in one.obligation.id]
    assert {one.obligation.day >= FIRST for one in visits if amended.at(one.position)} == {True}
    assert {one.obligation.day < FIRST for one in visits if not amended.at(one.position)} == {True}
    later = [one.obligation.day for one in visits if amended.at(one.position)]
    assert [(day.year, day.month) for day in later] == [(2027, 2), (2027, 8)]
    read_back = [line for line in shown(amended, amended.after, FIRST) if line[0] == "show.inspection"]
    assert [here for _, _, here in read_back] == [True]


# --- warranties ----------------------------------------------------------------------------------------------


def ends(amended: Amended, root: Path, day: date) -> dict[tuple[str, str], tuple[date | None, bool]]:
    found = list_warranties(root, noon(day), amended.id).warranties
    held = ((one.standing, amended.at(one.position)) for one in found)
    return {(one.asset.id, one.warranty.id): (one.end, here) for one, here in held}


def test_warranties_are_the_signed_ones_until_the_eve_and_the_amended_ones_from_its_day_on(
    amended: Amended,
) -> None:
    signed, told = ends(amended, amended.before, EVE), ends(amended, amended.after, EVE)
    held = {key: (end and min(end, EVE), False) for key, (end, _) in signed.items()}
    assert {key: value for key, value in told.items() if key[1] != "extended"} == held
    assert {
        (end is not None and end.year > 2030, here) for key, (end, here) in told.items() if key not in held
    } == {(True, True)}
    before, later = (shown(amended, amended.after, day) for day in (EVE, FIRST))
    assert {here for code, _, here in later if code.startswith("show.cover")} == {True}
    assert {here for code, _, here in before if code.startswith("show.cover")} == {False}
    # What the amendment has removed is not read back.
    assert sum(code == "show.borne" for code, _, _ in later) == 1


def test_obligations_schedule_and_read_back_tell_the_ends_that_warranty_list_tells(amended: Amended) -> None:
    expected = {
        end for end, _ in ends(amended, amended.after, FIRST).values() if end is not None and end >= EVE
    }
    due = obligations(amended.after, amended.id, noon(EVE), EVE, date(2039, 12, 31))[0]
    told = {
        (one.obligation.day, amended.at(one.position)) for one in due if one.obligation.kind == "warranty_end"
    }
    assert {day for day, _ in told} == expected
    assert told == {(day, day > EVE) for day in expected}
    for day in (EVE, FIRST):
        covered = [
            said for code, said, _ in shown(amended, amended.after, day) if code.startswith("show.cover")
        ]
        assert covered
        assert all(any(str(end) in said for end in expected) for said in covered)


def test_a_fault_after_the_signed_end_is_covered_by_the_amended_terms_and_their_line(
    amended: Amended,
) -> None:
    signed = max(
        end
        for (asset, _), (end, _) in ends(amended, amended.before, EVE).items()
        if asset == amended.asset and end is not None
    )
    claim = Claim(amended.asset, "normal", max(signed, FIRST).replace(year=max(signed, FIRST).year + 1))
    assert check_claim(amended.before, amended.id, claim, noon(EVE))[1].outcome == "not_covered"
    desk, found = check_claim(amended.after, amended.id, claim, noon(EVE))
    assert found.outcome == "covered"
    cited = [
        desk.position(reason.clause)
        for _, reason in flattened(found.reasons)
        if reason.clause is not None and reason.rule in ("warranty", "amendment", "term")
    ]
    assert {amended.at(position) for position in cited} == {True}


# --- times ---------------------------------------------------------------------------------------------------


def respond(amended: Amended, root: Path, day: date) -> list[tuple[float, bool]]:
    """The minutes to respond to a grave incident, and whether the amendment is cited."""
    report = Report(f"{day}T10:00", "incident", amended.severity, {})
    found = deadlines_for(root, Terms(amended.id), report)
    return [
        ((each.due - each.start).total_seconds() / 60, amended.at(found.position(each.promise.clause)))
        for each in found.deadlines
        if each.milestone == "respond" and each.due is not None and each.start is not None
    ]


def test_times_are_those_in_force_when_it_is_reported(amended: Amended) -> None:
    assert respond(amended, amended.after, EVE) == respond(amended, amended.before, EVE)
    assert respond(amended, amended.after, FIRST) == [(1.0, True)]
    said = [line for line in shown(amended, amended.after, FIRST) if line[0] == "show.override"]
    # One for each case whose time it replaces.
    assert {here for _, _, here in said} == {True}
    assert not [line for line in shown(amended, amended.after, EVE) if line[0] == "show.override"]


# --- what the change means -----------------------------------------------------------------------------------


def test_the_difference_tells_each_section_from_the_amendments_day_on_and_its_line(amended: Amended) -> None:
    sides = load_workspace(amended.before), load_workspace(amended.after)
    (found,), _, _ = compare_workspaces(*sides, now=noon(EVE), contract=amended.id)
    by_section: dict[str, set[tuple[str | None, bool]]] = {}
    for each in found.differences:
        # What another document says in the place of the one before stands in that document.
        if each.after is not None and each.group.since is not None and each.group.document is None:
            place = each.after.document.position(*each.after.path)
            by_section.setdefault(each.group.section, set()).add((each.group.since, amended.at(place)))
    sections = ("term", "warranties", "service_level_overrides", "inspections")
    assert {name: by_section.get(name) for name in sections} == {
        name: {(str(FIRST), True)} for name in sections
    }
    # Nothing is said to be otherwise on a day before.
    assert all(each.group.since is None or each.group.since >= str(FIRST) for each in found.differences)
