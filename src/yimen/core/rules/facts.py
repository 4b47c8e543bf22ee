"""What the book may ask of a household and of its members. Every answer may be None: not answered.

Money is in fen a month unless the name says otherwise; `basic_pension` and `exempt_income` are parts of the income classes
that do not count, so they are entered in their class as well.
"""

from yimen.core.book import Category, Fact, Kind, Level
from yimen.core.law.declared.categories import (
    CARE_MODE,
    CHILD_MODE,
    EMERGENCY,
    PARENT,
    RESIDENCE,
    SEVERITY,
    SEX,
    SUPPORT_KIND,
)

H, M = Level.HOUSEHOLD, Level.MEMBER
INCOME = (0, 10**9)  # ten million yuan a month
ASSETS = (0, 10**12)

RELATION = Category(
    "relation",
    "与户主关系",
    {
        "head": "户主（本人）",
        "spouse": "配偶",
        "child": "子女",
        "parent": "父母",
        "grandchild": "孙子女（外孙子女）",
        "grandparent": "祖父母（外祖父母）",
        "sibling": "兄弟姐妹",
        "child_in_law": "儿媳（女婿）",
        "other": "其他",
        "supporter": "不共同生活的赡养、抚养、扶养义务人",
    },
)
ABSENCE = Category(
    "absence",
    "不计入共同生活的情形",
    {
        "none": "无",
        "custody": "在监狱服刑或强制隔离戒毒",
        "missing": "宣告失踪",
        "clergy": "脱离家庭的宗教教职人员",
        "deceased": "已去世",
    },
)
COVER = Category(
    "current_programme",
    "正在享受的待遇",
    {
        "none": "无",
        "dibao": "低保",
        "tekun": "特困人员救助供养",
        "orphan": "孤儿",
        "unattended_child": "事实无人抚养儿童",
        "bianyuan": "低保边缘家庭",
        "gangxing": "刚性支出困难家庭",
    },
)
DISABILITY = Category(
    "disability_kind",
    "残疾类别",
    {
        "none": "无",
        "visual": "视力",
        "hearing": "听力",
        "speech": "言语",
        "physical": "肢体",
        "intellectual": "智力",
        "mental": "精神",
        "multiple": "多重",
    },
)
STUDY = Category(
    "student_stage",
    "就学情况",
    {
        "none": "不在校",
        "preschool": "学龄前（幼儿园）",
        "compulsory": "义务教育",
        "senior": "高中（中职）",
        "college": "大专",
        "bachelor": "本科",
        "postgraduate": "研究生",
    },
)
LABOUR = Category("labour_ability", "劳动能力", {"full": "有", "part": "部分丧失", "none": "完全丧失"})


def _choice(name: str, level: Level, category: Category, question: str, label: str = "") -> Fact:
    return Fact(name, label or category.label, level, Kind.CATEGORY, question, category=category)


def _truth(name: str, level: Level, label: str, question: str) -> Fact:
    return Fact(name, label, level, Kind.TRUTH, question)


def _monthly(name: str, label: str, question: str) -> Fact:
    return Fact(name, label, M, Kind.NUMBER, question, "fen/month", bounds=INCOME)


def _number(name: str, label: str, unit: str, question: str, most: int = 100) -> Fact:
    return Fact(name, label, H, Kind.NUMBER, question, unit, bounds=(0, most))


