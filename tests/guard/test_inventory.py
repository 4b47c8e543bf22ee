"""The inventory is read strictly, and the masks show no more than they should."""

import pytest
import yaml
from pydantic import ValidationError

from yimen.guard.inventory import TEXT, Inventory, UnknownField, inventory, mask


@pytest.mark.parametrize(
    ("value", "class_", "shown"),
    [
        pytest.param("张明", "name", "张*", id="两字姓名"),
        pytest.param("张小明", "name", "张*明", id="三字姓名"),
        pytest.param("欧阳小明", "name", "欧**明", id="四字姓名"),
        pytest.param("𠮷田", "name", "𠮷*", id="生僻字"),
        pytest.param("371311199001010034", "identity", "371311********0034", id="身份证"),
        pytest.param("371311900101003", "identity", "371311*****1003", id="十五位身份证"),
        pytest.param("H1234567", "identity", "***", id="其他证件全部隐去"),
        pytest.param("13812345678", "contact", "138****5678", id="手机"),
        pytest.param("0539-1234", "contact", "***", id="短号码全部隐去"),
        pytest.param("6217001234567890123", "account", "***************0123", id="银行账号"),
        pytest.param("某路 1 号", "address", "***", id="住址"),
        pytest.param("肢体二级", "health", "***", id="健康状况"),
        pytest.param("初审", "process", "初审", id="办理过程不隐去"),
        pytest.param("", "identity", "", id="没有填写"),
        pytest.param(None, "contact", "", id="没有"),
    ],
)
def test_a_mask_shows_what_is_needed_to_tell_people_apart(value, class_, shown):
    assert mask(value, class_) == shown


def test_an_unknown_class_or_column_is_refused():
    with pytest.raises(UnknownField):
        mask("x", "no_such_class")
    with pytest.raises(UnknownField):
        inventory().class_of("people_person", "no_such_column")
    with pytest.raises(UnknownField):
        inventory().class_of("no_such_table", "id")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda t: t["tables"]["people_person"].update(unknown=1), id="多余的项"),
        pytest.param(lambda t: t["tables"]["people_person"].pop("purpose"), id="没有用途"),
        pytest.param(lambda t: t["tables"]["people_person"].update(retention="soon"), id="没有这种保存期"),
        pytest.param(lambda t: t["tables"]["people_person"]["columns"].update(odd=["x"]), id="没有这个类别"),
        pytest.param(
            lambda t: t["tables"]["people_person"]["columns"]["name"].append("phone"), id="登记两次"
        ),
        pytest.param(
            lambda t: t["tables"]["people_person"].update(published=["nowhere"]), id="公示不存在的字段"
        ),
        pytest.param(lambda t: t["tables"]["people_person"].update(seen=["anyone"]), id="没有这种范围"),
        pytest.param(lambda t: t["classes"]["name"].update(mask="half"), id="没有这种遮盖"),
    ],
)
def test_a_mistake_in_the_inventory_is_refused(change):
    text = yaml.safe_load(TEXT.read_text(encoding="utf-8"))
    change(text)
    with pytest.raises(ValidationError):
        Inventory.model_validate(text)
