"""Which OpenSSH the tests start: what it says to whom it turns away has changed."""

from __future__ import annotations

import re
import subprocess

from conftest import require


def knows_penalties() -> bool:
    """Whether it is 9.8 or later: it bans for a while (PerSourcePenalties), and has the same words for MaxStartups."""
    asked = subprocess.run([require("sshd"), "-V"], capture_output=True, text=True, check=False)
    # One before 9.3 has no such option, and says what it is beside that.
    found = re.search(r"OpenSSH_(\d+)\.(\d+)", asked.stdout + asked.stderr)
    return found is not None and (int(found[1]), int(found[2])) >= (9, 8)
