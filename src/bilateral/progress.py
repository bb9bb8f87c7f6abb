"""What one call of `add` did so far, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bilateral.records import Rejection

__all__ = ["AddReport", "Progress"]


@dataclass(slots=True)
class AddReport:
    """What one call of `add` did."""

    n_added: int = 0
    n_known: int = 0
    n_not_coded: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def n_rejected(self) -> int:
        """Documents that could not be read or coded at all."""
        return len(self.rejections)


@dataclass(slots=True)
class Progress:
    """Counts documents; how many a container holds is known when it has been gone through."""

    on_progress: Callable[[int, int], None] | None = None
    n_ahead: int = 0
    """Files not yet opened."""
    n_found: int = 0
    n_done: int = 0

    def tick(self) -> None:
        """One document more is done."""
        self.n_done += 1
        if self.on_progress is not None:
            self.on_progress(self.n_done, self.n_found + self.n_ahead)
