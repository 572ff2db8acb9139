"""Writing the report of a recorded run."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldops.actions.rights import tighten, write_whole
from fieldops.actions.runs import LATEST, Wanted
from fieldops.actions.signing import SignedRun, content
from fieldops.documents.links import inside
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError, Notice, Unusable
from fieldops.records.events import RunKind
from fieldops.reports.view import ReportView
from fieldops.reports.wording import Wording
from fieldops.structs import replaced


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report: of which run, in which language, and its HTML."""

    run: str
    kind: RunKind
    language: str
    html: bytes

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.run}.{self.language}.html"


def make_report(root: Path, wanted: Wanted, language: str | None) -> MadeReport:
    """The HTML report of a run in `language`, else the contract's.

    "latest" is the newest inspection: a report is what a contract's inspections owe; a health check is asked for by its
    kind or id. Raises UsageError for a run that is not there, FieldopsError when the template fails,
    LeadsOut where the workspace's template lies somewhere else.
    """
    if wanted.id == LATEST and wanted.kind is None:
        wanted = replaced(wanted, kind=RunKind.INSPECTION)
    told, signed = content(root, wanted, language)
    return page_of(root, told, signed, language or told.run.contract.language)


def page_of(root: Path, told: SignedRun, signed: bytes | None, language: str) -> MadeReport:
    """The report of a run in a language, of its content as it was signed; None: of the record. Raises what `make_report` raises."""
    from fieldops.reports.render import render_html

    _tell_passed_over(root / "templates")
    run, folders = told.run, (root / "templates", shipped_folder("templates"))
    html = render_html(_view(told, signed, language), folders, root)
    return MadeReport(run.id, run.kind, language, html.encode("utf-8"))


def _tell_passed_over(folder: Path) -> None:
    """What was meant for a template of the report and is none: it has another name, or is no file. The packaged one is used.

    Beside a template that is used it may be a part of that.
    """
    from fieldops.reports.render import TEMPLATE

    if not folder.is_dir() or (folder / TEMPLATE).is_file():
        return
    for name in sorted(each.name for each in folder.iterdir()):
        if name.lower().endswith((".j2", ".jinja", ".jinja2", ".html")):
            path = f"{folder.name}/{name}"
            warnings.warn(Notice("report.template-not-used", path=path, name=TEMPLATE), stacklevel=3)


def _view(told: SignedRun, signed: bytes | None, language: str) -> ReportView:
    """What the pages show: of a run that was concluded just what was signed, whatever this version would make of it."""
    from fieldops.reports.build import build_report
    from fieldops.reports.signatures import signing_view, view_of

    version = told.signing.current
    try:
        view = view_of(signed) if signed is not None else build_report(told.run, language)
    except FieldopsError as error:
        warnings.warn(Notice(error.code, run=told.run.id), stacklevel=2)
        view = build_report(told.run, language, version.conclusion if version else None)
    if told.run.kind is not RunKind.INSPECTION:
        return view
    wording = Wording(language, ZoneInfo(told.run.contract.time_zone))
    return replaced(view, signing=signing_view(version, wording))


def write_report(root: Path, made: MadeReport, output: Path | None = None) -> Path:
    """Write a report to `output`, else below the workspace's reports/; returns where. The file appears whole or not at all.

    Raises FieldopsError when it cannot be written, LeadsOut where the workspace's reports/ lie somewhere else.
    """
    path = output or inside(root, root / "reports" / made.name)
    try:
        if output is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            tighten(path.parent)
        write_whole(path, [made.html])
    except OSError as error:
        raise Unusable(str(path), error) from error
    return path
