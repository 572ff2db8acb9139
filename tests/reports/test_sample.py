"""The sample report is believable: its hosts print what such systems print, and the product itself judges it."""

from __future__ import annotations

import importlib.util
import sys
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from conftest import require
from properties import workspace as shipped

from fieldops.inspection.checks import Verdict
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.plan import make_plan
from fieldops.inspection.readings import Session

ROOT = Path(__file__).parents[2]
LAST = datetime.fromisoformat("2026-11-27T09:30:00+08:00")


@cache
def hosts_module() -> ModuleType:
    """tools/sample_hosts.py, which is no package."""
    spec = importlib.util.spec_from_file_location("sample_hosts", ROOT / "tools/sample_hosts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sample_hosts"] = module
    spec.loader.exec_module(module)
    return module


def found_on(*ids: str) -> dict[str, dict[str, Verdict]]:
    """What does not stand in order on some hosts at the last inspection of the sample, by host and check."""
    made = hosts_module()
    library = shipped()
    plan = make_plan((library.need("Playbook", "linux-standard"),), library)
    session = Session(LAST.timestamp(), LAST.timestamp())
    found = {}
    for host in made.sample_hosts():
        if host["id"] in ids:
            prints = made.Prints({**host, "number": 11}, 2, made.Clock(LAST))
            told = {probe.id: prints.of(probe.id) for probe in plan.probes}
            raw = {
                id: RawOutput(id, out.encode(), err.encode(), code, ProbeEnd.OK)
                for id, (out, err, code) in told.items()
            }
            results = plan.judge(raw, session)
            found[host["id"]] = {
                each.id: each.verdict
                for each in results
                if each.verdict in (Verdict.WARN, Verdict.CRIT, Verdict.UNKNOWN)
            }
    return found


def test_each_kind_of_host_prints_what_is_understood_and_deviates_where_it_is_meant_to() -> None:
    warn, crit, unknown = Verdict.WARN, Verdict.CRIT, Verdict.UNKNOWN
    refused = (
        "storage-errors", "hardware-errors", "kernel-lockups", "empty-passwords", "password-expiry", "ssh-root-login",
        "ssh-empty-passwords", "ssh-password-login",
    )  # fmt: skip
    assert found_on("core-db-01", "erp-db-01", "oa-web-01", "file-01", "log-01", "mail-01") == {
        "core-db-01": {},
        "erp-db-01": {"filesystem-space": crit},
        "oa-web-01": {},
        "file-01": {"software-raid": crit, "ssh-root-login": warn},
        "log-01": {},
        "mail-01": dict.fromkeys(refused, unknown),
    }


@pytest.mark.real
def test_the_sample_is_made_signed_by_two_and_confirmed(tmp_path: Path) -> None:
    import subprocess

    tool = ROOT / "tools/sample_report.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path), "en"], check=True)
    assert (tmp_path / "en.pdf").read_bytes().startswith(b"%PDF")
    said = subprocess.run([require("pdftotext"), tmp_path / "en.pdf", "-"], check=True, capture_output=True)
    pages = said.stdout.decode().split("\f")[:-1]
    # Whoever reads three pages has what is to be done; no page is there for a small table alone.
    assert all(part in pages[2] for part in ("Signatures", "Who does what by when", "What we need from you"))
    assert all(part in pages[-1] for part in ("Document control", "Files that belong to this report"))
    listed = subprocess.run(
        [sys.executable, "-m", "fieldops", "-C", str(tmp_path / "workspace"), "run", "list", "-o", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert listed.stdout.count("harbour-bank-") >= 3
