"""Follow the relation between two states, every line traceable to the words that carry it.

    >>> import bilateral
    >>> record = bilateral.open_record("record/")      # doctest: +SKIP
    >>> record.add(["wires/", "readouts/*.html"])      # doctest: +SKIP
    >>> record.events("RUS", "KOR")                    # doctest: +SKIP
    >>> record.brief("RUS", "KOR")                     # doctest: +SKIP
"""

from bilateral.errors import (
    BilateralError,
    DocumentError,
    RecordError,
    SchemaError,
    SettingsError,
    StateError,
    VocabularyError,
)
from bilateral.record import AddReport, Record, compare_texts, open_record
from bilateral.settings import Settings, read_settings
from bilateral.version import VERSION as __version__

__all__ = [
    "AddReport",
    "BilateralError",
    "DocumentError",
    "Record",
    "RecordError",
    "SchemaError",
    "Settings",
    "SettingsError",
    "StateError",
    "VocabularyError",
    "__version__",
    "compare_texts",
    "open_record",
    "read_settings",
]