MEMBER_FACTS = (
    Fact("birth_date", "出生日期", M, Kind.DATE, "{name}是哪一天出生的？"),
    _choice("relation", M, RELATION, "{name}是户主的什么人？"),
    _truth("living_together", M, "长期共同居住", "{name}是否长期和家里人一起居住？"),
    _choice(
        "absence", M, ABSENCE, "{name}是否在服刑、强制隔离戒毒、宣告失踪、脱离家庭做宗教教职人员或已去世？"
    ),
    Fact(
        "clergy_years",
        "做宗教教职人员的年数",
        M,
        Kind.NUMBER,
        "{name}脱离家庭、在宗教场所生活连续几年了？",
        "year",
        bounds=(0, 100),
    ),
    _truth("local_registration", M, "本地户籍", "{name}的户口是否在本地？"),
    _truth("residence_permit", M, "本地居住证", "{name}是否持有本地居住证？"),
    _choice("residence_class", M, RESIDENCE, "{name}按城镇还是农村居民认定？", "本人城乡类别"),
    _choice("current_programme", M, COVER, "{name}现在是否享受特困供养、孤儿或其他待遇？"),
    _choice("disability_kind", M, DISABILITY, "{name}的残疾证是哪一类？没有请选“无”。"),
    Fact(
        "disability_grade",
        "残疾等级",
        M,
        Kind.NUMBER,
        "{name}的残疾证是几级？没有残疾证填 0。",
        "1",
        bounds=(0, 4),
        short="残疾等级",
    ),
    _truth("major_illness", M, "重特大疾病", "{name}是否患有当地认定的重特大疾病？"),
    _choice("student_stage", M, STUDY, "{name}是否在上学？上到哪一阶段？"),
    _choice("labour_ability", M, LABOUR, "{name}有没有劳动能力？"),
    _truth("half_orphan", M, "父母一方去世", "{name}的父母是否有一方已经去世？"),
    _truth(
        "no_supporter",
        M,
        "没有法定赡养、抚养、扶养义务人",
        "{name}是否没有赡养、抚养、扶养义务人，或义务人无力履行？",
    ),
    _truth(
        "single_other",
        M,
        "当地规定可单独申请的其他人员",
        "{name}是否属于当地民政部门规定可以单独申请的人员？",
    ),
    _monthly("wage", "工资性收入", "{name}每月工资、奖金、津贴一共多少元？没有填 0。"),
    _monthly("business", "经营净收入", "{name}种植、养殖或做生意平均每月净收入多少元？没有或亏损填 0。"),
    _monthly("property_income", "财产净收入", "{name}的利息、分红、租金等平均每月多少元？没有填 0。"),
    _monthly("transfer", "转移净收入", "{name}的养老金、赡养费、失业金等平均每月多少元？没有填 0。"),
    _monthly("other_income", "其他收入", "{name}还有别的收入吗？平均每月多少元？没有填 0。"),
    _monthly(
        "exempt_income",
        "不计入的收入",
        "{name}以上收入里，优抚金、奖学金、救助金等不计入的每月多少元？没有填 0。",
    ),
    _monthly("basic_pension", "城乡居民基础养老金", "{name}每月领取的城乡居民基础养老金是多少元？没有填 0。"),
    _monthly("employment_cost", "必要就业成本", "{name}为就业每月必须支出的交通、食宿等多少元？没有填 0。"),
    _monthly(
        "rigid_expenditure",
        "残疾、重病刚性支出",
        "{name}因残疾、重病每月自己负担的必须支出多少元？没有填 0。",
    ),
)

TEKUN_FACTS = (
    _truth("contracted_land", M, "承包土地或参与集体分红", "{name}是否承包土地或参加集体经济分红？"),
    _truth("relocated_to_town", M, "易地搬迁至城镇", "{name}是否已易地搬迁到城镇居住？"),
    _monthly(
        "old_age_allowance",
        "高龄津贴和社会保险待遇",
        "{name}以上收入里，高龄津贴、基本医疗保险等社会保险待遇每月多少元？没有填 0。",
    ),
    _truth("without_capacity", M, "无民事行为能力", "{name}是否无民事行为能力？"),
    _truth("supporter_property_ok", M, "义务人家庭财产符合低收入家庭规定", "{name}家的财产是否符合低收入家庭的规定？"),
    _choice("care_mode", M, CARE_MODE, "{name}愿意到供养机构集中供养，还是在家分散供养？"),
    _truth("can_eat", M, "自主吃饭", "{name}能不能自己吃饭？"),
    _truth("can_dress", M, "自主穿衣", "{name}能不能自己穿衣？"),
    _truth("can_get_up", M, "自主上下床", "{name}能不能自己上下床？"),
    _truth("can_toilet", M, "自主如厕", "{name}能不能自己上厕所？"),
    _truth("can_walk", M, "室内自主行走", "{name}能不能在屋里自己走动？"),
    _truth("can_bathe", M, "自主洗澡", "{name}能不能自己洗澡？"),
)  # fmt: skip

