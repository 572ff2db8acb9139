"""The process that renders a template within limits: ``python -m fieldops.reports.rendering``. Who starts it: `render`.

Reads the view as JSON from standard input and writes one line of JSON, ``{}`` or what went wrong, and then the file.
On standard error it says which lines of which template its code is from, so that the place is known also where the system
ends it in the midst of something.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from fieldops.documents.links import LeadsOut, inside, read_whole
from fieldops.errors import FieldopsError
from fieldops.reports.annex_view import AnnexView
from fieldops.reports.limited import TooLong, give_back_memory, limit
from fieldops.reports.order_view import OrderPaper
from fieldops.reports.view import ReportView

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from jinja2 import Template

# Of what a library says about a mistake.
_SHOWN = 300
Said = dict[str, object]
_ANNEX, _WORD = "annex.html.j2", ".docx"
_ORDER = ("order.html.j2", "order.docx")
View = ReportView | AnnexView | OrderPaper
Made = TypeVar("Made", str, bytes)


class _Loader(BaseLoader):
    """Templates from folders, the first that has one; those of the workspace `root` lie in it. Names them by number."""

    def __init__(self, folders: Sequence[Path], root: Path | None) -> None:
        self._folders, self._root = folders, root
        self.files: list[Path] = []
        # Of a Word file, the part that is being rendered: its paragraphs.
        self.paragraphs: list[str] = []

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """See BaseLoader."""
        data = self.read(template)
        return data.decode("utf-8"), f"template:{len(self.files) - 1}", lambda: True

    def read(self, template: str) -> bytes:
        """The bytes of the first file of that name. Raises TemplateNotFound, LeadsOut and OSError."""
        parts = split_template_path(template)
        for folder in self._folders:
            path = folder.joinpath(*parts)
            if path.is_symlink() or path.exists():
                if self._root is not None and folder.is_relative_to(self._root):
                    inside(self._root, path)
                data = read_whole(path)
                self.files.append(path)
                return data
        raise TemplateNotFound(template)

    def place(self, filename: str | None, line: int) -> str:
        """Where a line of a template is: in its file; of a Word file, the words of the paragraph."""
        number = (filename or "").removeprefix("template:")
        if number.isdigit():
            return f"{self.files[int(number)]}:{line}"
        words = self.paragraphs[line - 1] if 0 < line <= len(self.paragraphs) else ""
        return f"{self.files[-1]} ({words})" if words else str(self.files[-1])

    def load(
        self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """See BaseLoader; says which lines the code is from."""
        template = super().load(environment, name, globals)
        number = len(self.files) - 1
        said = [number, str(self.files[number]), template.debug_info]
        sys.stderr.write(f"template {json.dumps(said)}\n")
        sys.stderr.flush()
        return template


class _Sandbox(ImmutableSandboxedEnvironment):
    """Computes nothing while it compiles: what takes too much then has no line."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)


def render(template: str, folders: Sequence[Path], root: Path | None, view: View) -> tuple[Said, str]:
    """The rendered text; or what went wrong (code, values, place) and no text."""
    loader = _Loader(folders, root)
    environment = _sandbox(loader)

    def text() -> str:
        found = environment.get_template(template)
        # Not `render`: it would look for lines in the midst of a lack of memory.
        parts = found.root_render_func(found.new_context(context_of(view)))
        return "".join(parts)

    return _tried(loader, text, "")


def render_word(template: str, folders: Sequence[Path], root: Path | None, view: View) -> tuple[Said, bytes]:
    """The same of a Word file: its bytes."""
    from fieldops.reports.word import open_word, word_of

    loader = _Loader(folders, root)

    def file() -> bytes:
        data = loader.read(template)
        opened = open_word(data, lambda lines: setattr(loader, "paragraphs", lines), str(loader.files[-1]))
        context = {**context_of(view), "picture": opened.picture}
        return word_of(opened, context, _sandbox(loader, of_text=False))

    return _tried(loader, file, b"")


def context_of(view: View) -> dict[str, object]:
    """The names that a template may use; a document of an order has no labels of its own."""
    return {"view": view, "words": {} if isinstance(view, OrderPaper) else view.words}


def _sandbox(loader: _Loader, of_text: bool = True) -> Environment:
    """What a template may do; in a Word file, line ends are none of its own."""
    return _Sandbox(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=of_text,
        lstrip_blocks=of_text,
        optimized=False,
    )


def _tried(loader: _Loader, make: Callable[[], Made], nothing: Made) -> tuple[Said, Made]:
    """What is made; or what went wrong, and nothing."""
    try:
        return {}, make()
    except TooLong as ended:
        return _said("template.too-long", _place(loader, ended.__traceback__)), nothing
    except MemoryError as lack:
        give_back_memory()
        return _said("template.too-large", _place(loader, lack.__traceback__)), nothing
    except RecursionError as deep:
        return _said("template.too-deep", _place(loader, deep.__traceback__)), nothing
    except TemplateSyntaxError as wrong:
        where = loader.place(wrong.filename, wrong.lineno)
        return _said("template.wrong", where, detail=_short(wrong.message or "")), nothing
    except TemplateNotFound as missing:
        place = _place(loader, missing.__traceback__)
        return _said("template.missing", place, template=str(missing.name)), nothing
    except LeadsOut as outside:
        return _said(outside.code, None, **outside.values), nothing
    except FieldopsError as error:
        values = dict(error.values)
        return _said(error.code, str(values.pop("place", "")) or None, **values), nothing
    except Exception as wrong:  # noqa: BLE001 - whatever a template does wrong is the template's
        detail = _short(f"{type(wrong).__name__}: {wrong}")
        return _said("template.wrong", _place(loader, wrong.__traceback__), detail=detail), nothing


def _said(code: str, place: str | None, **values: object) -> Said:
    return {"code": code, "place": place, "values": values}


def _short(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]


def _place(loader: _Loader, trace: TracebackType | None) -> str | None:
    """The innermost line of a template in a traceback."""
    place = None
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(trace.tb_lineno)
            place = loader.place(template.filename, line)
        trace = trace.tb_next
    # Else it is not compiled yet.
    return place or (str(loader.files[-1]) if loader.files else None)


def _read(data: bytes, template: str) -> View:
    """What the template shows."""
    if template in _ORDER:
        return msgspec.json.decode(data, type=OrderPaper)
    if template == _ANNEX:
        return msgspec.json.decode(data, type=AnnexView)
    return msgspec.json.decode(data, type=ReportView)


def main() -> None:
    """Render what standard input has, as the argument says."""
    template, folders, root, seconds, megabytes = json.loads(sys.argv[1])
    view = _read(sys.stdin.buffer.read(), template)
    limit(seconds, megabytes)
    try:
        whole: bytes
        places, top = [Path(folder) for folder in folders], Path(root) if root else None
        if template.lower().endswith(_WORD) and not isinstance(view, AnnexView):
            said, whole = render_word(template, places, top, view)
        else:
            said, text = render(template, places, top, view)
            whole = text.encode("utf-8")
    except MemoryError:
        give_back_memory()
        said, whole = _said("template.too-large", None), b""
    except FieldopsError as error:
        said, whole = _said(error.code, None, **error.values), b""
    sys.stdout.buffer.write(json.dumps(said).encode("ascii") + b"\n" + whole)


if __name__ == "__main__":
    main()
