"""The departments' files on disk, in the mixture of formats that departments send, each with its manifest."""

import hashlib
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import xlsxwriter

from yimen.demo.county import County
from yimen.demo.departments import FILES, DepartmentFile, Form

MANIFEST = ".manifest.json"
SHEET_ROWS = 10_000  # longer lists do not come as workbooks
SUFFIX: dict[Form, str] = {"csv": "csv", "csv-gb18030": "csv", "xlsx": "xlsx", "parquet": "parquet"}


def write_department_files(county: County, folder: Path) -> list[Path]:
    """Write every department's file with the manifest that departments lay beside theirs; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(file, county.department_tables[file.key], folder, county.on) for file in FILES]


def _write(file: DepartmentFile, table: pa.Table, folder: Path, on: date) -> Path:
    form = form_of(file, table)
    path = folder / f"{file.key}.{SUFFIX[form]}"
    _WRITERS[form](table, path)
    manifest = json.dumps(_manifest(file, form, path, table.num_rows, on), ensure_ascii=False, indent=1)
    path.with_name(path.name + MANIFEST).write_text(manifest, "utf-8")
    return path


def form_of(file: DepartmentFile, table: pa.Table) -> Form:
    return "csv" if file.form == "xlsx" and table.num_rows > SHEET_ROWS else file.form


def _manifest(file: DepartmentFile, form: Form, path: Path, rows: int, on: date) -> dict[str, object]:
    """Date, digest and number of rows, by which a half-sent file is known; and what its columns mean."""
    return {
        "as_of": on.isoformat(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": rows,
        "key": file.key,
        "department": file.department,
        "title": file.title,
        "encoding": {"csv": "utf-8-sig", "csv-gb18030": "gb18030"}.get(form),
        "columns": file.columns,
    }


def _csv_bytes(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(quoting_style="needed"))
    return sink.getvalue()


def _write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8 with the mark that spreadsheets want."""
    with path.open("wb") as file:
        file.write(b"\xef\xbb\xbf")
        file.write(_csv_bytes(table))


def _write_gb18030(table: pa.Table, path: Path) -> None:
    """What a Chinese spreadsheet saves."""
    path.write_bytes(str(_csv_bytes(table), "utf-8").encode("gb18030"))


def _write_xlsx(table: pa.Table, path: Path) -> None:
    """Every cell as text, as the template asks for."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, table.column_names)
        columns = [column.to_pylist() for column in table.columns]
        for row, cells in enumerate(zip(*columns, strict=True), start=1):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write_string(row, column, str(cell))


def _write_parquet(table: pa.Table, path: Path) -> None:
    pa.parquet.write_table(table, path, compression="snappy")


_WRITERS = {"csv": _write_csv, "csv-gb18030": _write_gb18030, "xlsx": _write_xlsx, "parquet": _write_parquet}
