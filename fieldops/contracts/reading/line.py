"""One line of a contract read back: what it says, where that stands, and which of the properties there it tells."""

from __future__ import annotations

from fieldops.contracts.reasons import Clause
from fieldops.contracts.terms import Terms
from fieldops.documents.yaml_text import Path
from fieldops.errors import Named
from fieldops.structs import Struct

# Never said: the line is for the service company alone.
NOT_OUTSIDE = Named("show.not-outside")


class Line(Struct, frozen=True):
    """One thing the contract says: the sentence, and its clause as (kind of document, id, path).

    `tells`: the properties below the clause that the sentence tells, as paths; the empty path is everything. What none
    of the lines tells is said by the schema's titles: `more`. `besides`: what the sentence tells of other places. `article` is the place in the signed paper (第 4 条), `id`
    the name of the entry for other commands; both are filled in when the contract is read as a whole. `outside` is the sentence
    for a customer, where that is another one; `NOT_OUTSIDE` where there is none.
    """

    said: Named
    clause: Clause
    tells: tuple[Path, ...] = ((),)
    besides: tuple[Clause, ...] = ()
    more: Named | None = None
    article: str | None = None
    id: str | None = None
    outside: Named | None = None

    @property
    def whole(self) -> Named:
        """The sentence with everything else that is agreed there."""
        return self.said if self.more is None else Named("show.and-also", said=self.said, more=self.more)


class Section(Struct, frozen=True):
    """A part of the contract: the code of its heading, and its lines."""

    heading: str
    lines: tuple[Line, ...]


def part(said: Named, clause: Clause, tells: str) -> Line:
    """A line that tells these properties of an entry, such as "request schedule.every"; "" where it tells what follows
    from the contract, and none of it.
    """
    return Line(said, clause, tuple(tuple(name.split(".")) for name in tells.split()))


def line_at(terms: Terms, path: Path, said: Named, tells: str | None = None) -> Line:
    """A line about what lies at `path` of the contract, in the text in force; `tells` as in `part` (None: all of it)."""
    clause = terms.clause(str(path[0]), *path[1:])
    return Line(said, clause) if tells is None else part(said, clause, tells)
