"""The axis of a picture: from zero in round steps, over everything that is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from web.chart_words import SCALES, short

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` (zero or less) to ``high`` (zero or more), a tick each ``step`` from zero."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """Return the numbers of the axis from low to high, zero among them."""
        first, last = -_down(-self.low / self.step), _down(self.high / self.step)
        return tuple(self.step * n for n in range(first, last + 1))

    def share(self, number: Decimal) -> float:
        """Return where a number lies: 0 at the low end of the axis, 1 at the high end."""
        return float((number - self.low) / (self.high - self.low))

    def label(self, tick: Decimal, unit: str, language: str) -> str:
        """Return a tick as printed, with as many decimals as the step needs, all in one scale."""
        largest = max(abs(self.low), abs(self.high))
        scale = next((s for s, _ in SCALES if unit == "€" and largest >= s), Decimal(1))
        shown = (self.step / scale).normalize().as_tuple().exponent
        digits = max(0, -shown) if isinstance(shown, int) else 0
        return short(tick, unit, language, digits, largest)


def scale_of(numbers: Iterable[Decimal], ticks: int = 5, whole: bool = True) -> Scale:
    """Return the axis for these numbers with about so many steps; 0 to 1 where there are none.

    It ends at a tick where it is ``whole``, else at the outermost number.
    """
    known = [*numbers, Decimal(0)]
    low, high = min(known), max(known)
    if low == high:
        return Scale(Decimal(0), Decimal(1), Decimal(1))
    rough = (high - low) / ticks
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(s * power for s in STEPS if s * power >= rough)
    if not whole:
        return Scale(low, high, step)
    return Scale(step * _down(low / step), step * -_down(-high / step), step)


def _down(number: Decimal) -> int:
    return int(number.to_integral_value("ROUND_FLOOR"))
