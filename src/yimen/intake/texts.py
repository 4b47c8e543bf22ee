"""What the family agrees to and promises, in the words of the printed papers (D57 §9; policy §13.2; practice B8, B9)."""

AUTHORISED_MONTHS = 36
"""How long an authorisation stands unless withdrawn: the application, and yearly re-checks while aid is received."""

AUTHORISATION_SCOPE = (
    "户籍、婚姻、就业和社会保险、工资性收入、经营净收入、财产净收入、转移净收入，"
    "银行存款和证券保险等金融资产，机动车船、不动产、市场主体登记"
)
AUTHORISATION_PURPOSE = "最低生活保障的审核确认、动态管理和监督检查"

AUTHORISATION_TEXT = (
    f"本人自愿授权县级以上民政部门及其核对机构，为办理最低生活保障，查询、核对本人的下列信息：{AUTHORISATION_SCOPE}。",
    "查询的对象包括公安、人力资源社会保障、住房城乡建设、税务、市场监管、自然资源、公积金管理、医疗保障等部门以及银行、证券、保险等金融机构。",
    "授权自签署之日起，在申请办理期间及享受救助期间有效。停止救助或者本人撤回授权后，不再查询。",
    "本人知悉：查询只用于社会救助的审核确认、动态管理和监督检查；每次查询都有记录，本人可以查阅谁在何时因何查过；撤回授权不影响此前已经完成的核对，但可能无法继续办理。",
)

PROMISE = (
    "所填报的家庭人口、收入和财产真实、完整，没有隐瞒，提交的材料与原件一致。",
    "家庭人口、收入、财产发生变化的，及时主动告知乡镇人民政府（街道办事处）。",
    "配合入户调查、信息核对和定期复核。",
    "采取虚报、隐瞒、伪造等手段骗取社会救助的，由有关部门决定停止救助，责令退回非法获取的救助资金、物资，"
    "可以处非法获取的救助款额或者物资价值 1 倍以上 3 倍以下的罚款；构成违反治安管理行为的，"
    "依法给予治安管理处罚（《社会救助暂行办法》第六十八条）。",
)


def promise_text() -> str:
    """The promise as it is stored with the application, clause by clause."""
    return "\n".join(f"（{'一二三四'[number]}）{clause}" for number, clause in enumerate(PROMISE))
