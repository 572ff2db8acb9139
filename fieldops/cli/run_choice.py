"""Which run a command is about: RUN, and what narrows `latest`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click


def run_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument RUN with --contract and --kind; the command gets them as `wanted`."""

    @wraps(command)
    def chosen(
        *given: Any, run_id: str, run_contract: str | None, run_kind: str | None, **options: Any
    ) -> Any:
        from fieldops.actions.runs import Wanted
        from fieldops.records.events import RunKind

        kind = RunKind(run_kind) if run_kind else None
        return command(*given, wanted=Wanted(run_id, run_contract, kind), **options)

    kinds = click.Choice(["inspection", "health-check"])
    for option in (
        click.option("--kind", "run_kind", type=kinds, help="The latest run of this kind."),
        click.option("--contract", "run_contract", metavar="ID", help="The latest run of this contract."),
        click.argument("run_id", metavar="RUN"),
    ):
        chosen = option(chosen)
    return chosen
