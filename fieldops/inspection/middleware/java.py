"""JVMs: the counters that HotSpot keeps for whoever watches it, and what its threads do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fieldops.inspection.middleware.lines import must_run, values
from fieldops.inspection.raw import RawRows, Unreadable, whole

# Collectors whose two generations share one heap: each may become all of it (JDK-6 to 21, `sun.gc.policy.name`).
_SHARED = frozenset({"GarbageFirst"})
# Those whose generations lie beside one another: young, then old.
_APART = frozenset({"ParScav:MSC", "Copy:MSC", "ParNew:CMS", "ParNew:MSC"})
# What is known of a JVM that runs alone.
_COUNTED = ("version", "heap_used", "heap_max", "threads", "gc_percent", "collections", "full_collections")
_USED = re.compile(r"sun\.gc\.generation\.[01]\.space\.[0-9]\.used")


def java_counters(text: str) -> RawRows:
    """Counters of HotSpot as ``NAME=VALUE`` up to ``end=end``, behind what was seen of the process."""
    said = values(text)
    if said.get("state") == "down":
        return [{"state": "down", **dict.fromkeys(_COUNTED, Unreadable("reading.not-running"))}]
    process = {name: said.get(name) for name in ("state", "uptime", "account")}
    # That it runs is known without its counters.
    if said.get("counters") == "none":
        return [process | dict.fromkeys(_COUNTED, Unreadable("reading.no-counters"))]
    if said.get("end") != "end":
        raise Unreadable("reading.field-missing", field="end")
    return [
        {
            **process,
            "version": said.get("java.property.java.version") or said.get("java.property.java.vm.version"),
            "vm": said.get("java.property.java.vm.name"),
            "threads": said.get("java.threads.live"),
            "threads_peak": said.get("java.threads.livePeak"),
            **_collections(said),
            **_heap(said),
        }
    ]


def _heap(said: Mapping[str, str]) -> dict[str, object]:
    """How much of the heap is used, and how large it may become. Of a collector that is not known: nothing."""
    policy = said.get("sun.gc.policy.name", "")
    young, old = (_number(said, f"sun.gc.generation.{at}.maxCapacity") for at in (0, 1))
    used = sum(whole(value, name) for name, value in said.items() if _USED.fullmatch(name))
    # ZGC and Shenandoah name no policy, and have all of their heap in the second generation.
    if policy in _SHARED or (not policy and not young):
        most = old
    elif policy in _APART and young and old:
        most = young + old
    else:
        most = None
    if not most:
        unknown = Unreadable("reading.unknown-collector", policy=policy or "-")
        return {"heap_used": unknown, "heap_max": unknown}
    return {"heap_used": used, "heap_max": most}


def _number(said: Mapping[str, str], name: str) -> int | None:
    value = said.get(name)
    return None if value is None else whole(value, name)


def _collections(said: Mapping[str, str]) -> dict[str, object]:
    """How often was collected, how often fully, and the share of time since the start that programs stood still for it."""
    prefix = "sun.gc.collector"
    ticks = _number(said, "sun.os.hrt.ticks")
    times = [_number(said, f"{prefix}.{at}.time") for at in range(3)]
    counts = [_number(said, f"{prefix}.{at}.invocations") for at in range(2)]
    collectors = [said[f"{prefix}.{at}.name"] for at in range(3) if f"{prefix}.{at}.name" in said]
    spent = sum(time or 0 for time in times)
    return {
        "collections": counts[0],
        "full_collections": counts[1],
        "collector": ", ".join(collectors) or None,
        "gc_percent": f"{100 * spent / ticks:.2f}" if ticks else None,
    }


def java_threads(text: str) -> RawRows:
    """What was counted in a dump of all threads, as ``KEY=VALUE``."""
    said = values(text)
    must_run(text)
    if "unread" in said:
        raise Unreadable("reading.refused", said=said["unread"] or "-")
    names = said.get("names") or "-"
    return [{**said, "names": names}]
