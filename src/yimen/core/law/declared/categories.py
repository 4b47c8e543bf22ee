"""The closed lists that parameters are listed by or choose from."""

from yimen.core.book import Category

RESIDENCE = Category("residence", "城乡类别", {"urban": "城镇", "rural": "农村"})

STANDARD_BY = Category(
    "standard_by", "标准适用", {"household": "全家按实际居住地一个标准", "member": "各成员按本人类别"}
)

PROPERTY_CLASS = Category(
    "property_class",
    "认定类别",
    {
        "dibao": "低保",
        "bianyuan": "低保边缘",
        "tekun": "特困",
        "gangxing": "刚性支出困难",
        "linshi": "支出型临时救助",
    },
)

FINANCIAL_BASIS = Category(
    "financial_basis",
    "金融资产限额算法",
    {"none": "不设限额", "months": "低保月标准的若干倍", "per_person": "每人固定金额"},
)

VEHICLE = Category(
    "vehicle",
    "车辆类别",
    {
        "car": "小型、中型汽车",
        "motorcycle": "摩托车",
        "disability": "残疾人代步车",
        "business": "经营用小型车辆",
        "machine": "船舶、大型农机具",
    },
)

EMPLOYMENT_DEDUCTION = Category(
    "employment_deduction",
    "就业成本扣减办法",
    {
        "none": "不扣减",
        "actual": "按实际支出",
        "share_of_wage": "按工资的比例",
        "share_of_standard": "按低保标准的比例",
        "share_of_minimum_wage": "按最低工资的比例",
    },
)

SINGLE_ENTRY = Category(
    "single_entry",
    "单独提出申请的情形",
    {
        "disability": "重度残疾人、三级智力或精神残疾人",
        "illness": "重特大疾病患者",
        "clergy": "宗教教职人员",
        "other": "县级以上民政部门规定的其他人员",
    },
)

SINGLE_AMOUNT = Category(
    "single_amount",
    "单人保金额算法",
    {"difference": "标准减本人收入", "full": "全额", "tiered": "按家庭人均收入分两档"},
)

AMOUNT_METHOD = Category("amount_method", "保障金算法", {"difference": "差额", "brackets": "分档"})

BRACKET = Category("bracket", "档次", {"a": "一档", "b": "二档", "c": "三档", "d": "四档"})

ROUNDING_PER = Category("rounding_per", "取整对象", {"family": "按户", "person": "按人"})

SUPPLEMENT = Category(
    "supplement",
    "分类施保对象",
    {
        "three_no": "三无人员",
        "severe_disability": "重度残疾人",
        "disability": "持证残疾人",
        "major_illness": "重病患者",
        "elderly_80": "八十周岁以上老年人",
        "elderly_70": "七十周岁以上老年人",
        "minor": "未成年人",
        "half_orphan": "父母一方去世的未成年人",
        "preschool": "学龄前儿童",
        "pupil": "义务教育阶段学生",
        "student": "高中（中职）以上在校学生",
        "lives_alone": "独居者",
    },
)

SUPPLEMENT_BASIS = Category(
    "supplement_basis",
    "增发办法",
    {"none": "不增发", "standard": "标准的比例", "own_benefit": "本人保障金的比例", "fixed": "固定金额"},
)

GROUP = Category("supplement_group", "增发分组", {"a": "甲组", "b": "乙组", "c": "丙组"})

STACKING = Category(
    "stacking",
    "同组增发叠加",
    {"max": "只取最高一项", "sum": "可以叠加", "choose": "由家庭选一项（按最高计）"},
)

START_MONTH = Category(
    "start_month",
    "起发月份",
    {"after_decision": "作出决定的次月", "decision": "作出决定的当月", "application": "申请当月"},
)

# Other programmes ---------------------------------------------------------------------------------------------------

PAID = Category(
    "paid",
    "项目",
    {
        "tekun": "特困人员救助供养",
        "gangxing": "刚性支出困难家庭生活补助",
        "linshi": "临时救助",
        "child": "儿童基本生活费",
        "disability": "残疾人两项补贴",
        "price": "价格临时补贴",
        "medical": "医疗救助",
        "rent": "住房租赁补贴",
        "phase_out": "低保渐退",
    },
)

FIXED_OR_MULTIPLE = Category(
    "fixed_or_multiple", "标准算法", {"multiple": "低保标准的倍数", "fixed": "固定金额"}
)

CARE_MODE = Category("care_mode", "供养方式", {"institution": "集中供养", "home": "分散供养"})

CARE_LEVEL = Category("care_level", "自理能力", {"full": "完全丧失", "partial": "部分丧失", "able": "具备"})

CARE_METHOD = Category(
    "care_method",
    "照料护理标准算法",
    {"none": "没有规定", "share": "最低工资的比例", "fixed": "固定金额"},
)

EXPENSE = Category(
    "expense",
    "刚性支出类别",
    {
        "living": "生活必需",
        "medical": "医疗",
        "education": "教育",
        "rehabilitation": "残疾康复",
        "other": "县级认定的其他支出",
    },
)

GANGXING_METHOD = Category(
    "gangxing_method",
    "刚性支出认定办法",
    {
        "ratio": "支出占收入的比例",
        "residual": "收入减支出后的剩余",
        "either": "比例或剩余，符合一项",
    },
)

