"""From a report's view to one self-contained file, HTML or Word, through a template in a process of its own.

A workspace's template is whoever wrote it: it may loop for ever or fill the memory. So it is rendered by a child
(`fieldops.reports.rendering`) that the system ends when it takes too much, and what went wrong is told with the line of the
template. What the template shows is the hosts': escaping is for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from fieldops.errors import FieldopsError
from fieldops.reports.annex_view import AnnexView
from fieldops.reports.children import Bounds, ask
from fieldops.reports.order_view import OrderPaper
from fieldops.reports.view import ReportView

TEMPLATE, ANNEX_TEMPLATE, WORD_TEMPLATE = "report.html.j2", "annex.html.j2", "report.docx"
ORDER_TEMPLATE, ORDER_WORD_TEMPLATE = "order.html.j2", "order.docx"
View = ReportView | AnnexView | OrderPaper
# A report of 100 hosts with 60 checks each takes a hundredth of these; a larger one may take more.
_SECONDS, _SECONDS_PER_MEGABYTE = 10, 4
_MEGABYTES, _MEGABYTES_PER_MEGABYTE = 256, 40
_FRAME = re.compile(rb'File "template:(\d+)", line (\d+)')


def bounds_for(size: int) -> Bounds:
    """The bounds for a view of so many bytes: more than any report of ours needs."""
    megabytes = size >> 20
    return Bounds(
        _SECONDS + _SECONDS_PER_MEGABYTE * megabytes, _MEGABYTES + _MEGABYTES_PER_MEGABYTE * megabytes
    )


def render_html(
    view: View,
    templates: Sequence[Path],
    root: Path | None = None,
    bounds: Bounds | None = None,
) -> str:
    """`view` through the first template for it (``report.html.j2``, ``annex.html.j2``, ``order.html.j2``) in the folders `templates`; those of
    the workspace `root` lie in it.

    Raises FieldopsError for a template that is missing, wrong, or takes more than `bounds` (left out: by the view's
    size), with its file and line, and for one that lies elsewhere.
    """
    of_kind = {AnnexView: ANNEX_TEMPLATE, OrderPaper: ORDER_TEMPLATE}
    return _rendered(of_kind.get(type(view), TEMPLATE), view, templates, root, bounds).decode("utf-8")


def render_word(
    view: ReportView | OrderPaper,
    templates: Sequence[Path],
    root: Path | None = None,
    bounds: Bounds | None = None,
) -> bytes:
    """`view` through the first ``report.docx`` (or ``order.docx``) in the folders `templates`: a Word file, the same bytes each time.

    Raises what `render_html` raises, and FieldopsError where what Word files need is not installed.
    """
    need_word()
    template = ORDER_WORD_TEMPLATE if isinstance(view, OrderPaper) else WORD_TEMPLATE
    return _rendered(template, view, templates, root, bounds)


def need_word() -> None:
    """Raise FieldopsError where what Word files need is not installed."""
    if find_spec("docxtpl") is None:
        raise FieldopsError("output.no-word")


def is_of_orders(file: Path) -> bool:
    """Whether a template is one of the documents of orders, which show another view than a report."""
    return file.name in (ORDER_TEMPLATE, ORDER_WORD_TEMPLATE)


def render_file(view: ReportView | OrderPaper, file: Path) -> bytes:
    """`view` through that very template, a Word file or a page. Raises what `render_html` raises."""
    return _rendered(file.name, view, [file.absolute().parent], None, None)


def _rendered(
    template: str,
    view: View,
    templates: Sequence[Path],
    root: Path | None,
    bounds: Bounds | None,
) -> bytes:
    """What the child makes of the first template of that name."""
    data = msgspec.json.encode(view)
    limits = bounds or bounds_for(len(data))
    folders = [str(folder) for folder in templates]
    asked = [template, folders, str(root) if root else None, limits.seconds, limits.megabytes]
    answer = ask("fieldops.reports.rendering", asked, data, limits.seconds)
    if answer.head == b"{}":
        return answer.made
    raise _failure(answer.head, answer.told, limits, template)


def _failure(head: bytes, told: bytes, limits: Bounds, template: str) -> FieldopsError:
    """What the child said was wrong; where it was ended without a word, it took too long."""
    said: Any = {}
    try:
        said = json.loads(head)
    except ValueError:
        said = {"code": "template.too-long", "place": _last_place(told)}
    values: Mapping[str, object] = said.get("values", {})
    return FieldopsError(
        said["code"],
        **values,
        place=said.get("place") or template,
        seconds=limits.seconds,
        megabytes=limits.megabytes,
    )


def _last_place(told: bytes) -> str | None:
    """The line of the template that was at work when the system ended the child, by what it left on stderr."""
    files: dict[int, tuple[str, list[list[int]]]] = {}
    for line in told.splitlines():
        if line.startswith(b"template "):
            number, path, lines = json.loads(line.removeprefix(b"template "))
            files[number] = path, lines
    frame = _FRAME.search(told)
    if frame is None or int(frame[1]) not in files:
        return None
    path, lines = files[int(frame[1])]
    before = [of_template for of_template, of_code in lines if of_code <= int(frame[2])]
    return f"{path}:{before[-1] if before else 1}"
