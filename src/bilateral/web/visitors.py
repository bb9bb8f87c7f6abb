"""Who asks: a person at the app's own machine, somebody signed in, or a program with a token; and what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

__all__ = ["NOBODY", "ROLES", "Visitor", "visitor_of"]

ROLES = ("reader", "reviewer", "admin")
"""A reader reads, a reviewer decides too, an admin manages accounts too."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks.

    Example:
        >>> Visitor("Ann", "reader", "password").may_review, Visitor("Ann", "admin", "proxy").may_review
        (False, True)
    """

    name: str  # what stands in the journal; empty where nobody gave a name yet
    role: str  # one of `ROLES`; empty for nobody
    way: str  # local, password, proxy or token; empty for nobody

    @property
    def may_review(self) -> bool:
        """Whether decisions are taken from them."""
        return self.role in ("reviewer", "admin")

    @property
    def may_manage(self) -> bool:
        """Whether they manage accounts; at one's own machine the command line does that."""
        return self.role == "admin" and not self.is_local

    @property
    def is_local(self) -> bool:
        """Whether the app runs for its own machine, without accounts."""
        return self.way == "local"


NOBODY = Visitor("", "", "")
"""Somebody who is not signed in where that is needed."""


def visitor_of(request: Request) -> Visitor:
    """Who asks; nobody before the request was looked at."""
    found: Visitor = getattr(request.state, "visitor", NOBODY)
    return found
