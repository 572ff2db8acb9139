"""The table of `make bench`: contenders take turns, medians are compared, and what misses its bar is counted."""

from __future__ import annotations

import pwd
from collections.abc import Callable, Sequence

from measure import Cost, ServersCpu, median
from scene import Scene

from fieldops.actions.loopback import forget_sudo
from fieldops.structs import replaced

Contender = tuple[str, Callable[[], Cost]]


class Table:
    """Prints one line per comparison; remembers what was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def heading(self, text: str) -> None:
        """Start a part of the table."""
        print(f"\n{text}\n  {'':40} {'fieldops':>10} {'other':>10} {'ratio':>7} {'bar':>8}", flush=True)

    def row(self, what: str, ours: str, other: str = "", ratio: float | None = None, bar: str = "", met: bool | None = None) -> None:  # fmt: skip
        """Print one line; `met` is None where there is no bar."""
        shown = "" if ratio is None else f"{ratio:.3f}"
        said = {None: "", True: "met", False: "NOT MET"}[met]
        self.missed += met is False
        print(f"  {what:40} {ours:>10} {other:>10} {shown:>7} {bar:>8}  {said}".rstrip(), flush=True)

    def ratio(self, what: str, ours: float, other: float, bar: float | None = None, unit: str = "s") -> None:
        """Compare two numbers: ours must be at most `bar` times the other."""
        at_most = "" if bar is None else f"<= {bar:.3f}"
        met = None if bar is None else ours <= bar * other
        self.row(what, number(ours, unit), number(other, unit), ours / other, at_most, met)

    def limit(self, what: str, ours: float, bar: float, unit: str) -> None:
        """Compare a number with a fixed limit."""
        self.row(what, number(ours, unit), "", None, f"<= {bar:g} {unit}", ours <= bar)

    def note(self, text: str) -> None:
        """Print a line that is no comparison."""
        print(f"  {text}", flush=True)


def number(value: float, unit: str) -> str:
    """A number as the table shows it."""
    return (
        f"{value:.3f} {unit}"
        if value < 1
        else f"{value:.2f} {unit}"
        if value < 100
        else f"{value:.0f} {unit}"
    )


def take_turns(
    table: Table, rounds: int, contenders: Sequence[Contender], scene: Scene | None = None
) -> list[list[Cost]]:
    """Run the contenders alternately; their costs, in the order given. Prints how much the rounds differ.

    With `scene`, what they cost its server is measured too.
    """
    costs: list[list[Cost]] = [[] for _ in contenders]
    server = ServersCpu(scene.servers) if scene is not None else None
    for _ in range(rounds):
        for mine, (_, run) in zip(costs, contenders, strict=True):
            mine.append(run() if scene is None or server is None else _with_hosts_cpu(run, scene, server))
    if rounds > 1:
        walls = [
            (name, sorted(cost.wall for cost in mine))
            for (name, _), mine in zip(contenders, costs, strict=True)
        ]
        said = "; ".join(f"{name} {all_[0]:.2f}-{all_[-1]:.2f}" for name, all_ in walls)
        table.note(f"wall of the {rounds} rounds, fastest to slowest: {said}")
    return costs


def _with_hosts_cpu(run: Callable[[], Cost], scene: Scene, server: ServersCpu) -> Cost:
    # All hosts are one account here. Of hundreds of inspections sudo would keep thousands of entries, and read them at each call.
    forget_sudo(pwd.getpwnam(scene.server.user))
    before = server.used()
    cost = run()
    return replaced(cost, hosts_cpu=server.used() - before)


def hosts_cpu(costs: Sequence[Cost]) -> float:
    """The median of what it cost the hosts, in seconds."""
    return median([cost.hosts_cpu for cost in costs])


def wall(costs: Sequence[Cost]) -> float:
    """The median of the wall, in seconds."""
    return median([cost.wall for cost in costs])


def cpu(costs: Sequence[Cost]) -> float:
    """The median of the controller's CPU, in seconds."""
    return median([cost.cpu for cost in costs])
