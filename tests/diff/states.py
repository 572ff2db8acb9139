"""Two states of a small workspace, from YAML; and every value of a document changed one at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path as FilePath
from typing import Any

from fieldops.contracts.agreement import Agreement, agreement_of
from fieldops.diff import Difference
from fieldops.documents.judging import check_schema
from fieldops.documents.schema import layers_of
from fieldops.documents.workspace import Document, Workspace, load_workspace
from fieldops.documents.yaml_text import Path, read_yaml
from fieldops.messages import say

BASE = """\
Contract:
  id: acme
  title: {zh-CN: 运维合同, en: Operation}
  customer: {name: {zh-CN: 艾克公司, en: Acme}}
  vendor: {name: Vendor}
  team: team
  language: zh-CN
  time_zone: Asia/Shanghai
  calendar: office
  term: {start: 2026-01-01, end: 2028-12-31}
  service_level: support
  warranties: [{terms: hardware, categories: [server]}]
  acceptances: [{event: final_acceptance, date: 2026-03-15}]
  assets:
    - {id: s1, name: {zh-CN: 服务器一, en: Server one}, serial: A-1, model: M1, category: server, host: {address: 192.0.2.1}}
    - {id: s2, serial: A-2, model: M1, category: server}
    - {id: s3, serial: A-3, model: M1, category: server}
  inspections:
    - id: quarterly
      kind: inspection
      title: {zh-CN: 季度巡检, en: Quarterly inspection}
      playbook: linux-standard
      engineers: 2
      schedule: {every: 3 months, anchor: 2026-03-20}
  emergency: {plan: plan}
Team:
  id: team
  name: {zh-CN: 一组, en: Team one}
  people:
    - {id: zhang, name: {zh-CN: 张伟, en: Zhang Wei}, roles: [engineer]}
    - {id: li, name: {zh-CN: 李娜, en: Li Na}, roles: [engineer]}
ServiceLevel:
  id: support
  title: {zh-CN: 标准服务, en: Standard support}
  service_hours: office
  severities:
    - {id: '1', name: {zh-CN: 中断, en: outage}, criteria: {zh-CN: 无法使用, en: nothing works}}
    - {id: '2', name: {zh-CN: 一般, en: minor}, criteria: {zh-CN: 部分受影响, en: something is disturbed}}
  requests:
    - {id: incident, name: {zh-CN: 故障, en: incident}, graded: true}
    - {id: question, name: {zh-CN: 咨询, en: question}}
  milestones:
    - {request: incident, severity: '1', milestone: respond, within: 30m, clock: always}
    - {request: incident, severity: '2', milestone: respond, within: 2h, clock: service_hours}
    - {request: question, milestone: answer, within: 1wd, clock: service_hours}
Warranty:
  id: hardware
  title: {zh-CN: 硬件质保, en: Hardware warranty}
  covers: hardware
  start: {trigger: event, event: final_acceptance}
  period: 2 years
  period_rule: corresponding_date
  parts: 100
  labour: 100
  travel: 100
  causes: [normal, defect]
Calendar:
  id: office
  title: {zh-CN: 办公日历, en: Office}
  weekly: [{days: [mon, tue, wed, thu, fri], open: ['09:00-12:00', '13:00-17:00']}]
EmergencyPlan:
  id: plan
  title: {zh-CN: 应急预案, en: Emergency plan}
  groups: [{id: lead, kind: leadership, name: {zh-CN: 领导小组, en: Leadership}}]
  grades: [{id: red, name: {zh-CN: 红色, en: Red}, criteria: {zh-CN: 严重, en: grave}, response: {zh-CN: 全员, en: everybody}}]
  flow: [report, start_plan]