HOUSEHOLD_FACTS = (
    _choice("residence", H, RESIDENCE, "你家实际住在城镇还是农村？"),
    _number(
        "financial_assets",
        "金融资产",
        "fen",
        "全家存款、证券、商业保险等金融资产一共多少元？没有填 0。",
        10**12,
    ),
    _number("cars", "小型、中型汽车", "vehicle", "家里有几辆汽车？"),
    _number("motorcycles", "摩托车", "vehicle", "家里有几辆摩托车？"),
    _number("disability_vehicles", "残疾人代步车", "vehicle", "家里有几辆残疾人代步车？"),
    _number("business_vehicles", "经营用小型车辆", "vehicle", "家里有几辆经营用的小型车辆？"),
    _number("large_machines", "船舶、大型农机具", "vehicle", "家里有几艘船、几台大型农机具？"),
    _number("houses", "住房套数", "house", "家里有几套住房？"),
    Fact(
        "house_area",
        "住房建筑面积",
        H,
        Kind.NUMBER,
        "家里住房的建筑面积一共多少平方米？",
        "m2",
        scale=2,
        bounds=(0, 10**7),
    ),
    _number("non_residential_houses", "非居住类房屋", "house", "家里有几处商铺、办公楼等非居住类房屋？"),
    _truth("business_registered", H, "办理了市场主体登记", "家里是否有人办理了公司、个体户等市场主体登记？"),
    _truth("family_stall", H, "只是无雇工的家庭摊点", "登记的是否只是没有雇工的家庭小摊点？"),
    _truth("recent_home", H, "一年内购建或高标准装修住房", "最近一年家里是否买房、建房或高标准装修？"),
)


def _yearly(name: str, label: str, question: str) -> Fact:
    return Fact(name, label, H, Kind.NUMBER, question, "fen/year", bounds=(0, 10**10))


def _sum_once(name: str, label: str, question: str) -> Fact:
    return Fact(name, label, H, Kind.NUMBER, question, "fen", bounds=(0, 10**10))


EXPENSE_FACTS = (
    _yearly("living_expense", "生活必需支出", "申请前十二个月，全家衣、食、住、行的必要支出一共多少元？"),
    _yearly(
        "medical_expense",
        "医疗支出",
        "申请前十二个月，全家在定点医疗机构的合规医疗费，扣除各种报销和救助后自己负担多少元？没有填 0。",
    ),
    _yearly(
        "education_expense",
        "教育支出",
        "申请前十二个月，全家按就读地公办学校标准的保教费、学费、住宿费一共多少元？没有填 0。",
    ),
    _yearly(
        "rehabilitation_expense",
        "残疾康复支出",
        "申请前十二个月，全家扣除补助后的基本康复训练、辅助器具支出多少元？没有填 0。",
    ),
    _yearly(
        "other_expense",
        "县级认定的其他支出",
        "申请前十二个月，县级民政部门认定的其他刚性支出多少元？没有填 0。",
    ),
    _truth(
        "gangxing_other_met",
        H,
        "符合当地规定的其他条件",
        "家庭是否符合当地对刚性支出困难家庭规定的其他条件？",
    ),
)

