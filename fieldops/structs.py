"""What is made once and never changed, the cheap way: the base of all values that common commands import, and changed copies.

A frozen dataclass generates and compiles its methods anew each time a program starts, about 0.4 ms each; a struct of
msgspec has them in C. So what a command as common as `inspect` imports is a `Struct`, unless it keeps a field out of its
equality or its ``repr``, or remembers something beside its fields: that is still a dataclass. So are the few that `--help`
loads, which takes longer with msgspec than without. msgspec can be replaced here. What documents are filled into is
`fieldops.documents.typed`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
from msgspec import field
from msgspec.structs import FieldInfo, asdict, fields, replace

__all__ = ["FieldInfo", "Struct", "as_mapping", "field", "fields_of", "replaced"]


class Struct(msgspec.Struct, frozen=True):
    """Named fields that stay what they are. Equal by value, hashable where its fields are."""


def fields_of(struct: Struct | type[Struct]) -> tuple[FieldInfo, ...]:
    """The fields of a struct in the order of its class: each with name, default, and whether it is required."""
    return fields(struct)


def as_mapping(struct: Struct) -> dict[str, object]:
    """The fields of a struct by name; what is in them stays as it is."""
    return asdict(struct)


if TYPE_CHECKING:
    # The type checker knows it, of dataclasses and structs: which fields there are, and of which types.
    from dataclasses import replace as replaced  # noqa: TID251 - what the others are sent to
else:

    def replaced(value, /, **changes):
        """`value`, a struct or a dataclass, with other values for some of its fields, which are not checked again."""
        if isinstance(value, msgspec.Struct):
            return replace(value, **changes)
        return dataclasses.replace(value, **changes)  # noqa: TID251
