"""Commands for which the rights of files hold, whoever runs the tests."""

from __future__ import annotations

import os

from conftest import require


def bound_by_rights() -> list[str]:
    """The beginning of a command that may not write what is read-only, although root runs it."""
    if os.getuid() != 0:
        return []
    return [require("setpriv"), "--bounding-set=-dac_override,-dac_read_search"]
