"""The network around a pair as a drawing: the two in the middle, third parties around them, ties by weight and sign."""

from __future__ import annotations

from math import cos, log1p, pi, sin
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from bilateral.analysis.network import Tie
    from bilateral.answers.network import Network

__all__ = ["draw_star"]

_WIDE, _HIGH = 880, 460
_MOST = 14
"""Third parties that can be told apart in one drawing; the table has all."""

_EVEN = 0.15
"""Balance up to which a tie is drawn as neither cooperation nor conflict."""


def draw_star(network: Network) -> Markup:
    """Draw the third parties that weigh most around the two.

    Args:
        network: A network with third parties.

    Returns:
        An `svg` element coloured by classes of the app's style sheet; every name is escaped.
    """
    parties = network.parties[:_MOST]
    middle = ((_WIDE / 2 - 110, _HIGH / 2), (_WIDE / 2 + 110, _HIGH / 2))
    lines, names = [_line(*middle, network.n_events, None, "pair")], []
    for number, one in enumerate(parties):
        turn = 2 * pi * number / len(parties) - pi / 2
        x, y = _WIDE / 2 + 330 * cos(turn), _HIGH / 2 + 190 * sin(turn)
        lines += [_tie(middle[0], (x, y), one.first), _tie(middle[1], (x, y), one.second)]
        names.append(_name(x, y, network.names[one.party], "third"))
    names += [_name(*place, network.names[code], "own") for place, code in zip(middle, network.dyad, strict=True)]
    told = escape(f"{' and '.join(network.names[code] for code in network.dyad)} with {len(parties)} third parties; the table below has the numbers.")
    return Markup(f'<svg class="star" viewBox="0 0 {_WIDE} {_HIGH}" role="img" aria-label="{told}">{"".join(lines)}{"".join(names)}</svg>')  # noqa: S704 - escaped above


def _tie(start: tuple[float, float], end: tuple[float, float], tie: Tie) -> str:
    sign = "even" if tie.balance is None or abs(tie.balance) <= _EVEN else "cooperation" if tie.balance > 0 else "conflict"
    return _line(start, end, tie.n, tie.balance, sign)


def _line(start: tuple[float, float], end: tuple[float, float], n: int, balance: float | None, sign: str) -> str:
    told = f"{n} acts" + (f", balance {balance:+.2f}" if balance is not None else "")
    return (
        f'<line class="{sign}" x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" y2="{end[1]:.0f}" stroke-width="{1 + 1.3 * log1p(n):.1f}"><title>{told}</title></line>'
    )


def _name(x: float, y: float, name: str, kind: str) -> str:
    wide = 14 + 7.6 * len(name)
    return (
        f'<g class="{kind}"><rect x="{x - wide / 2:.0f}" y="{y - 13:.0f}" width="{wide:.0f}" height="26" rx="4"/>'
        f'<text x="{x:.0f}" y="{y + 5:.0f}" text-anchor="middle">{escape(name)}</text></g>'
    )
