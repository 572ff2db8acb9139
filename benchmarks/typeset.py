"""The report of 100 hosts as PDF, from the record in memory: ``typeset.py``. Prints the seconds of CPU and how many pages it has."""

from __future__ import annotations

import io
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

HOSTS = 100


def main() -> None:
    """Make the page and set it, as `fieldops report` does."""
    sys.path.append(str(Path(__file__).parents[1] / "tests" / "reports"))
    import standard_run
    from pypdf import PdfReader

    from fieldops.documents.workspace import shipped_folder
    from fieldops.reports.build import build_report
    from fieldops.reports.pdf import write_pdf
    from fieldops.reports.render import render_html

    run = standard_run.standard_run(HOSTS)
    before = _seconds()
    page = render_html(build_report(run, "zh-CN"), [shipped_folder("templates")])
    made = write_pdf(page, datetime(2026, 6, 18, tzinfo=UTC))
    spent = _seconds() - before
    print(spent, len(PdfReader(io.BytesIO(made)).pages))


def _seconds() -> float:
    """CPU of this process and of those it had do something."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in uses)


if __name__ == "__main__":
    main()