LINSHI_FACTS = (
    _choice("emergency", H, EMERGENCY, "家里最近是否遇到火灾、意外、突发重病等急难？没有请选“没有”。"),
    _choice("severity", H, SEVERITY, "困难有多重？"),
    _truth("emergency_here", H, "急难发生在本地", "急难是否发生在本地？"),
    _number("helped_persons", "需要救助的人数", "person", "需要救助几个人？", 60),
    _number("hardship_months", "预计困难月数", "month", "预计还要困难几个月？", 24),
    _number("hardship_days", "预计困难天数", "day", "预计还要困难多少天？", 366),
    _sum_once("emergency_expense", "急难造成的自付支出", "这次急难自己负担的支出多少元？没有填 0。"),
    _number(
        "same_cause_times",
        "今年同一事由已救助次数",
        "time",
        "今年因同一件事已经得到几次临时救助？没有填 0。",
        12,
    ),
    _sum_once("agreed_amount", "一事一议确定的救助金额", "县级协调机制一事一议确定的救助金额是多少元？"),
)

ALLOWANCE_FACTS = (
    Fact("card_until", "残疾证有效期", M, Kind.DATE, "{name}的残疾证有效期到哪一天？"),
    _truth("elderly_care_subsidy", M, "已领老年人护理补贴", "{name}是否已经领取老年人护理补贴？"),
)  # fmt: skip


def _months(name: str, level: Level, label: str, question: str, most: int = 1200) -> Fact:
    return Fact(name, label, level, Kind.NUMBER, question, "month", bounds=(0, most))


CHILD_FACTS = (
    _choice("mother", M, PARENT, "{name}的母亲现在是什么情况？", "母亲情况"),
    _months(
        "mother_months", M, "母亲该情况持续月数", "{name}的母亲失联或被限制人身自由有几个月（含刑期、期限）？"
    ),
    _choice("father", M, PARENT, "{name}的父亲现在是什么情况？", "父亲情况"),
    _months(
        "father_months", M, "父亲该情况持续月数", "{name}的父亲失联或被限制人身自由有几个月（含刑期、期限）？"
    ),
    _choice("child_mode", M, CHILD_MODE, "{name}在儿童福利机构养育，还是由亲属等散居养育？"),
    _monthly(
        "current_benefit",
        "现领取的低保、特困、生活补贴",
        "{name}本人现在每月领取的低保金、特困供养金、困难残疾人生活补贴一共多少元？没有填 0。",
    ),
)

MEDICAL_FACTS = (
    Fact(
        "in_scope_cost",
        "政策范围内个人自付医疗费",
        M,
        Kind.NUMBER,
        "{name}今年经基本医保、大病保险报销后，政策范围内个人自付多少元？没有填 0。",
        "fen/year",
        bounds=(0, 10**9),
        short="个人自付",
    ),
    Fact(
        "medical_aid_paid",
        "今年已得医疗救助",
        M,
        Kind.NUMBER,
        "{name}今年已经得到多少元医疗救助？没有填 0。",
        "fen/year",
        bounds=(0, 10**9),
    ),
)

RENT_FACTS = (
    _truth("housing_need", H, "住房困难", "家里是否没有自有住房，或人均住房面积低于当地标准？"),
    Fact(
        "rent",
        "每月实际租金",
        H,
        Kind.NUMBER,
        "每月实际付多少元房租？没有填 0。",
        "fen/month",
        bounds=(0, 10**8),
    ),
)

IMPUTED_FACTS = (
    _choice("sex", M, SEX, "{name}的性别？"),
    _truth(
        "work_income_proved", M, "就业收入有证明", "{name}的就业收入是否有工资单、合同、纳税或社保记录证明？"
    ),
    _truth("cannot_find_work", M, "确实不能就业", "{name}是否因照料家人、当地没有岗位等确实不能就业？"),
    _truth("recent_graduate", M, "毕业不满六个月", "{name}是否毕业还不满六个月？"),
    _truth("sole_trader", M, "个体经营者", "{name}是否个体经营？"),
    Fact(
        "job_refusals",
        "连续拒绝介绍工作的次数",
        M,
        Kind.NUMBER,
        "{name}无正当理由连续几次拒绝介绍的工作？没有填 0。",
        "time",
        bounds=(0, 100),
    ),
)

