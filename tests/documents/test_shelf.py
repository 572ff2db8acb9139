"""The shelf of documents' trees, asked by several threads at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from fieldops.documents.shelf import KEPT, Shelf, Source


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_each_thread_gets_the_tree_of_the_text_it_asks_for(hasty: None) -> None:
    shelf = Shelf()
    sources = [Source(f"{number}.yaml", f"number: {number}\n".encode(), shelf) for number in range(KEPT * 2)]

    def asked(offset: int) -> list[int]:
        return [(offset * 7 + at) % len(sources) for at in range(len(sources) * 5)]

    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda offset: [shelf.node(sources[at]).data for at in asked(offset)], range(8))
        )
    assert found == [[{"number": at} for at in asked(offset)] for offset in range(8)]
