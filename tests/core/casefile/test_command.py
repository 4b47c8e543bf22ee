"""`yimen assess`: the examples run, the answer is text or JSON, a wrong file is said."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
import yaml

from yimen.core.casefile import read_case
from yimen.core.casefile.assess_command import main
from yimen.core.casefile.schema import case_schema
from yimen.core.rules import PROGRAMMES

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
ANSWERS = {
    "all": (True, None),
    "bianyuan": (True, None),
    "charity": (True, None),
    "child-rehab": (True, None),
    "dibao": (True, "600.00"),
    "dibao-phase-out": (True, "1200.00"),
    "dibao-single": (True, "1006.00"),
    "disability-care": (True, "150.00"),
    "disability-living": (True, "180.00"),
    "disaster": (True, None),
    "education": (True, None),
    "emergency-medical": (True, None),
    "employment": (True, None),
    "funeral": (True, None),
    "gangxing": (True, "0.00"),
    "heating": (True, None),
    "housing-repair": (True, None),
    "judicial": (True, None),
    "legal-aid": (True, None),
    "linshi-jinan": (True, "4800.00"),
    "linshi-zhichu": (True, "6000.00"),
    "medical": (True, "10200.00"),
    "open": (None, None),
    "orphan": (True, "1700.00"),
    "price": (True, "82.00"),
    "rent": (True, "320.00"),
    "services": (True, None),
    "shelter": (True, None),
    "tekun": (True, "1535.00"),
    "unattended-child": (True, "1100.00"),
}


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main(["--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def example(name: str) -> str:
    return str(next(path for path in EXAMPLES if path.stem == name))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_every_example_has_its_answer(path: Path, capsys: pytest.CaptureFixture[str]):
    found = answer(capsys, str(path))

    assert (found["eligible"], found["amount"]) == ANSWERS[path.stem]


def test_the_answer_has_what_a_program_needs(capsys: pytest.CaptureFixture[str]):
    found = answer(capsys, example("dibao"))
    figures = {figure["name"]: figure for figure in found["findings"]}

    assert found["per"] == "month"
    assert found["open"] == []
    assert figures["counted_income"]["value"] == "2400.00"
    assert figures["counted_income"]["unit"] == "yuan/month"
    assert figures["counts"]["value"] == [True, True, True]
    assert figures["member_count"]["value"] == 3
    assert figures["income_below_standard"] == {
        "name": "income_below_standard",
        "label": "家庭人均收入低于当地最低生活保障标准",
        "value": True,
        "unit": "1",
        "source": "《最低生活保障审核确认办法》第二十三条",
        "because": [
            "家庭人均收入低于当地最低生活保障标准：是。收入 2,400 元 低于 标准 1,000 元 × 3 人 = 3,000 元。",
            "家庭月收入：成员收入合计 2,400 元 − 刚性支出 0 元 = 2,400 元。",
            "共同生活人数：3 人。",
        ],
    }
    assert found["programmes"] == [
        {"programme": "dibao", "label": "最低生活保障", "eligible": True, "amount": "600.00", "per": "month"}
    ]


def test_all_programmes_at_once_and_what_is_open(capsys: pytest.CaptureFixture[str]):
    found = answer(capsys, example("open"))

    assert [one["programme"] for one in found["programmes"]] == list(PROGRAMMES)
    assert "transfer" in {question["name"] for question in found["answers"][0]["open"]}
    assert found["answers"][0]["open"][0]["member"] == "周九"


def test_every_programme_has_an_example():
    shown = {read_case(path).programmes for path in EXAMPLES}

    assert {(key,) for key in PROGRAMMES} <= shown


def test_the_best_compatible_package(capsys: pytest.CaptureFixture[str]):
    package = answer(capsys, example("all"))["package"]
    keys = [one["programme"] for one in package["programmes"]]

    assert keys[:2] == ["dibao", "tekun"]
    assert package["monthly"] == "2835.00"
    assert package["programmes"][1]["members"] == ["朱五"]
    assert "medical" in package["open"]


def test_the_package_in_words(capsys: pytest.CaptureFixture[str]):
    assert main([example("all")]) == 0
    said = capsys.readouterr().out

    assert "可以同时享受的组合：每月 2,835.00 元，一次性 0.00 元。" in said
    assert "  · 特困人员救助供养：每月 1,835.00 元" in said
    assert "不符合：" in said
    main([example("open")])
    assert "可以同时享受的组合：还没有。" in capsys.readouterr().out


def test_an_explanation_is_a_tree(capsys: pytest.CaptureFixture[str]):
    tree = answer(capsys, "--explain", example("dibao"))["explanation"]

    assert tree["name"] == "dibao_amount"
    assert {reason["name"] for reason in tree["rests_on"]} >= {"dibao_eligible", "shortfall"}


def test_assumed_parameters_are_named(capsys: pytest.CaptureFixture[str]):
    names = {item["name"] for item in answer(capsys, example("dibao-single"))["assumed"]}

    assert "dibao_standard.urban" in names
    assert "bracket_pays.a" not in names


@pytest.mark.parametrize("explained", [pytest.param([], id="简要"), pytest.param(["--explain"], id="逐层")])
def test_text_for_people(explained: list[str], capsys: pytest.CaptureFixture[str]):
    assert main([*explained, example("dibao")]) == 0
    said = capsys.readouterr().out

    assert said.startswith("最低生活保障：符合，每月 600.00 元。")
    assert "标准 1,000 元 × 3 人" in said
    assert said.rstrip().endswith("（罗庄区，2026-03-15；测算结果，不是审核决定。）")


def test_text_names_what_to_find_out_and_what_was_missed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main([example("open")])
    assert "还要弄清：\n  · 周九的养老金" in capsys.readouterr().out

    text = Path(example("dibao")).read_text(encoding="utf-8").replace("1500.00", "2112.00")
    (tmp_path / "拒.yaml").write_text(text, encoding="utf-8")
    main([str(tmp_path / "拒.yaml")])
    assert "再少 12.01 元" in capsys.readouterr().out


def test_a_wrong_file_is_said_on_the_error_stream(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "错.yaml").write_text("programme: dibao\n", encoding="utf-8")

    assert main([str(tmp_path / "错.yaml")]) == 1
    assert capsys.readouterr().err == "✗ 错.yaml 第 1 行：缺少“on”。\n"


@pytest.mark.parametrize(
    "arguments", [pytest.param([], id="没有文件"), pytest.param(["a", "--schema"], id="两者都给")]
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    capsys.readouterr()


# The schema -------------------------------------------------------------------------------------------------------


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(case_schema())


def as_json(path: Path) -> dict:
    """As a plain YAML library reads it, but for the key `on`, which YAML 1.1 takes for a truth."""
    text = path.read_text(encoding="utf-8").replace("\non:", '\n"on":')
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in EXAMPLES])
def test_every_example_fits_the_schema(path: Path):
    validator().validate(as_json(path))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"houshold": {}}, id="顶层字段拼错"),
        pytest.param({"programme": "dipao"}, id="没有这个项目"),
        pytest.param({"household": {"members": [{"nmae": "甲"}]}}, id="成员字段拼错"),
        pytest.param({"household": {"members": [{"income": {"wages": 1}}]}}, id="收入类别拼错"),
        pytest.param({"parameters": {"standart": 1}}, id="没有这个参数"),
        pytest.param({"household": {}}, id="没有成员"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(change: dict):
    given = as_json(Path(example("dibao"))) | change

    with pytest.raises(jsonschema.ValidationError):
        validator().validate(given)


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]):
    assert main(["--schema"]) == 0

    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))
