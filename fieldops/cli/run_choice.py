"""Which run a command is about: RUN, and what narrows `latest`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click


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
        from fieldops.actions.runs import Wanted
        from fieldops.records.events import RunKind

        kind = RunKind(run_kind) if run_kind else None
        # The ids of runs have no capitals.
        return command(*given, wanted=Wanted(run_id.lower(), run_contract, kind), **options)

    for option in (
        click.option("--kind", "run_kind", type=KindOfRun(), help="The latest run of this kind."),
        click.option("--contract", "run_contract", metavar="ID", help="The latest run of this contract."),
        click.argument("run_id", metavar="RUN"),
    ):
        chosen = option(chosen)
    return chosen
