"""One number with its interval: what every method here gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number and the interval around it; None where the data do not say or do not bound it."""

    value: float | None
    low: float | None = None
    high: float | None = None


UNKNOWN = Figure(None)
