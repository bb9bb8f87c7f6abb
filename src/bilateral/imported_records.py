"""What a record holds beside its documents: event data sets, official series and reviewers' decisions, one frozen dataclass a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bilateral.columns import REALIS, column

__all__ = ["IMPORT_TABLES", "Decision", "ImportedDay", "ImportedEvent", "ImportedPart", "Observation"]


@dataclass(frozen=True, slots=True)
class ImportedEvent:
    """One act as an event data set of others codes it, in the columns of coded events as far as it has them."""

    data_name: str = column("Name of the data set in this record.")
    part_id: str = column("Stretch of the file that the row was read from (`imports`).")
    native_id: str | None = column("Identifier that the data set gives the event.")
    native_row: int = column("Row of the file, from 1, the header not counted.")
    actor: str | None = column("State or body that acts, null where the data set's name is of none.")
    actor_name: str | None = column("Actor as the data set names it.")
    actor_sector: str | None = column("Sector of the actor as the data set gives it.")
    recipient: str | None = column("State or body that is acted on.")
    recipient_name: str | None = column("Recipient as the data set names it.")
    recipient_sector: str | None = column("Sector of the recipient as the data set gives it.")
    event_type: str | None = column("PLOVER event type; STATEMENT for what CAMEO counts as a statement.")
    mode: str | None = column("PLOVER mode.")
    cameo_code: str | None = column("CAMEO code as the data set gives it.")
    quad_code: int | None = column(
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by the data set's own code book."
    )
    intensity: float | None = column(
        "Cooperation (+) to conflict (-) as the data set gives it, else the weight of its code.", unit="Goldstein scale, -10 to 10"
    )
    event_date: str | None = column("When it occurred, ISO 8601 with the precision known.")
    event_date_start: Any = column("First day on which it can have occurred.", unit="date")
    event_date_end: Any = column("Last day on which it can have occurred.", unit="date")
    realis: str = column("Whether it took place.", values=REALIS)
    place_name: str | None = column("Where, by name.")
    place_state: str | None = column("State of the place, ISO 3166-1 alpha-3.")
    n_events: int = column("Events that the row stands for: 1 unless the file holds counts.", unit="events")
    deaths: int | None = column("Best estimate of the dead, where the data set gives one.", unit="persons")
    originals: str | None = column("Values that were mended, as the file has them, as a JSON object.")


@dataclass(frozen=True, slots=True)
class ImportedDay:
    """How many events a stretch of a data set has on a day: the coverage that counts are held against."""

    data_name: str = column("Name of the data set in this record.")
    part_id: str = column("Stretch of the file (`imports`).")
    event_date_start: Any = column("First day on which the events can have occurred.", unit="date")
    event_date_end: Any = column("Last day on which they can have occurred.", unit="date")
    n_events: int = column("Events of all dyads.", unit="events")


@dataclass(frozen=True, slots=True)
class ImportedPart:
    """One stretch of one file of an event data set; its rows count once this row is stored."""

    part_id: str = column("Identifier of the stretch.")
    data_name: str = column("Name of the data set in this record.")
    data_type: str = column("Form of the file.", values=("icews", "polecat", "gdelt", "ucdp", "tkg", "csv"))
    file_name: str = column("Name of the file; a newer file of this name takes the place of an older one.")
    address: str = column("Where the file was read.")
    content_id: str = column("SHA-256 of the file's bytes together with the mapping they were read by.")
    version: int = column("1 for the first content seen under this name, 2 for the next, and so on.")
    part_index: int = column("Order in the file, from 0.")
    last_row: int = column("Last row of the stretch, from 1.")
    end_byte: int = column("Where the stretch ends in the unpacked text.", unit="bytes")
    is_last: bool = column("Whether the file ends here.")
    n_read: int = column("Rows read.", unit="rows")
    n_kept: int = column("Rows kept.", unit="rows")
    n_rejected: int = column("Rows listed under `rejections`.", unit="rows")
    n_mended: int = column("Rows kept after a repair; `originals` holds what the file has.", unit="rows")
    events_file: str | None = column("File of `imported_events` that holds the rows, null where there are none.")
    first_day: Any = column("First day of an event.", unit="date")
    last_day: Any = column("Last day of an event.", unit="date")
    imported_at: Any = column("When it was imported.", unit="UTC timestamp")
    bilateral_version: str = column("Version of this package.")


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of an official series: one reporter, partner, indicator and period in one edition."""

    observation_id: str = column("Identifier: the same value of the same edition has the same one.")
    series_name: str = column("Name of the series in this record.")
    provider: str = column("Who publishes it.")
    reporter: str = column("State or body whose statistics it is from, ISO 3166-1 alpha-3.")
    partner: str | None = column("State at the other side, null where there is none.")
    indicator: str = column("What is counted or measured, in the words of `figures`.")
    flow: str | None = column("Which way goods went, seen from the reporter; total is both.", values=("export", "import", "total"))
    period: str = column("What time the value covers, ISO 8601.")
    period_start: Any = column("First day of the period.", unit="date")
    period_end: Any = column("Last day of the period.", unit="date")
    value: float = column("The value, scaled to the bare unit.", unit="see unit")
    unit: str = column("ISO 4217 currency, percent, count, tonnes or another unit of `figures`.")
    valuation: str = column("Whether freight and insurance are left out (FOB) or in (CIF).", values=("FOB", "CIF", "unknown"))
    prices: str = column("Prices of the time, or those of one year.", values=("nominal", "real", "unknown"))
    definition: str | None = column("What else the value covers or leaves out, such as goods and services.")
    vintage: str | None = column("When this edition was published, ISO 8601; null where it is not known.")
    known_from: Any = column("First day on which it can have been known: the edition's, else the end of the period and the lag that the mapping states; null where neither is known.", unit="date")
    retrieved: Any = column("When it was read or fetched.", unit="UTC timestamp")
    address: str = column("File with its row, or address of the service's answer.")
    note: str | None = column("Origin of the value as the file notes it.")
    bilateral_version: str = column("Version of this package.")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a reviewer. Rows are only ever added; an undo is a decision too."""

    decision_id: str = column("Identifier of the decision.")
    made_at: Any = column("When it was made.", unit="UTC timestamp")
    reviewer: str = column("Who made it.")
    decision_type: str = column(
        "What was decided.",
        values=("accept", "reject", "edit", "add", "merge", "split", "status", "comment", "skip", "read", "undo"),
    )
    target_table: str = column("Table of the record decided on; `documents` for a reading, `actors` for names that are one, `decisions` for an undo.")
    target_id: str = column("Identifier that the record, the first of those merged or split, the document read, or the undone decision had.")
    doc_id: str | None = column("Document of the record; null for an undo.")
    doc_sha256: str | None = column("SHA-256 of its bytes.")
    address: str | None = column("Its address, by which a newer version is found.")
    start_char: int | None = column("First character of the record's words then.", unit="codepoint")
    end_char: int | None = column("One past the last character.", unit="codepoint")
    quote: str | None = column("The words, verbatim.")
    prefix: str | None = column("The words before them.")
    suffix: str | None = column("The words after them.")
    payload: str = column("What else the decision holds, as a JSON object: the record as it was, changes, members, status.")
    reason: str = column("Why, in the reviewer's words; may be empty.")
    bilateral_version: str = column("Version of this package.")


IMPORT_TABLES: dict[str, type] = {
    "imported_events": ImportedEvent,
    "imported_days": ImportedDay,
    "imports": ImportedPart,
    "observations": Observation,
    "decisions": Decision,
}
"""Tables of event data sets, official series and review decisions by name; made when the first row comes."""
