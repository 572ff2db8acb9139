"""Tests that share something costly, or accounts of the machine, stay with one worker: pytest-xdist does what it is asked for.

It puts the group behind each test's name. With pytest 9.2.0 that had no effect, and nobody was told: each worker made
what was to be made once, and tests that must not meet each other did.
"""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    grouped = request.config.getoption("loadgroup", default=False)
    assert request.node.nodeid.endswith("@together") == bool(grouped)
