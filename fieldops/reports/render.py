"""From a report's view to one self-contained HTML file, through a template in a sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fieldops.reports.view import ReportView

TEMPLATE = "report.html.j2"


def render_html(view: ReportView, templates: Sequence[Path]) -> str:
    """`view` through the first ``report.html.j2`` in the folders `templates`.

    A workspace's template is the user's, what it shows is the hosts': the sandbox is for the first, the
    escaping for the second. Raises jinja2.TemplateError for a template that is missing or wrong.
    """
    # Jinja2 costs start-up time that only reports should pay.
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(list(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(view=view, words=view.words)
