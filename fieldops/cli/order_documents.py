"""fieldops order documents, report: the documents of an order and the work report of a contract, as text, or as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.commands import command
from fieldops.cli.files import STDOUT, OutputFile, refuse_two_on_stdout
from fieldops.cli.json_forms import day_data, instant_data
from fieldops.cli.output import Session, day_option, form_option, now, print_bytes, print_json, print_line
from fieldops.contracts.wording import due_moment, moment
from fieldops.errors import ExitCode, UsageError
from fieldops.messages import say_error

if TYPE_CHECKING:
    from fieldops.actions.order_documents import Offered
    from fieldops.actions.orders import View
    from fieldops.actions.work_reports import Report
    from fieldops.reports.order_view import Field, OrderPaper, PaperKind

_KINDS = ("sheet", "work-contact", "record", "analysis", "notice", "swap")
_ENDINGS = (".html", ".htm", ".docx", ".pdf", ".md")


def paper_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that makes a paper: its language and the file."""
    file = click.option(
        "--output",
        type=OutputFile(*_ENDINGS),
        help="File to write; its ending says the form. '-': standard output, as a page.",
    )
    language = click.option(
        "--lang",
        "language",
        type=click.Choice(["zh-CN", "en"]),
        help="Language of the document; default: the contract's.",
    )
    return language(file(function))


@command()
@click.argument("id", metavar="ORDER")
@click.option(
    "--kind", type=click.Choice(_KINDS), help="Which document; default: a list of those that there are."
)
@paper_options
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write it there as a page, a PDF and a Word file; without --kind every document that there is.",
)
@form_option
@click.pass_obj
def documents(
    session: Session,
    id: str,
    kind: PaperKind | None,
    language: str | None,
    output: Path | None,
    folder: Path | None,
    form: str,
) -> int:
    """The documents of an order: service sheet, work-contact form, fault record, analysis report, notice, swap
    form.

    Without --kind: which of them the order has, and until when the contract wants them. With it: the document as text, or
    as a file (--output, --folder). What nobody has recorded is an empty line to be filled in by hand.
    """
    refuse_two_on_stdout(output, form)
    if output is not None and folder is not None:
        raise UsageError("paper.two-places")
    if output is not None and kind is None:
        raise UsageError("paper.which", choices=_KINDS)
    if folder is not None:
        return _write_all(session, id, kind, language, folder, form)
    if kind is None:
        return _list(session, id, form)
    return _one(session, id, kind, language, output, form)


# --- which there are ----------------------------------------------------------------------------------------


def _list(session: Session, id: str, form: str) -> int:
    from fieldops.actions.order_documents import offered

    view, found = offered(session.root, id, now())
    if form == "json":
        print_json(
            {"order": view.order.id, "documents": [_offered_data(session, view, each) for each in found]}
        )
        return ExitCode.CLEAN
    for each in found:
        print_line(_offered_line(session, view, each))
    session.note("paper.write-it", order=view.order.id)
    return ExitCode.CLEAN


def _offered_line(session: Session, view: View, each: Offered) -> str:
    what = session.say(f"paper.kind-{each.kind}")
    zone = view.agreement.zone
    if each.refused is not None:
        return session.say(
            "paper.none", kind=each.kind, what=what, why=say_error(each.refused, session.language)[0]
        )
    if each.given is not None:
        return session.say("paper.was-given", kind=each.kind, what=what, at=moment(each.given, zone))
    if each.due is not None:
        return session.say("paper.is-due", kind=each.kind, what=what, at=due_moment(each.due, zone))
    return session.say("paper.is-there", kind=each.kind, what=what)


def _offered_data(session: Session, view: View, each: Offered) -> dict[str, object]:
    zone = view.agreement.zone
    return {
        "kind": _kind_data(each.kind),
        "available": each.refused is None,
        "reason": each.refused.code if each.refused is not None else None,
        "due": instant_data(each.due, zone),
        "given": instant_data(each.given, zone),
    }


# --- one, and all of them -----------------------------------------------------------------------------------


def _one(
    session: Session, id: str, kind: PaperKind, language: str | None, output: Path | None, form: str
) -> int:
    from fieldops.actions.order_documents import paper, write

    told = paper(session.root, id, kind, language, now())
    if output is None:
        if form == "json":
            print_json(paper_data(told))
        else:
            print_line(_markdown(told).rstrip())
        return ExitCode.CLEAN
    data = _file(session, told, ".html" if output == STDOUT else output.suffix.lower())
    if output == STDOUT:
        print_bytes(data)
        return ExitCode.CLEAN
    write(output, data)
    _tell(session, told.order, {output: data}, form)
    return ExitCode.CLEAN


