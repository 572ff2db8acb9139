"""Writing the report of a recorded run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.rights import tighten, write_whole
from fieldops.actions.runs import LATEST, Wanted, find_run
from fieldops.documents.links import inside
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError, system_error
from fieldops.records.events import RunKind
from fieldops.structs import replaced


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report: of which run, in which language, and its HTML."""

    run: str
    kind: RunKind
    language: str
    html: bytes


def make_report(root: Path, wanted: Wanted, language: str | None) -> MadeReport:
    """The HTML report of a run in `language`, else the contract's.

    "latest" is the newest inspection: a report is what a contract's inspections owe; a health check is asked for by its
    kind or id. Raises UsageError for a run that is not there, FieldopsError when the template fails,
    LeadsOut where the workspace's template lies somewhere else.
    """
    from fieldops.reports.build import build_report
    from fieldops.reports.render import render_html

    if wanted.id == LATEST and wanted.kind is None:
        wanted = replaced(wanted, kind=RunKind.INSPECTION)
    run = find_run(root, wanted)
    spoken = language or run.contract.language
    folders = (root / "templates", shipped_folder("templates"))
    html = render_html(build_report(run, spoken), folders, root)
    return MadeReport(run.id, run.kind, spoken, html.encode("utf-8"))


def write_report(root: Path, made: MadeReport, output: Path | None = None) -> Path:
    """Write a report to `output`, else below the workspace's reports/; returns where. The file appears whole or not at all.

    Raises FieldopsError when it cannot be written, LeadsOut where the workspace's reports/ lie somewhere else.
    """
    path = output or inside(root, root / "reports" / f"{made.run}.{made.language}.html")
    try:
        if output is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            tighten(path.parent)
        write_whole(path, [made.html])
    except OSError as error:
        raise FieldopsError("file.not-writable", path=str(path), detail=system_error(error)) from error
    return path
