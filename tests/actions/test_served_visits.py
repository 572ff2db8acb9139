"""The visit that a run was made for, as the file of its report is called by it."""

from __future__ import annotations

from conftest import Workspace
from reports.sample_run import contract, sample_run
from schedule.cases import VISIT, acme

from fieldops.actions.reports import served_visit
from fieldops.messages import Text
from fieldops.records.runs import Run
from fieldops.reports.names import stem_of
from fieldops.structs import replaced

TITLED = VISIT.replace("kind: inspection", "kind: inspection, title: {zh-CN: 月度巡检, en: Monthly visit}")
KEY = "acme/inspections/visit/3"


def run_for(key: str | None) -> Run:
    run = sample_run(contract={**contract([]), "id": "acme"})
    begun = replaced(run.begun, request=replaced(run.begun.request, serves=key))
    return Run(begun, run.finished, run.hosts)


def test_the_file_is_called_by_the_visit_and_its_month(workspace: Workspace) -> None:
    acme(workspace, TITLED)
    run = run_for(KEY)
    served = served_visit(workspace.root, run)
    assert served is not None
    assert served.title == Text("月度巡检", "Monthly visit")
    assert stem_of(run, "zh-CN", served) == "海港银行股份有限公司_月度巡检_2026-06_k3f9"


def test_a_run_for_no_visit_or_for_one_that_is_gone_is_called_by_its_day(workspace: Workspace) -> None:
    acme(workspace, TITLED)
    assert served_visit(workspace.root, run_for(None)) is None
    assert served_visit(workspace.root, run_for("acme/inspections/gone/3")) is None
    workspace.write("contracts/acme.yaml", "kind: [")
    assert served_visit(workspace.root, run_for(KEY)) is None
