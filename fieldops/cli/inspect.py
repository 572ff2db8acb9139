"""fieldops inspect and fieldops health."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from fieldops.cli.output import Session, form_option, print_json, print_line
from fieldops.cli.run import WITH_COVERAGE, print_run, run_data
from fieldops.errors import ExitCode

if TYPE_CHECKING:
    from fieldops.actions.inspection import Request
    from fieldops.actions.runner import Observer
    from fieldops.records.events import HostStatus, RunKind
    from fieldops.records.runs import Run


def _host_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.option(
                "--limit",
                metavar="PATTERN",
                help="Only hosts whose id, address or group matches; '*', ',' and '!' as in Ansible.",
            ),
            click.option(
                "--tags", metavar="TAGS", help="Only checks with one of these tags (comma separated)."
            ),
            click.option(
                "--workers",
                type=click.IntRange(1, 500),
                default=20,
                show_default=True,
                help="Hosts at the same time.",
            ),
            click.option(
                "--host-deadline",
                type=click.IntRange(5, 86400),
                default=300,
                show_default=True,
                help="Seconds one host may take in all.",
            ),
            click.option(
                "--override",
                metavar="REASON",
                help="Begin in an emergency in spite of the contract (term, consent, windows, engineers); recorded and printed.",
            ),
            click.option(
                "--list-hosts", is_flag=True, help="Print the hosts that would be inspected and stop."
            ),
        )
    ):
        command = option(command)
    return command


@click.command()
@click.argument("contract")
@click.option("--playbook", required=True, metavar="ID", help="What to check; see 'fieldops playbook list'.")
@click.option(
    "--engineer",
    "engineers",
    multiple=True,
    metavar="ID",
    help="Who inspects; give it twice, two different people.",
)
@_host_options
@form_option
@click.pass_obj
def inspect(
    session: Session, /, form: str, contract: str, playbook: str, engineers: tuple[str, ...], **options: Any
) -> int:
    """Inspect the hosts of CONTRACT by two engineers and record what is found.

    Nothing is written or changed on the hosts. See the commands beforehand with
    'fieldops playbook commands PLAYBOOK'.
    """
    from fieldops.records.events import RunKind

    return _carry_out(session, form, contract, playbook, RunKind.INSPECTION, engineers, **options)


@click.command()
@click.argument("contract")
@click.option("--playbook", default="linux-standard", show_default=True, metavar="ID", help="What to check.")
@_host_options
@form_option
@click.pass_obj
def health(session: Session, /, form: str, contract: str, playbook: str, **options: Any) -> int:
    """Check the health of CONTRACT's hosts: like inspect, but unscheduled and without engineers."""
    from fieldops.records.events import RunKind

    return _carry_out(session, form, contract, playbook, RunKind.HEALTH_CHECK, (), **options)


def _carry_out(
    session: Session,
    form: str,
    contract: str,
    playbook: str,
    kind: RunKind,
    engineers: tuple[str, ...],
    *,
    limit: str | None,
    tags: str | None,
    workers: int,
    host_deadline: int,
    override: str | None,
    list_hosts: bool,
) -> int:
    from fieldops.actions.inspection import Request, prepare

    wanted = tuple(tag.strip() for tag in (tags or "").split(",") if tag.strip())
    request = Request(
        contract, playbook, kind, engineers, limit, wanted, workers, host_deadline, override=override
    )
    if list_hosts:
        hosts = [asset.id for asset in prepare(session.root, request, datetime.now(UTC)).hosts]
        if form == "json":
            print_json({"contract": contract, "hosts": hosts})
        else:
            print_line("\n".join(hosts))
        return ExitCode.CLEAN
    run = _inspect(session, request)
    if form == "json":
        print_json(run_data(run, session.language), WITH_COVERAGE)
    else:
        print_run(session, run, findings_only=True)
        session.note("inspect.next", run=run.id)
    return exit_code(run)


def _inspect(session: Session, request: Request) -> Run:
    from fieldops.actions.inspection import inspect as run_inspection

    with progress(session) as observer:
        return run_inspection(session.root, request, lambda: datetime.now(UTC), _ask_password, observer)


def exit_code(run: Run) -> int:
    """3 when a host or a value could not be looked at, else 1 for findings, else 0."""
    from fieldops.inspection.checks import Verdict
    from fieldops.records.events import HostStatus

    counts = run.counts
    if counts[Verdict.UNKNOWN] or any(host.status is not HostStatus.DONE for host in run.hosts):
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if counts[Verdict.WARN] or counts[Verdict.CRIT] else ExitCode.CLEAN


def _ask_password(user: str) -> str | None:
    if not sys.stdin.isatty():
        return None
    return str(click.prompt(f"SSH password of {user}", hide_input=True, err=True))


@contextmanager
def progress(session: Session) -> Iterator[Observer]:
    """A progress bar on a terminal, nothing otherwise."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(session, progress)


class _Silent:
    def hosts_planned(self, hosts: Sequence[str]) -> None:
        pass

    def host_finished(self, host: str, status: HostStatus) -> None:
        pass


# For what runs unattended.
SILENT = _Silent()


class _Bar:
    def __init__(self, session: Session, progress: Any) -> None:
        self._session, self._progress = session, progress
        self._task: Any = None

    def hosts_planned(self, hosts: Sequence[str]) -> None:
        self._task = self._progress.add_task(self._session.say("inspect.progress"), total=len(hosts))

    def host_finished(self, host: str, status: HostStatus) -> None:
        self._progress.advance(self._task)
