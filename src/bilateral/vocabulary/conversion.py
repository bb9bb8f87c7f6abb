"""From a CAMEO code to the PLOVER root, for sets and programs that know roots alone.

PLOVER has no realis: what is only intended is an AGREE or a THREATEN of its
own, what is refused a REJECT. The coding guide of documents keeps the act and
says beside it whether it took place.
"""

from __future__ import annotations

__all__ = ["QUAD_OF_ROOT", "plover_root"]

QUAD_OF_ROOT = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3, "REJECT": 3,
    "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""The fifteen roots, YIELD standing for CONCEDE and RETREAT, with their classes."""

_ROOT_OF_CODE = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD", "09": "ACCUSE", "10": "REQUEST",
    "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE",
    "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT", "163": "COERCE", "175": "ASSAULT", "1712": "ASSAULT", "036": "CONSULT",
    "022": "AGREE",
}  # fmt: skip
"""The longest code that fits counts. 036 is written for talks held, 022 for invitations."""
_LONGEST = 4
_NOT_DONE = {1: "REJECT", 2: "REJECT", 4: "YIELD"}
_INTENDED = {1: "AGREE", 2: "AGREE", 4: "THREATEN"}


def plover_root(cameo_code: str, event_type: str, *, realis: str = "happened") -> str:
    """The PLOVER root of an act, by what was done, is intended or was not done.

    Args:
        cameo_code: As the events table has it.
        event_type: The event type, for codes outside the table (appeals).
        realis: `happened`, `planned`, `hypothetical` or `denied`.

    Returns:
        One of the fifteen roots of `QUAD_OF_ROOT`.

    Source:
        openeventdata/PLOVER, conversion table of 17 September 2021 (CC BY-SA 4.0), read as a table of facts.

    Example:
        >>> plover_root("163", "SANCTION"), plover_root("072", "AID", realis="planned")
        ('COERCE', 'AGREE')
    """
    code = cameo_code if cameo_code.startswith(("0", "1", "2")) else f"0{cameo_code}"
    root = next((_ROOT_OF_CODE[code[:length]] for length in range(_LONGEST, 1, -1) if code[:length] in _ROOT_OF_CODE), event_type)
    root = "YIELD" if root in ("CONCEDE", "RETREAT") else root
    if realis == "denied":
        return _NOT_DONE.get(QUAD_OF_ROOT[root], root)
    if realis in ("planned", "hypothetical"):
        return _INTENDED.get(QUAD_OF_ROOT[root], root)
    return root