EMERGENCY = Category(
    "emergency",
    "急难情形",
    {
        "none": "没有",
        "fire": "火灾",
        "accident": "交通事故等意外",
        "illness": "家庭成员突发重大疾病",
        "disaster": "灾后救助之后仍有困难",
        "jobless": "未参加失业保险，连续三个月没有收入",
        "graduate": "高校毕业生生活困难",
        "other": "其他特殊困难",
    },
)

SEVERITY = Category("severity", "困难程度", {"light": "较轻", "heavy": "较重", "major": "重大"})

LINSHI_TIER = Category(
    "linshi_tier",
    "临时救助档次",
    {"light": "急难型，较轻", "heavy": "急难型，较重", "major": "急难型，重大", "zhichu": "支出型"},
)

LINSHI_METHOD = Category(
    "linshi_method",
    "临时救助金算法",
    {
        "months": "月标准 × 人数 × 困难月数",
        "multiple": "月标准的倍数 × 人数",
        "fixed": "固定金额",
        "expense": "自付支出的比例",
        "daily": "日标准 × 人数 × 天数",
        "case": "一事一议",
    },
)

CEILING = Category(
    "ceiling", "下放审批的限额算法", {"none": "没有下放", "fixed": "固定金额", "multiple": "月标准的倍数"}
)

LOW_INCOME = Category(
    "low_income",
    "低收入人口类别",
    {
        "tekun": "特困人员",
        "child": "孤儿、事实无人抚养儿童",
        "dibao": "低保对象",
        "bianyuan": "低保边缘家庭成员",
        "gangxing": "刚性支出困难家庭成员",
    },
)

DISABILITY_TIER = Category("disability_tier", "残疾程度", {"severe": "重度", "mild": "其他"})

DISABILITY_GRADE = Category(
    "disability_grade_class", "残疾等级", {"one": "一级", "two": "二级", "three": "三级", "four": "四级"}
)

PARENT = Category(
    "parent",
    "父母情况",
    {
        "able": "能履行抚养职责",
        "dead": "死亡",
        "missing": "宣告失踪",
        "unfound": "查找不到",
        "disabled": "重残",
        "ill": "重病",
        "custody": "服刑在押",
        "isolation": "强制隔离戒毒",
        "restricted": "被执行其他限制人身自由的措施",
        "out_of_contact": "失联",
    },
)

CHILD_MODE = Category("child_mode", "养育方式", {"institution": "机构养育", "scattered": "社会散居"})

DEDUCTIBLE = Category(
    "deductible", "起付标准算法", {"fixed": "固定金额", "income_share": "上年度人均可支配收入的比例"}
)

LAYER = Category("layer", "倾斜救助分段", {"a": "第一段", "b": "第二段", "c": "第三段", "d": "第四段"})

PRICE_METHOD = Category(
    "price_method",
    "价格临时补贴算法",
    {
        "scpi": "标准 × 低收入居民价格涨幅",
        "trigger": "标准 × 触发启动的涨幅（都触发取较高）",
        "tiers": "标准的规定比例，按涨幅分两档",
        "per_point": "每满（不足按满）一个百分点固定金额",
    },
)

HEADS = Category(
    "heads",
    "家庭人数",
    {"one": "一人", "two": "两人", "three": "三人", "four": "四人", "five": "五人以上"},
)

SEX = Category("sex", "性别", {"male": "男", "female": "女"})

IMPUTED = Category(
    "imputed_method", "无法证明就业收入时的核定办法", {"none": "不核定", "minimum_wage": "最低工资的比例"}
)

IMPUTED_GROUP = Category(
    "imputed_group",
    "核定收入的人群",
    {"prime": "青壮年", "late": "大龄劳动力", "trader": "个体经营者"},
)

SUPPORT_METHOD = Category(
    "support_method",
    "赡养费核算办法",
    {
        "none": "不核算，按实际收到",
        "a": "超出二倍标准部分的比例（甲）",
        "b": "超出农村标准部分的比例（乙）",
        "c": "超出低收入线部分的比例（丙）",
        "d": "超出标准部分按子女数的比例（丁）",
    },
)

SUPPORT_KIND = Category("support_kind", "义务类别", {"parents": "赡养", "children": "抚养", "spouse": "扶养"})

PHASE = Category(
    "phase", "渐退阶段", {"first": "第一、二个月", "second": "第三、四个月", "third": "第五个月以后"}
)

SPECIAL = Category(
    "special",
    "专项救助",
    {
        "education": "教育救助",
        "housing_repair": "农村危房改造",
        "employment": "就业救助",
        "disaster": "受灾人员救助",
        "shelter": "生活无着的流浪乞讨人员救助",
        "judicial": "国家司法救助",
        "legal_aid": "法律援助",
        "child_rehab": "残疾儿童康复救助",
        "heating": "取暖救助",
        "funeral": "殡葬费用减免",
        "emergency_medical": "疾病应急救助",
        "services": "服务类救助",
        "charity": "慈善帮扶",
    },
)

STARTS = Category(
    "starts",
    "项目",
    {
        "tekun": "特困人员救助供养",
        "gangxing": "刚性支出困难家庭",
        "orphan": "孤儿基本生活费",
        "unattended_child": "事实无人抚养儿童基本生活补贴",
        "disability_living": "困难残疾人生活补贴",
        "disability_care": "重度残疾人护理补贴",
        "rent": "住房租赁补贴",
    },
)
