"""What a place sets for 孤儿 and 事实无人抚养儿童."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, truth

CHILDREN: tuple[Parameter, ...] = (
    amount("orphan_standard", "孤儿基本生活最低养育标准", "OR2010:2", by=c.CHILD_MODE, short="养育标准"),
    truth("child_study_continues", "满十八周岁仍在校的继续发放", "OR2010:2"),
)
