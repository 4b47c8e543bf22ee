"""Letters are PDF/A, print every name of the register, and take data as text only."""

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from tests.documents import samples
from tests.documents.reading import metadata_of, text_of

from yimen.documents import fonts, typeset


def acceptance_for(name: str) -> bytes:
    return dataclasses.replace(samples.acceptance, addressee=name).pdf()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("张𠮷", id="扩展B区的吉"),
        pytest.param("王䶮", id="扩展A区的䶮"),
        pytest.param("刘㛃", id="扩展A区的㛃"),
        pytest.param("㐂𬭚𫖯䲟𬱖", id="其他生僻字"),
        pytest.param("阿卜杜拉·买买提", id="间隔号姓名"),
    ],
)
def test_a_rare_name_is_printed_and_can_be_copied_out(name):
    assert name in text_of(acceptance_for(name))


def test_a_name_no_font_has_stops_the_letter_and_says_which_character():
    with pytest.raises(typeset.CharacterMissing) as caught:
        acceptance_for("赵\U00031350")

    assert caught.value.codes == "U+31350"
    assert "字体文件夹" in caught.value.message


def test_the_file_declares_pdf_a_2b_and_carries_the_letters_own_date():
    data = metadata_of(samples.acceptance.pdf())

    assert "<pdfaid:part>2</pdfaid:part>" in data
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in data
    assert "20261122" in data


def test_the_same_letter_is_the_same_file():
    assert samples.refusal.pdf() == samples.refusal.pdf()


def test_letters_asked_for_at_once_do_not_mix():
    names = [f"张{number}" for number in range(24)]

    with ThreadPoolExecutor(8) as pool:
        letters = list(pool.map(acceptance_for, names))

    assert all(f"{name}：" in text_of(letter) for name, letter in zip(names, letters, strict=True))


@pytest.mark.parametrize("text", ["#panic()", "*粗体*", "$x$", "= 标题", "`a`", "@a <b>", "\\u{0}", "//注"])
def test_what_people_type_is_text_and_never_a_command(text):
    assert "".join(text.split()) in text_of(acceptance_for(text))


def test_data_that_do_not_fit_the_template_are_named():
    data = json.loads(json.dumps(samples.acceptance.data(), default=date.isoformat))
    del data["receipt"]

    with pytest.raises(typeset.TypesettingFailed) as caught:
        typeset.render("acceptance", data)

    assert "receipt" in caught.value.why


def test_the_offices_own_faces_come_first_and_the_complete_one_last():
    chosen = fonts.choose(["Noto Serif SC", "Noto Sans SC", "仿宋_GB2312", "FZXiaoBiaoSong-B05S"])

    assert chosen["body"] == ["仿宋_GB2312", "Noto Serif SC", fonts.COMPLETE]
    assert chosen["title"][0] == "FZXiaoBiaoSong-B05S"
    assert all(faces[-1] == fonts.COMPLETE for faces in chosen.values())


def test_a_font_put_into_the_folder_is_used(tmp_path):
    typeset.use_fonts(tmp_path)
    try:
        assert "张𠮷" in text_of(samples.acceptance.pdf())
    finally:
        typeset.use_fonts(None)
