"""Files that cannot be read as a whole: each gets one sentence, and nothing of them is kept (promise 15)."""

import io
import zipfile

import openpyxl
import pytest

from tests.register.registers import (
    COUNTY_SCOPE,
    HEADER,
    a_csv,
    a_family,
    again,
    checked,
    families,
    hand_in,
    saved,
    workbook,
)
from yimen.documents import files
from yimen.documents.scanning import Scan, ScanState
from yimen.guard.scope import scope
from yimen.register import actions, checking
from yimen.register.errors import FileNotTaken
from yimen.register.models import Remark, StagedPerson, State, Upload

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_part(name: str, content: bytes) -> bytes:
    """A sound workbook with one more part in its container."""
    target = io.BytesIO(workbook(families(1)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return target.getvalue()


def far_cell() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(families(1))))
    book.active.cell(1_048_576, 16_384, "x")
    return saved(book)


def without_column(*labels: str) -> bytes:
    rows = families(1)
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    for label in labels:
        book.active.delete_cols([cell.value for cell in book.active[1]].index(label) + 1)
    return saved(book)


REFUSED = [
    pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码", id="设了密码"),
    pytest.param(OLE, "旧版 .xls", id="旧版工作簿"),
    pytest.param(with_part("xl/vbaProject.bin", b"x"), "宏程序", id="带宏"),
    pytest.param(with_part("xl/worksheets/big.xml", b" " * 60_000_000), "解开后过大", id="压缩炸弹"),
    pytest.param(far_cell(), "散布得太远", id="最远角有一个格子"),
    pytest.param(b"PK\x03\x04" + b"\0" * 200, "已损坏", id="坏的压缩包"),
    pytest.param(workbook(families(1))[:-400], "已损坏", id="没有传完"),
    pytest.param(workbook([]), "没有数据行", id="只有表头"),
    pytest.param(b"a,b\r\n1,2\r\n", "没有找到表头", id="不认识的表头"),
    pytest.param(without_column("户主身份证号"), "缺少：户主身份证号", id="缺归户的列"),
    pytest.param(without_column("月保障金", "起始年月"), "缺少：月保障金、起始年月", id="缺金额和起始月"),
    pytest.param(workbook(families(1), header=[*HEADER, "月保障金"]), "不止一次", id="同一列两次"),
    pytest.param("<html><table><tr><td>姓名".encode(), "网页文件", id="网页改名"),
    pytest.param(b"\xff\xfe\x00\xd8" * 40, "编码认不出来", id="不是文字"),
    pytest.param(a_csv(families(1)).replace(b"\r\n", b'\r\n"', 1), "引号不成对", id="引号不成对"),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_is_not_kept(office, content, sentence):
    upload = checked(office, content)

    assert upload.state == State.REFUSED
    assert sentence in upload.note
    assert upload.note.startswith("文件没有读取：")
    assert upload.note.endswith("。")
    assert not files._path(upload.pk).exists()
    with scope(COUNTY_SCOPE):
        assert not StagedPerson.objects.exists()
        assert not Remark.objects.exists()


def test_a_refused_file_may_be_handed_in_again(office):
    first = checked(office, OLE)

    second = checked(office, OLE)

    assert first.pk != second.pk
    assert second.state == State.REFUSED


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_in_the_encodings_offices_use(office, encoding):
    upload = checked(office, a_csv([*a_family(1, address="𠮷祥路 1 号")], encoding), "名单.csv")

    assert (upload.state, upload.rows_total) == (State.READY, 2)


def test_faults_of_a_csv_have_row_and_column_and_no_sheet(office):
    upload = checked(office, a_csv(a_family(1, monthly="多")), "名单.csv")

    with scope(COUNTY_SCOPE):
        assert upload.errors == 1
        assert Remark.objects.get().code == "amount"


def test_an_empty_or_too_large_file_is_not_even_taken(office, monkeypatch):
    for content, words in ((b"", "空的"), (b"x" * 101, "超过")):
        monkeypatch.setattr(actions, "LIMITS", checking.Limits(size=100))
        with pytest.raises(FileNotTaken, match=words):
            hand_in(office, content)


def test_an_infected_file_is_not_taken(office, monkeypatch):
    class Found:
        def scan(self, data: bytes) -> Scan:
            return Scan(ScanState.INFECTED, "Eicar-Test")

    monkeypatch.setattr(actions, "scanner", lambda address: Found())

    with pytest.raises(FileNotTaken, match="Eicar-Test"):
        hand_in(office, workbook(families(1)))
    with scope(COUNTY_SCOPE):
        assert not Upload.objects.exists()


def test_the_file_waits_sealed(office):
    content = a_csv(families(1), "utf-8")
    upload = hand_in(office, content, "名单.csv")

    assert content[:100] not in files._path(upload.pk).read_bytes()
    assert files.read(upload.pk) == content
    files.remove(upload.pk)


def test_a_name_that_means_harm_is_cleaned(office):
    upload = hand_in(office, workbook(families(1)), "../../etc/<在册>\u202e名单.xlsx")

    assert again(upload).name == "_在册_名单.xlsx"