"""

Data = dict[str, Any]


@cache
def examples() -> Workspace:
    """The workspace of the repository, read once; tests do not change it."""
    return load_workspace(FilePath(__file__).parents[2])


def parsed(text: str) -> Any:
    """Plain data of a YAML text, read as contracts are."""
    node, problems = read_yaml(text.encode(), "test")
    assert node is not None, problems
    assert problems == []
    return node.data


@cache
def _base() -> dict[str, Data]:
    base: dict[str, Data] = parsed(BASE)
    return base


def document(data: Mapping[str, Any], path: str = "") -> Document:
    """A judged document of plain data."""
    name = path or f"contracts/{data['id']}.yaml"
    node, _ = read_yaml(json.dumps(data, ensure_ascii=False).encode(), name)
    assert node is not None
    _, problems = check_schema(node, name)
    return Document(name, str(data["kind"]), str(data["id"]), node, valid=not problems)


@lru_cache(64)
def _written(text: str) -> Document:
    """The document of a JSON text: most are the same in each state."""
    return document(json.loads(text))


def workspace(documents: list[Document]) -> Workspace:
    """A workspace in memory."""
    return Workspace(FilePath(), {(one.kind, one.id): one for one in documents})


def state(changes: Mapping[str, Any]) -> Workspace:
    """The base state with some properties of its documents replaced (null: left out).

    A kind with a name behind a slash (``Contract/second``) is one more document, made from nothing but its properties.
    """
    whole: dict[str, Data] = dict(_base())
    for name, properties in changes.items():
        if properties is None:
            whole.pop(name, None)
            continue
        merged = {**whole.get(name, {}), **properties}
        whole[name] = {key: value for key, value in merged.items() if value is not None}
    found = []
    for name, data in whole.items():
        text = json.dumps({"apiVersion": "fieldops/v1", "kind": name.split("/")[0], **data})
        one = _written(text)
        assert one.valid, (name, check_schema(one.node, "test")[1])
        found.append(one)
    return workspace(found)


# --- every value changed --------------------------------------------------------------------------------


def mutations(kind: str, data: Data) -> Iterator[tuple[Path, Data]]:
    """The data with one scalar after the other changed to another value that its schema may accept."""
    for path, value in leaves(data):
        if path[0] in ("apiVersion", "kind", "accepts") or path == ("id",):
            continue
        other = _another(kind, path, value)
        if other is not None:
            changed = copy.deepcopy(data)
            inner: Any = changed
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = other
            yield path, changed


def leaves(data: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of plain data that is no mapping or list, with its path."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if pairs is None:
        yield at, data
        return
    for step, value in pairs:
        yield from leaves(value, (*at, step))


def _another(kind: str, path: Path, value: Any) -> Any:
    layers = layers_of(kind, path)
    enum = next((layer["enum"] for layer in layers if "enum" in layer), None)
    forms = {layer.get("x-form") for layer in layers}
    if enum is not None:
        return next((choice for choice in enum if choice != value), None)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value - 1 if value > 1 else value + 1
    if "date" in forms:
        return str(date.fromisoformat(value) + timedelta(days=1))
    if forms & {"duration", "service-duration", "period", "decimal"}:
        return "7" + value
    if "time-span" in forms:
        return "06:07-" + value.split("-")[1]
    if "time-zone" in forms:
        return "Europe/Berlin"
    return value + "x"


# --- the base state as an agreement ------------------------------------------------------------------------

TODAY = date(2026, 11, 22)


def acme(changes: Data) -> Agreement:
    made = state(changes)
    return agreement_of(made, made.documents["Contract", "acme"])


def codes(found: list[Difference]) -> list[str]:
    return [each.code for each in found]


AMENDED = {
    "id": "a-1",
    "date": "2026-10-01",
    "applies_from": "2027-01-01",
    "rationale": "why",
    "sets": {"term": {"start": "2026-01-01", "end": "2029-06-30"}},
}


def said(found: list[Difference], prefix: str, language: str = "en") -> list[str]:
    return [say(each.code, language, each.values) for each in found if each.code.startswith(prefix)]


def term(end: str, **more: str) -> Data:
    return {"term": {"start": "2026-01-01", "end": end, **more}}
