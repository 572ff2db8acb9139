"""Reads in which state services and processes are: units that failed, zombies, processes that the kernel holds."""

from __future__ import annotations

from fieldops.inspection.raw import RawRows, Unreadable, after_head, halves


def failed_units(text: str) -> RawRows:
    """A line ``init=NAME``, then the lines of systemctl: the names of the failed units, else ``(none)``.

    A unit that fails again and again waits for its restart (``activating auto-restart``) and is named with that word. One that
    runs again for now (a line ``NAME restarts COUNT`` of the probe) is named with the count, one that has been starting or
    stopping for long (``NAME stuck STATE``) with its state.
    A line that was not understood stands for itself beside the names; alone it makes them unknown.
    """
    init = text.partition("\n")[0].removeprefix("init=")
    names, odd = [], ""
    for line in filter(str.strip, after_head(text, "init=")):
        # Without --plain there is a mark in front of a failed unit: ● or ×, in the C locale an asterisk.
        words = line.strip().lstrip("●×* ").split()
        if "failed" in words[1:4]:
            names.append(words[0])
        elif words[3:4] in (["auto-restart"], ["auto-restart-queued"]):
            names.append(f"{words[0]} (auto-restart)")
        elif words[1:2] == ["restarts"] and len(words) == 3:
            names.append(f"{words[0]} (restarts: {words[2]})")
        elif words[1:2] == ["stuck"] and len(words) == 3:
            names.append(f"{words[0]} ({words[2]})")
        else:
            odd = line
    failed: str | Unreadable = " ".join(names) or "(none)"
    if odd:
        failed = f"{' '.join(names)} (? {odd.strip()})" if names else Unreadable("reading.line", line=odd)
    return [{"init": init, "failed": failed}]


def process_states(text: str) -> RawRows:
    """Two samples, separated by ``--``: lines ``STATE PID KIND NAME`` of zombies (Z) and of what waits in the kernel (D).

    Each sample ends with ``processes COUNT INIT``. Only what is in that state both times counts: a moment as a zombie or
    waiting for a disk is everyday life. Threads of the kernel are counted apart: some wait so all their life. INIT is 1
    where process 1 was seen, else the login may not look at other people's processes.
    """
    before, after = (_sample(lines) for lines in halves(text))
    both = [line for key, line in after.items() if key in before]
    stuck = [line for line in both if line[0] == "D" and line[2] == "program"]
    return [
        {
            "processes": after["processes"][1],
            "zombies": sum(line[0] == "Z" for line in both),
            "stuck": len(stuck),
            "stuck_names": " ".join(sorted({line[3] for line in stuck})) or "-",
            "stuck_kernel": sum(line[0] == "D" and line[2] == "kernel" for line in both),
        }
    ]


def _sample(lines: list[str]) -> dict[str, list[str]]:
    """The lines of one sample by state and process, and its last line as ``processes``."""
    found = {}
    for line in lines:
        words = line.split(" ", 3)
        if len(words) == 4 and words[0] in ("Z", "D") and words[1].isdecimal():
            found[f"{words[0]} {words[1]}"] = words
        elif len(words) != 3 or words[0] != "processes" or not words[1].isdecimal():
            raise Unreadable("reading.line", line=line)
        elif words[2] != "1":
            raise Unreadable("reading.hidden-processes")
        else:
            found["processes"] = words
    if "processes" not in found:
        raise Unreadable("reading.field-missing", field="processes")
    return found
