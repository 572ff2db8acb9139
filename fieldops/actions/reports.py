"""Writing the report of a recorded run, and its annex beside it."""

from __future__ import annotations

import hashlib
import os
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from fieldops.actions.comparisons import compared_with_last
from fieldops.actions.histories import history_beside
from fieldops.actions.own_looks import logos_of, own_folders
from fieldops.actions.rights import tighten, write_whole
from fieldops.actions.runs import LATEST, Wanted
from fieldops.actions.signing import SignedRun, signed_contents
from fieldops.documents.links import inside
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError, Notice, Unusable
from fieldops.records.run_events import RunKind
from fieldops.structs import Struct, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldops.records.runs import Run
    from fieldops.reports.annex_view import AnnexView
    from fieldops.reports.names import Served
    from fieldops.reports.view import FileRow, ReportView
    from fieldops.reports.wording import Wording


ReportForm = Literal["html", "docx", "pdf", "md"]


class MadeFile(Struct, frozen=True):
    """A file of a report: its name, and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes, as the report prints it (there in groups of eight)."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def form(self) -> ReportForm:
        """What kind of file it is, by its ending."""
        return form_of(self.name)


def form_of(name: str) -> ReportForm:
    """What kind of report a file of that name is."""
    forms: dict[str, ReportForm] = {".docx": "docx", ".pdf": "pdf", ".md": "md"}
    return forms.get(Path(name).suffix.lower(), "html")


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report: of which run, in which language, its page (Word file, PDF, Markdown), and the annexes whose hashes it names."""

    run: str
    kind: RunKind
    language: str
    page: MadeFile
    annexes: tuple[MadeFile, ...]


def make_report(
    root: Path, wanted: Wanted, language: str | None, name: str | None = None, form: ReportForm = "html"
) -> MadeReport:
    """The report of a run and its annexes in `language`, else the contract's. `name`: of the report's file; without one it is
    called by customer, visit and period (else kind and day) and run. `form`: a page, a Word file, a PDF or Markdown; the annexes are the same.

    "latest" is the newest inspection: a report is what a contract's inspections owe; a health check is asked for by its
    kind or id. Raises UsageError for a run that is not there, FieldopsError when a template fails,
    LeadsOut where the workspace's template lies somewhere else.
    """
    if wanted.id == LATEST and wanted.kind is None:
        wanted = replaced(wanted, kind=RunKind.INSPECTION)
    told, signed = signed_contents(root, wanted, language)
    return report_of(root, told, signed, language or told.run.contract.language, name, form)


def report_of(
    root: Path,
    told: SignedRun,
    signed: Mapping[str, bytes],
    language: str,
    name: str | None = None,
    form: ReportForm = "html",
) -> MadeReport:
    """The report of a run in a language, of what was signed of it (`signed_contents`), else of the record.

    Raises what `make_report` raises.
    """
    from fieldops.reports.markdown import escaped
    from fieldops.reports.names import annex_name, stem_of
    from fieldops.reports.pdf import need_pdf
    from fieldops.reports.render import render_html, render_word
    from fieldops.reports.report_markdown import report_markdown
    from fieldops.reports.wording import Wording
    from fieldops.reports.workbook import workbook_of

    if form == "pdf":
        need_pdf()
    _tell_passed_over(root / "templates", form)
    run = told.run
    report, annex = _views(root, told, signed, language)
    own = own_folders(root, run.contract.id)
    folders = (*own, shipped_folder("templates"))
    html = partial(render_html, templates=folders, root=root)
    stem = (
        Path(name).stem
        if name is not None
        else _stem_here(stem_of(run, language, served_visit(root, run)), run.id)
    )
    annexes = (
        MadeFile(annex_name(stem, ".html"), html(annex).encode("utf-8")),
        MadeFile(annex_name(stem, ".xlsx"), workbook_of(annex)),
    )
    wording = Wording(language, ZoneInfo(run.contract.time_zone))
    logos = logos_of(root, own, {"customer": report.customer, "vendor": report.vendor}, form)
    report = replaced(report, files=tuple(_row(each, wording) for each in annexes), logos=logos)
    if form == "docx":
        data = render_word(report, folders, root)
    elif form == "md":
        data = report_markdown(report, escaped).encode("utf-8")
    else:
        text = html(report)
        data = pdf_of(told, text, report, signed.get("report")) if form == "pdf" else text.encode("utf-8")
    page = MadeFile(name or f"{stem}.{form}", data)
    return MadeReport(run.id, run.kind, language, page, annexes)


def pdf_of(told: SignedRun, page: str, view: ReportView, content: bytes | None) -> bytes:
    """The page of a report, made of `view`, as PDF, dated when the run was concluded (else ended, else begun). Inside of it is
    what is signed of the version that holds, with the signed `content`, and what `verify` needs to make the pages again
    (`fieldops.reports.carried`). Raises what `write_pdf` raises.
    """
    from fieldops.reports.carried import carried_files, shown_of
    from fieldops.reports.pdf import attached, write_pdf
    from fieldops.reports.signatures import view_of
    from fieldops.reports.view import ReportView

    version, run = told.signing.current, told.run
    if version is None or content is None:
        return write_pdf(page, (run.finished or run.started).replace(microsecond=0))
    try:
        signed = view_of(content, ReportView)
    except FieldopsError:
        signed = view  # of another form; it was told
    shown = shown_of(view, signed, version.conclusion, run.contract.time_zone)
    files = carried_files(version, {f"report.{view.language}.json": content}, shown)
    return write_pdf(page, shown.dated, attached(files))