def _write_all(
    session: Session, id: str, kind: PaperKind | None, language: str | None, folder: Path, form: str
) -> int:
    from fieldops.actions.order_documents import file_name, offered, paper, write
    from fieldops.actions.order_evidence import kept_files
    from fieldops.actions.signed_papers import signers_of

    view, found = offered(session.root, id, now())
    kinds = [kind] if kind is not None else [each.kind for each in found if each.refused is None]
    files: dict[Path, bytes] = {}
    # Where it cannot be made, writing says so by its own reason.
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    for each in kinds:
        told = paper(session.root, id, each, language, now())
        for ending in (".html", ".pdf", ".docx"):
            path = folder / file_name(told, ending)
            files[path] = _file(session, told, ending)
            write(path, files[path])
    for kept in kept_files(session.root, id) if kind is None else ():
        path = folder / f"{id}-evidence-{kept.name}"
        for target, raw in ((path, kept.raw), (path.with_name(f"{path.name}.sig"), kept.signature)):
            if raw is not None:
                files[target] = raw
                write(target, raw)
    if kind is None and (listed := signers_of(view.agreement)):
        # What a signed document is verified by without fieldops.
        files[folder / f"{id}-allowed_signers"] = listed.encode()
        write(folder / f"{id}-allowed_signers", listed.encode())
    _tell(session, id, files, form)
    return ExitCode.CLEAN


def _tell(session: Session, id: str, written: dict[Path, bytes], form: str) -> None:
    """Which files were written, with their hashes: a customer who signs one names it by that."""
    from hashlib import sha256

    files = [{"path": str(path), "sha256": sha256(data).hexdigest()} for path, data in written.items()]
    if form == "json":
        print_json({"order": id, "files": files})
        return
    for each in files:
        session.note("paper.written", path=each["path"], sha256=each["sha256"])


def _file(session: Session, told: OrderPaper, ending: str) -> bytes:
    from fieldops.actions.order_documents import render

    match ending:
        case ".md":
            return _markdown(told).encode("utf-8")
        case ".docx":
            return render(session.root, told, "docx")
        case ".pdf":
            return render(session.root, told, "pdf")
        case _:
            return render(session.root, told, "html")


def _markdown(told: OrderPaper) -> str:
    from fieldops.reports.markdown import escaped
    from fieldops.reports.order_markdown import markdown_of

    return markdown_of(told, escaped)


def _kind_data(kind: str) -> str:
    """As documents write words: with underscores."""
    return kind.replace("-", "_")


def paper_data(told: OrderPaper) -> dict[str, object]:
    """A document as JSON (public interface): an empty value is to be filled in by hand."""
    return {
        "kind": _kind_data(told.kind),
        "order": told.order,
        "language": told.language,
        "title": told.title,
        "version": told.version or None,
        "vendor": told.vendor,
        "customer": told.customer,
        "head": _fields(told.head),
        "parts": [
            {
                "title": part.title,
                "fields": _fields(field for row in part.fields for field in row),
                "columns": list(part.table.columns) if part.table is not None else [],
                "rows": [{"says": list(row)} for row in part.table.rows] if part.table is not None else [],
                "lines": list(part.lines),
            }
            for part in told.parts
        ],
        "signatures": [
            {"role": each.role, "name": each.name, "says": each.said, "date": each.dated}
            for each in told.signatures
        ],
        "foot": list(told.foot),
    }


def _fields(found: Iterable[Field]) -> list[dict[str, str]]:
    return [{"label": each.label, "says": each.value} for each in found]


# --- the work report of a contract --------------------------------------------------------------------------


@command()
@click.argument("contract", metavar="CONTRACT")
@day_option("--from", "First day; default: the period of the contract's report that ended last.", "first")
@day_option("--to", "Last day of the period.", "last")
@click.option("--obligation", metavar="ID", help="Which report, where the contract promises several.")
@paper_options
@form_option
@click.pass_obj
def report(
    session: Session,
    contract: str,
    first: date | None,
    last: date | None,
    obligation: str | None,
    language: str | None,
    output: Path | None,
    form: str,
) -> int:
    """The periodic work report of a contract, made from the records: every request, counted by type, what came again first; visits,
    findings, parts that were replaced, and what comes next.

    That it was handed over is recorded with 'schedule done'. Exit codes: 0 well, 2 wrong use, 3 something could not be read.
    """
    from fieldops.actions.work_reports import Asked, report_of

    refuse_two_on_stdout(output, form)
    made = report_of(session.root, Asked(contract, first, last, obligation, language), now())
    if output is not None:
        write_paper(session, made.paper, output)
    elif form != "json":
        print_line(_markdown(made.paper).rstrip())
    if form == "json":
        print_json(_report_data(made, output))
    for id, error in made.unread:
        session.note("order.unread", order=id, what=say_error(error, session.language)[0])
    if made.unreadable:
        session.note("work-report.unreadable", count=made.unreadable)
    return ExitCode.INCOMPLETE if made.unread or made.unreadable else ExitCode.CLEAN


def write_paper(session: Session, told: OrderPaper, output: Path) -> None:
    """A paper as a file in the form that its ending says, or as a page on standard output; says which file, with its SHA-256."""
    from hashlib import sha256

    from fieldops.actions.order_documents import write

    data = _file(session, told, ".html" if output == STDOUT else output.suffix.lower())
    if output == STDOUT:
        print_bytes(data)
        return
    write(output, data)
    session.note("paper.written", path=str(output), sha256=sha256(data).hexdigest())


def _report_data(made: Report, output: Path | None) -> dict[str, object]:
    """The report as JSON (public interface)."""
    paper = paper_data(made.paper)
    del paper["order"], paper["version"]
    period = made.period
    return {
        "contract": made.paper.order,
        "from": day_data(period.first),
        "to": day_data(period.last),
        "due": day_data(period.due),
        **paper,
        "file": str(output) if output is not None else None,
        "unread": [{"order": id, "reason": error.code} for id, error in made.unread],
    }
