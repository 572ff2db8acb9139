"""Processes that make or read a file: that one which the tests fork (`tests/forked.py`) is what a command starts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from forked import shared_forker, start_module
from sample_run import sample_run

from fieldops.reports.build import build_report
from fieldops.reports.pdf import Order
from fieldops.reports.render import TEMPLATE

if find_spec("weasyprint") is None:
    pytest.skip("the extra 'pdf' is not installed: make test installs it", allow_module_level=True)
PAGE = Order("<p>你好</p>", datetime(2026, 6, 18, tzinfo=UTC), b"x", ())


def asked(kind: str, folder: Path) -> tuple[str, str, bytes]:
    if kind.startswith("{"):
        (folder / TEMPLATE).write_text(kind)
        view = msgspec.json.encode(build_report(sample_run(), "en"))
        return "fieldops.reports.rendering", json.dumps([TEMPLATE, [str(folder)], None, 10, 256]), view
    if kind == "page":
        return "fieldops.reports.typesetting", "[60, 1024]", msgspec.msgpack.encode(PAGE)
    return "fieldops.reports.pdf_reading", "[60, 1024]" if kind == "no PDF" else "[]", b"no PDF"


@pytest.mark.parametrize(
    "kind",
    ["{{ view.title }}", "{{ view.nothing }}", "{{ 'x' * 10**10 }}", "page", "no PDF", "a mistake of ours"],
)
def test_what_the_tests_fork_answers_as_what_a_command_starts(kind: str, tmp_path: Path) -> None:
    ran = [way(*asked(kind, tmp_path), 300) for way in (shared_forker().run_module, start_module)]
    # Of a traceback the end: its frames name who called.
    assert len({(code, out, *err.splitlines()[-1:]) for code, out, err in ran}) == 1
