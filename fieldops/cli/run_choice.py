"""Which run a command is about: RUN, and what narrows `latest`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fieldops.actions.runs import Wanted


class KindOfRun(click.Choice[str]):
    """A kind of run as options are written, or as contracts and JSON write it: health-check, health_check."""

    def __init__(self) -> None:
        super().__init__(["inspection", "health-check"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The kind as it is recorded."""
        from fieldops.contracts.spoken import meant, named

        found = meant(str(value), named(["inspection", "health_check"])) or str(value)
        return str(super().convert(found.replace("_", "-"), param, ctx))


def run_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument RUN with --contract and --kind; the command gets them as `wanted`."""

    @wraps(command)
    def chosen(
        *given: Any, run_id: str, run_contract: str | None, run_kind: str | None, **options: Any
    ) -> Any:
        return command(*given, wanted=_wanted(run_id, run_contract, run_kind), **options)

    return _with_options(chosen, "RUN")


def run_or_file_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same where an archive or a PDF may be meant: the command gets its path as `file`, None for a run.

    A file is meant by a name that ends with .zip or .pdf or has a folder in it, which no run's has, or that is a file's.
    """

    @wraps(command)
    def chosen(
        *given: Any, run_id: str, run_contract: str | None, run_kind: str | None, **options: Any
    ) -> Any:
        path = Path(run_id)
        is_file = path.suffix.lower() in (".zip", ".pdf") or len(path.parts) > 1 or path.is_file()
        wanted = _wanted(run_id, run_contract, run_kind)
        return command(*given, wanted=wanted, file=path if is_file else None, **options)

    return _with_options(chosen, "RUN|FILE")


def _wanted(run: str, contract: str | None, kind: str | None) -> Wanted:
    from fieldops.actions.runs import Wanted
    from fieldops.records.run_events import RunKind

    # The ids of runs have no capitals.
    return Wanted(run.lower(), contract, RunKind(kind) if kind else None)


def _with_options(command: Callable[..., Any], metavar: str) -> Callable[..., Any]:
    for option in (
        click.option("--kind", "run_kind", type=KindOfRun(), help="The latest run of this kind."),
        click.option("--contract", "run_contract", metavar="ID", help="The latest run of this contract."),
        click.argument("run_id", metavar=metavar),
    ):
        command = option(command)
    return command
