"""Speed of imported event data: import beside DuckDB's CSV reader, a series beside pandas, in one run.

    python benchmarks/series.py [--rows 10000000] [--folder DIR] [--keep]

Made events in the native layout of ICEWS, skewed like it: states by the inverse of
their rank, a handful of codes for most events. Prints seconds and ratios; ratios are
what to compare, as both sides have the same load.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from bilateral.answers.indicators import build_series
from bilateral.importing import import_files
from bilateral.vocabulary.cameo import load_cameo
from bilateral.vocabulary.states import load_states

if TYPE_CHECKING:
    from collections.abc import Callable

DYADS = (("USA", "KOR"), ("RUS", "KOR"), ("DEU", "FRA"), ("ISL", "NPL"))
ROUNDS = 15
SKEW = 1.0
SEED = 0.42

ROWS = """
    CREATE TABLE made AS
    WITH states AS (SELECT place, name, sum(weight) OVER (ORDER BY place) / sum(weight) OVER () AS upto, weight FROM given_states),
    codes AS (SELECT place, code, name, goldstein, sum(weight) OVER (ORDER BY place) / sum(weight) OVER () AS upto FROM given_codes),
    draws AS MATERIALIZED (
        SELECT range AS id, random() AS a, random() AS b, random() AS c, DATE '1996-01-01' + (random() * 9000)::INT AS day FROM range($rows)
    ),
    acts AS (
        SELECT draws.id, draws.day, codes.code, codes.name AS act, codes.goldstein, draws.b, draws.a
        FROM draws ASOF JOIN codes ON draws.c <= codes.upto
    ),
    sided AS (SELECT acts.*, states.name AS x FROM acts ASOF JOIN states ON acts.a <= states.upto)
    SELECT sided.*, states.name AS y FROM sided ASOF JOIN states ON sided.b <= states.upto
"""
NATIVE = """
    COPY (
        SELECT 20000000 + id AS "Event ID", day AS "Event Date", 'Government (' || x || ')' AS "Source Name",
            'Government,Executive' AS "Source Sectors", x AS "Source Country", act AS "Event Text", code AS "CAMEO Code",
            goldstein AS "Intensity", 'Citizen (' || y || ')' AS "Target Name", 'General Population' AS "Target Sectors",
            y AS "Target Country", id // 3 AS "Story ID", id % 6 + 1 AS "Sentence Number", 'Example Wire' AS "Publisher",
            'City ' || (id % 500) AS "City", NULL AS "District", 'Province ' || (id % 90) AS "Province", y AS "Country",
            round(a * 180 - 90, 4) AS "Latitude", round(b * 360 - 180, 4) AS "Longitude"
        FROM made ORDER BY day
    ) TO '{path}' (FORMAT csv, HEADER, DELIMITER '\t', QUOTE '', ESCAPE '', NULL '')
"""


def make_file(path: Path, rows: int) -> None:
    """Write made events in ICEWS's layout."""
    states = sorted((state for state in load_states().values() if state.kind == "state"), key=lambda state: state.iso3)
    order = ["USA", "RUS", "CHN", "ISR", "JPN", "KOR", "IND", "GBR", "FRA", "DEU"]
    states.sort(key=lambda state: order.index(state.iso3) if state.iso3 in order else len(order))
    codes = sorted(load_cameo().values(), key=lambda code: (code.code not in {"010", "042", "040", "043", "036", "051"}, code.code))
    with duckdb.connect() as connection:
        connection.execute(f"SELECT setseed({SEED})")
        connection.execute("CREATE TABLE given_states (place INT, name TEXT, weight DOUBLE)")
        connection.executemany("INSERT INTO given_states VALUES (?, ?, ?)", [(n, s.name, (n + 1) ** -SKEW) for n, s in enumerate(states)])
        connection.execute("CREATE TABLE given_codes (place INT, code TEXT, name TEXT, goldstein DOUBLE, weight DOUBLE)")
        rows_of_codes = [(n, c.code, c.name, c.goldstein, (n + 1) ** -SKEW) for n, c in enumerate(codes)]
        connection.executemany("INSERT INTO given_codes VALUES (?, ?, ?, ?, ?)", rows_of_codes)
        connection.execute(ROWS, {"rows": rows})
        connection.execute(NATIVE.format(path=path))


def seconds(act: Callable[[], Any]) -> float:
    """How long an act takes."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def read_with_duckdb(path: Path) -> None:
    """Read the file into a table, as DuckDB does by itself."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events AS SELECT * FROM read_csv(?, delim = '\t', quote = '', header = true)", [str(path)])


def compare_import(path: Path, record: Path) -> None:
    """Import beside DuckDB's reader."""
    mine = seconds(lambda: import_files(record, "icews", [path], name="made"))
    theirs = seconds(lambda: read_with_duckdb(path))
    print(f"import {mine:.1f} s, DuckDB reads the file into a table in {theirs:.1f} s: {theirs / mine:.2f} of its speed (at least 0.5)")


def compare_series(record: Path) -> None:
    """A monthly series beside pandas' filter and group-by on the same rows in memory."""
    import pyarrow.dataset as ds  # noqa: PLC0415

    files = sorted(str(path) for path in (record / "imported_events").glob("*.parquet"))
    columns = ["actor", "recipient", "event_date_start", "quad_code", "intensity"]
    frame = ds.dataset(files).to_table(columns=columns).to_pandas(date_as_object=False)
    for state_a, state_b in DYADS:
        build_series(record, state_a, state_b, by="month", data=["made"])
        ours = [seconds(lambda a=state_a, b=state_b: build_series(record, a, b, by="month", data=["made"])) for _ in range(ROUNDS)]
        pandas = [seconds(lambda a=state_a, b=state_b: pandas_series(frame, a, b)) for _ in range(5)]
        mine, theirs = statistics.median(ours), statistics.median(pandas)
        n_events = int(pandas_series(frame, state_a, state_b)["n"].sum())
        print(
            f"series {state_a} {state_b} by month ({n_events:,} events of {len(frame):,}): median {1000 * mine:.0f} ms (at most 100), "
            f"pandas in memory {1000 * theirs:.0f} ms: {theirs / mine:.1f} times as fast (at least 3)"
        )


def pandas_series(frame: Any, state_a: str, state_b: str) -> Any:
    """What an analyst writes: filter the dyad, group by month and direction."""
    actor, recipient = frame["actor"], frame["recipient"]
    dyad = frame[((actor == state_a) & (recipient == state_b)) | ((actor == state_b) & (recipient == state_a))]
    month = dyad["event_date_start"].dt.to_period("M")
    quads = {f"q{quad}": dyad["quad_code"].eq(quad) for quad in (1, 2, 3, 4)}
    grouped = dyad.assign(month=month, **quads).groupby(["month", "actor", "recipient"], observed=True)
    return grouped.agg(
        n=("quad_code", "size"), total=("intensity", "sum"), mean=("intensity", "mean"), **{name: (name, "sum") for name in quads}
    )


def main() -> None:
    """Make the file, import it, ask for series."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", action="store_true", help="use what an earlier run left in --folder")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="bilateral-series-"))
    folder.mkdir(parents=True, exist_ok=True)
    path, record = folder / "made.tab", folder / "record"
    try:
        if not (given.keep and path.exists()):
            print(f"{given.rows:,} made events in {seconds(lambda: make_file(path, given.rows)):.0f} s")
        if not (given.keep and record.exists()):
            compare_import(path, record)
        compare_series(record)
    finally:
        if given.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
