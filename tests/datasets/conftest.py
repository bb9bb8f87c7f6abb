from __future__ import annotations

import pytest

from bilateral.importing import import_files
from bilateral.tables.imported import find_data_set, warm_connection


class Box:
    """A record in a folder of its own, to import into and to look at."""

    def __init__(self, folder):
        self.folder, self.record = folder, folder / "record"

    def write(self, file, content):
        path = self.folder / file
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, kind, file, content, **options):
        return import_files(self.record, kind, [self.write(file, content)], **options)

    def rows(self, data_name, columns="*", where="true"):
        with warm_connection() as connection:
            found = find_data_set(self.record, data_name)
            return connection.execute(f"SELECT {columns} FROM {found.events} AS event WHERE {where} ORDER BY native_row").fetchall()

    def rejections(self):
        from bilateral.tables.queries import connect  # noqa: PLC0415

        with connect(self.record) as connection:
            return connection.execute("SELECT reason_code, address, detail FROM all_rejections ORDER BY address").fetchall()


@pytest.fixture
def box(tmp_path):
    return Box(tmp_path)
