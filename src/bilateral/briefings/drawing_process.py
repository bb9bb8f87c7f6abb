"""Draws charts in a process of its own: one specification a line of standard input, one answer a line of standard output.

Run as a file, so that nothing of the package is loaded: see `drawing.drawing_beside`.
"""

from __future__ import annotations

import json
import sys

__all__ = ["main"]

_FIRST = '{"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}'
"""A chart that nobody sees: drawing it loads the renderer while the brief is still being written."""


def main() -> None:
    """Draw until standard input ends; a chart that cannot be drawn is answered by null."""
    import vl_convert  # noqa: PLC0415 - heavy

    vl_convert.vegalite_to_svg(_FIRST, allowed_base_urls=[])
    for line in sys.stdin.buffer:
        try:
            svg = vl_convert.vegalite_to_svg(line.decode(), allowed_base_urls=[])
        except ValueError:
            svg = None  # whoever asked draws it again and is told why
        sys.stdout.buffer.write(json.dumps(svg).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
