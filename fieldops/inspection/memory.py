"""Reads what the kernel and the control group say of memory: how much there is, and how much of it is available."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldops.inspection.raw import RawRows, Unreadable, whole


def meminfo(text: str) -> RawRows:
    """/proc/meminfo in kB: total, ordinary (outside the pool of huge pages), available, swap_total, swap_free.

    Huge pages are set aside for one use, free ones too: whether memory is short shows outside the pool. Kernels before
    4.4 count the pages of one size only there; the pages of all sizes are the line ``pages`` (kB). Kernels before
    3.14 do not say what is available: then it is what is free, plus buffers, page cache and reclaimable slab, less shared
    memory, which counts as cache but cannot be dropped. The cache of ZFS (lines ``arc_size``, ``arc_c_min`` in bytes) is
    given back down to its least size. In a control group with a limit (``group_`` lines, in bytes) that limit is the
    memory; ``group_cache_`` lines are what the kernel drops before anything is short. What cannot be read costs its own
    figures only.
    """
    lines = (line.partition(":") for line in text.splitlines())
    said = _Said({name.strip(): (rest.split() or [""])[0] for name, _, rest in lines})
    total = said.number("MemTotal")
    limit = _cell(said.limit)
    ordinary = _cell(lambda: total - _pool(said, total))
    available = _cell(lambda: _available(said))
    if isinstance(limit, Unreadable):
        ordinary = available = limit
    elif isinstance(ordinary, int) and 0 < limit < ordinary:
        ordinary, available = limit, _cell(lambda: min(_available(said), limit - said.in_group()))
    return [
        {
            "total": total,
            "ordinary": ordinary,
            "available": available,
            "swap_total": _cell(lambda: said.number("SwapTotal")),
            "swap_free": _cell(lambda: said.number("SwapFree")),
        }
    ]


class _Said:
    """The lines by name, and the figures in them. Each method raises Unreadable."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known

    def number(self, name: str, default: int | None = None) -> int:
        if name not in self.known and default is not None:
            return default
        if name not in self.known:
            raise Unreadable("reading.field-missing", field=name)
        return whole(self.known[name], f"{name}: {self.known[name]}")

    def limit(self) -> int:
        """What the control group may use, in kB; 0 for no limit."""
        return 0 if self.known.get("group_limit") == "max" else self.number("group_limit", 0) // 1024

    def in_group(self) -> int:
        """What the control group uses and cannot be dropped, in kB."""
        cache = sum(self.number(name) for name in self.known if name.startswith("group_cache_"))
        return max(0, self.number("group_usage") - cache) // 1024


def _cell(figure: Callable[[], int]) -> int | Unreadable:
    try:
        return figure()
    except Unreadable as error:
        return error


def _pool(said: _Said, total: int) -> int:
    """What is set aside as huge pages, in kB."""
    pool = said.number("HugePages_Total", 0) * said.number("Hugepagesize", 0)
    if "Hugetlb" in said.known:
        return max(pool, said.number("Hugetlb"))
    # In a container the pages are those of its host, of which its memory may be a small part.
    pages = said.number("pages", 0)
    return max(pool, pages) if pages < total else pool


def _available(said: _Said) -> int:
    spare = max(0, said.number("arc_size", 0) - said.number("arc_c_min", 0)) // 1024
    if "MemAvailable" in said.known:
        return said.number("MemAvailable") + spare
    cache = sum(said.number(name) for name in ("Buffers", "Cached")) + said.number("SReclaimable", 0)
    return max(0, said.number("MemFree") + cache - said.number("Shmem", 0)) + spare
