"""Which run a report is compared with, and what a report leaves beside it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from fieldops.actions.settings import open_store
from fieldops.records.codecs import encode
from fieldops.records.log import run_stream
from fieldops.records.run_events import HostFinished, RunFinished
from fieldops.structs import as_mapping
from tests.cli.test_report_findings import read
from tests.conftest import Workspace
from tests.records.worlds import AT, DISKS, FINE, run


def record(workspace: Workspace, id: str, hours: int, used: str) -> None:
    """A run that began so many hours after the first one, with the disk `/` used so far."""
    made = run({"db-1": {**FINE, "disks": {"/": used}}}, at=AT + timedelta(hours=hours), id=id)
    host = HostFinished(**as_mapping(made.hosts[0]))
    with closing(open_store(workspace.root)) as log:
        told = (made.begun, host, RunFinished(made.id, made.started))
        log.append(run_stream(made.id), [encode(each) for each in told])


def test_a_report_is_compared_with_the_last_visit_and_not_with_a_second_look_at_the_same(
    workspace: Workspace,
) -> None:
    assert DISKS.warn is not None
    for id, hours, used in (("spring", 0, "W85"), ("summer", 2160, "o5"), ("again", 2166, "W86")):
        record(workspace, id, hours, used)
    first, second, third = (read(workspace, id, "en") for id in ("spring", "summer", "again"))
    assert "No earlier run of this plan was compared." in first
    assert "(spring), counted by value: new 0 still open 0 fixed 1" in second
    # The look at noon is compared with the same visit as the one in the morning.
    assert "(spring), counted by value: new 0 still open 1 fixed 0" in third
    assert "1 still open" in third


def test_a_report_on_standard_output_names_the_annexes_that_a_file_would_have(workspace: Workspace) -> None:
    record(workspace, "acme-a1b2", 0, "o5")
    made = workspace.run("report", "acme-a1b2", "--lang", "en", "-o", "json")
    assert made.code == 0, made.err
    told = json.loads(made.out)
    files = [Path(told["path"]), *(Path(each["path"]) for each in told["annexes"])]
    assert [file.name.rpartition("a1b2")[2] for file in files] == [".html", "-annex.html", "-annex.xlsx"]
    assert all(file.is_file() for file in files)
    printed = workspace.run("report", "acme-a1b2", "--lang", "en", "--output", "-")
    assert printed.out.rstrip() == files[0].read_text("utf-8").rstrip()