def served_visit(root: Path, run: Run) -> Served | None:
    """The visit that the run was made for, by today's contract; None for none, and where that cannot be read or knows no such one."""
    from fieldops.actions.contracts import open_workspace
    from fieldops.actions.needed import VISITS, need_agreement
    from fieldops.reports.names import Served
    from fieldops.schedule.visits import entry_of, occurrence_of

    key = run.begun.request.serves
    if key is None:
        return None
    try:
        agreement = need_agreement(open_workspace(root, judged=False), run.contract.id, VISITS)
    except FieldopsError:
        return None
    due = occurrence_of(agreement, key, run.started.date())
    entry = entry_of(agreement, due) if due is not None else None
    if due is None or entry is None or entry.schedule is None:
        return None
    return Served(entry.title, due.day, entry.schedule.every)


def _stem_here(stem: str, run: str) -> str:
    """The name, where this machine's file names can have its characters; else the run's, which are ASCII (LC_ALL=C)."""
    try:
        os.fsencode(stem)
    except UnicodeEncodeError:
        return run
    return stem


def _tell_passed_over(folder: Path, form: ReportForm) -> None:
    """What was meant for a template of the report and is none: it has another name, or is no file. The packaged one is used.

    Beside a template that is used it may be a part of that.
    """
    from fieldops.reports.render import ANNEX_TEMPLATE, TEMPLATE, WORD_TEMPLATE

    word = form == "docx"
    used = (WORD_TEMPLATE,) if word else (TEMPLATE, ANNEX_TEMPLATE, "report.css.j2")
    endings = (".docx", ".dotx", ".doc") if word else (".j2", ".jinja", ".jinja2", ".html")
    if not folder.is_dir() or any((folder / name).is_file() for name in used):
        return
    for name in sorted(each.name for each in folder.iterdir()):
        # What Word has open has a file beside it.
        if name.lower().endswith(endings) and not name.startswith("~$"):
            path = f"{folder.name}/{name}"
            warnings.warn(Notice("report.template-not-used", path=path, name=used[0]), stacklevel=3)


def _row(file: MadeFile, wording: Wording) -> FileRow:
    from fieldops.reports.view import FileRow
    from fieldops.reports.wording import clean, hash_text, size_text

    title = wording.say(f"file-title{Path(file.name).suffix}")
    return FileRow(title, clean(file.name), size_text(len(file.data)), hash_text(file.sha256))


def _views(
    root: Path, told: SignedRun, signed: Mapping[str, bytes], language: str
) -> tuple[ReportView, AnnexView]:
    """What the pages show: of a run that was concluded just what was signed, whatever this version would make of it."""
    from fieldops.reports.signatures import forgotten_marks, of_annex, signing_view
    from fieldops.reports.wording import Wording

    report, annex = _signed_views(told, signed) or _views_of(root, told, language)
    # What was deleted since is told on each file, beside what was signed.
    gone = forgotten_marks(told.signing, language)
    report, annex = (
        replaced(report, marks=(*report.marks, *gone)),
        replaced(annex, marks=(*annex.marks, *gone)),
    )
    if not told.run.signable:
        return report, annex
    wording = Wording(language, ZoneInfo(told.run.contract.time_zone))
    signing = signing_view(told.signing, wording)
    return replaced(report, signing=signing), replaced(annex, signing=of_annex(signing))


def _signed_views(told: SignedRun, signed: Mapping[str, bytes]) -> tuple[ReportView, AnnexView] | None:
    """What was signed; None where nothing was yet, and, said so, where another version of fieldops made it."""
    from fieldops.reports.annex_view import AnnexView
    from fieldops.reports.signatures import view_of
    from fieldops.reports.view import ReportView

    if not signed:
        return None
    try:
        # Before there was an annex of its own, the report's content had all of it, in another form.
        return view_of(signed["report"], ReportView), view_of(signed.get("annex", b""), AnnexView)
    except FieldopsError as error:
        warnings.warn(Notice(error.code, run=told.run.id), stacklevel=2)
        return None


def _views_of(root: Path, told: SignedRun, language: str) -> tuple[ReportView, AnnexView]:
    from fieldops.reports.annexes import build_annex
    from fieldops.reports.build import build_report

    run, version = told.run, told.signing.current
    compared = compared_with_last(root, run)
    conclusion = version.conclusion if version else None
    # A draft says how things stood when the run ended; what is signed, how they stood when it was concluded.
    at = conclusion.at if conclusion is not None else run.finished or run.started
    history = history_beside(root, run, at)
    return build_report(run, language, conclusion, compared, history), build_annex(run, language)


def write_report(root: Path, made: MadeReport, output: Path | None = None) -> tuple[Path, ...]:
    """Write a report to `output`, else below the workspace's reports/, and its annexes beside it; returns where, the report
    first. Each file appears whole or not at all, the report last: its hashes are those of files that are there.

    Raises FieldopsError when one cannot be written, LeadsOut where the workspace's reports/ lie somewhere else.
    """
    path = output or inside(root, root / "reports" / made.page.name)
    try:
        if output is None:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            tighten(path.parent)
        annexes = [(path.with_name(each.name), each.data) for each in made.annexes]
        for file, data in (*annexes, (path, made.page.data)):
            write_whole(file, [data])
    except OSError as error:
        raise Unusable(str(path), error) from error
    return path, *(file for file, _ in annexes)
