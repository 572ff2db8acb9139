"""What is handed in with an event of a swap: kept as the evidence of orders is; a swap form that the customer or the engineer signed with a key."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from fieldops.actions.order_evidence import claims_key, evidence_of, has_signature, signed_evidence
from fieldops.actions.orders import order_called
from fieldops.actions.swap_words import Word
from fieldops.actions.swaps import swap_called
from fieldops.contracts.spoken import meant
from fieldops.errors import Named, UsageError
from fieldops.service.meaning import position_meant
from fieldops.structs import replaced


def _kind(word: Word) -> str | None:
    return meant(word.kind, {"signed": Named("swap.event-signed")})


def with_evidence(root: Path, id: str, word: Word, now: datetime) -> Word:
    """The same word; where its evidence is a file that is there, with the file and its hash, and, of a swap form with a signature
    beside it (FILE.sig), with whose key signed it: the customer's, or the engineer's own.

    Raises what `order_evidence.with_evidence` raises, and UsageError for a swap that there is none of.
    """
    text = word.values.get("evidence", "")
    signed = None
    if has_signature(text) and _kind(word) == "signed":
        order = order_called(root, swap_called(root, id, now).record.proposed.order, now)
        by = position_meant("signed", word.values.get("by", ""), order.order, order.agreement)
        signed = signed_evidence(root, order, text, "swap", by, word, now)
    found = signed or evidence_of(text)
    if found.file is None and claims_key(found.text):
        raise UsageError("paper.claimed-swap", swap=id)
    values = {**word.values, "evidence": found.text or ""}
    return replaced(word, values=values, file=found.file, signature=found.signature)