SUPPORT_FACTS = (
    _choice("support_kind", M, SUPPORT_KIND, "{name}对你家承担的是赡养、抚养还是扶养义务？"),
    _monthly("payer_income", "义务人家庭月收入", "{name}家每月总收入多少元？"),
    _monthly("payer_own_income", "义务人本人月收入", "{name}本人每月收入多少元？"),
    Fact("payer_members", "义务人家庭人数", M, Kind.NUMBER, "{name}家有几口人？", "person", bounds=(1, 60)),
    Fact(
        "payer_siblings",
        "被赡养人的子女数",
        M,
        Kind.NUMBER,
        "被赡养的老人一共有几个子女？",
        "person",
        bounds=(1, 30),
    ),
    _monthly(
        "support_document",
        "判决、调解、协议确定的金额",
        "判决书、调解书或协议确定{name}每月付多少元？没有填 0。",
    ),
    _monthly(
        "support_received",
        "实际收到的赡养、抚养、扶养费",
        "每月实际收到{name}多少元（已写在转移净收入里）？没有填 0。",
    ),
    Fact(
        "supported_here",
        "本户被赡养、抚养、扶养人数",
        M,
        Kind.NUMBER,
        "{name}赡养、抚养、扶养的人里有几个在你家？",
        "person",
        bounds=(0, 60),
    ),
    Fact(
        "supported_all",
        "被赡养、抚养、扶养总人数",
        M,
        Kind.NUMBER,
        "{name}一共赡养、抚养、扶养几个人？",
        "person",
        bounds=(0, 60),
    ),
)

PHASE_OUT_FACTS = (
    _truth("over_line_by_work", H, "因就业收入超过标准", "家庭收入超过标准，是不是因为家人就业？"),
    _months("months_over_line", H, "收入超过标准的月数", "收入超过标准已经有几个月？", 120),
    Fact(
        "last_benefit",
        "原每月低保金",
        H,
        Kind.NUMBER,
        "原来每月领取低保金多少元？",
        "fen/month",
        bounds=(0, 10**9),
    ),
)

SPECIAL_FACTS = (
    _truth("jobless", M, "失业", "{name}是否有劳动能力而没有工作？"),
    _truth("rehab_need", M, "需要康复的儿童", "{name}是否有视力、听力、言语、肢体、智力残疾或孤独症，需要康复？"),
    _truth("dilapidated_house", H, "住房是危房", "家里的住房是否是危房？"),
    _truth("disaster_hit", H, "遭受自然灾害", "家里是否遭受自然灾害，基本生活受影响？"),
    _truth("no_shelter", H, "在外流浪、没有食宿", "是否在外流浪乞讨、没有地方吃住？"),
    _truth("judicial_victim", H, "因案件遭受侵害、得不到赔偿", "是否因刑事案件、侵权等遭受侵害，得不到赔偿，生活困难？"),
    _truth("legal_matter", H, "有需要法律援助的事项", "是否有打官司、请求赔偿等需要法律援助的事项？"),
    _truth("emergency_patient", H, "急危重伤病，身份不明或无力支付", "是否需要急救，而身份不明或无力支付费用？"),
    _truth("still_in_hardship", H, "救助之后仍有困难", "得到救助之后，或政策没有覆盖到，生活是否仍有困难？"),
)  # fmt: skip

FACTS = (
    *HOUSEHOLD_FACTS,
    *MEMBER_FACTS,
    *TEKUN_FACTS,
    *EXPENSE_FACTS,
    *LINSHI_FACTS,
    *ALLOWANCE_FACTS,
    *CHILD_FACTS,
    *MEDICAL_FACTS,
    *RENT_FACTS,
    *IMPUTED_FACTS,
    *SUPPORT_FACTS,
    *PHASE_OUT_FACTS,
    *SPECIAL_FACTS,
)
