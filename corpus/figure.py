"""What a figure is: a printed number with everything that makes it mean something."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from corpus.document import Span

CENTS = -2


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of a table, or with ``in_text`` of a sentence.

    ``value`` is the number as printed, without currency or unit; ``number`` the same as a decimal,
    sign as printed; ``multiplier`` turns it into ``unit``: 952 with multiplier 1000 and unit "€" is
    € 952.000. ``measure`` is begroting, meerjarenraming, rekening, ... ; ``side`` lasten, baten or
    saldo. ``sign`` turns the number into the amount meant: lasten and baten are positive, a saldo is
    positive where it is a benefit, whatever the table prints.

    ``doubts`` say in a word each why the meaning is not certain: "unit", "year", "column" (no name),
    "sign", "decimal", "separator", "approximate", "partial" (not of the whole year), "total" (not the
    sum of its parts, which ``adds_up_to`` gives, as printed in the table's unit).
    """

    value: str
    number: Decimal
    unit: str
    multiplier: int
    year: int | None
    measure: str | None
    side: str | None
    cell: Span
    row: Span
    label: Span
    column: str
    parents: tuple[Span, ...]
    context: tuple[Span, ...]
    doubts: tuple[str, ...] = ()
    sign: int = 1
    adds_up_to: Decimal | None = None
    in_text: bool = False

    @property
    def euros(self) -> Decimal | None:
        """The amount in euros, with the sign as meant; None where the unit is no money."""
        return self.number * self.sign * self.multiplier if self.unit == "€" else None

    @property
    def has_cents(self) -> bool:
        """True where two decimals are printed, as prices have."""
        return self.number.as_tuple().exponent == CENTS

    @property
    def printed_unit(self) -> str:
        """The unit in one way of writing: "€", "× € 1.000", "%", or nothing where it is not known."""
        if self.multiplier == 1:
            return self.unit
        return f"× {self.unit} {self.multiplier:,}".replace(",", ".")
