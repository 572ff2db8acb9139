"""Writing the report of a recorded run."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fieldops.actions.runs import find_run
from fieldops.documents.links import inside
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import FieldopsError
from fieldops.records.events import RunKind


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """Where a report was written, of which run and in which language."""

    run: str
    kind: RunKind
    language: str
    path: Path


def write_report(root: Path, run_id: str, language: str | None, output: Path | None) -> WrittenReport:
    """Write the HTML report of a run ("latest" for the newest) in `language`, else the contract's.

    The file appears whole or not at all. Raises UsageError for an unknown run, FieldopsError when the
    template or the file fails, LeadsOut where the workspace's template or reports/ lie somewhere else.
    """
    from jinja2 import TemplateError

    from fieldops.reports.build import build_report
    from fieldops.reports.render import render_html

    run = find_run(root, run_id)
    spoken = language or run.contract.language
    path = output or inside(root, root / "reports" / f"{run.id}.{spoken}.html")
    try:
        html = render_html(build_report(run, spoken), (root / "templates", shipped_folder("templates")))
    except TemplateError as error:
        raise FieldopsError(
            "output.template-error", template=str(error.__class__.__name__), detail=str(error)
        ) from error
    try:
        _write_whole(path, html.encode("utf-8"))
    except OSError as error:
        raise FieldopsError("file.not-writable", path=str(path), detail=error.strerror) from error
    return WrittenReport(run.id, run.kind, spoken, path)


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
