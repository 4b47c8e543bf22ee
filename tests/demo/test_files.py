"""部门文件：格式混杂，内容不失真。"""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from yimen.core.ids import check_resident_id, credit_code
from yimen.demo.departments import FILES
from yimen.demo.files import MANIFEST, write_department_files


@pytest.fixture(scope="module")
def folder(county, tmp_path_factory):
    folder = tmp_path_factory.mktemp("departments")
    write_department_files(county, folder)
    return folder


def manifest_of(path):
    return json.loads(path.with_name(path.name + MANIFEST).read_text("utf-8"))


def read(path, encoding):
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".xlsx":
        head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return [dict(zip(head, row, strict=True)) for row in rows]
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding))))


@pytest.mark.parametrize("file", FILES, ids=[f.title for f in FILES])
def test_each_file_reads_back_as_it_was(county, folder, file):
    path = next(p for p in folder.glob(f"{file.key}.*") if not p.name.endswith(MANIFEST))
    entry = manifest_of(path)
    rows = read(path, entry["encoding"])
    table = county.department_tables[file.key]

    assert len(rows) == table.num_rows == entry["rows"]
    assert list(rows[0]) == list(entry["columns"])
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["as_of"] == county.on.isoformat()
    for column in table.column_names:
        assert [str(r[column] or "") for r in rows] == [str(v or "") for v in table[column].to_pylist()]


def test_all_four_formats_occur(folder):
    files = [p for p in folder.iterdir() if not p.name.endswith(MANIFEST)]
    kinds = {(p.suffix[1:], manifest_of(p)["encoding"]) for p in files}

    assert kinds == {("csv", "utf-8-sig"), ("csv", "gb18030"), ("xlsx", None), ("parquet", None)}


def test_numbers_in_the_files_are_valid_or_of_the_old_kind(county):
    for file in FILES:
        heading = next(h for h, name in file.columns.items() if name == "id_number")
        for number in county.department_tables[file.key][heading].to_pylist():
            assert number is None or check_resident_id(number, synthetic=True).ok


def test_old_records_of_real_estate_have_their_faults(county):
    numbers = county.department_tables["real_estate"]["证件号码"].to_pylist()

    assert None in numbers
    assert any(n and len(n) == 15 for n in numbers)


def test_firms_have_valid_codes(county):
    for code in county.department_tables["businesses"]["统一社会信用代码"].to_pylist():
        assert credit_code(code) == code
