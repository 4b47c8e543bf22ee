"""One filled example of every paper; people, numbers and places are invented."""

from datetime import date

from yimen.documents import forms

ON = date(2026, 11, 22)
TOWN = "临沂市罗庄区册山街道办事处"
COUNTY = "临沂市罗庄区民政局"
REMEDIES = forms.Remedies(reconsideration="临沂市罗庄区人民政府", court="临沂市罗庄区人民法院")
VERIFY = "https://yimen.example/v/7K3Q-M2XD"
LETTER = {
    "on": ON,
    "synthetic": True,
    "verify_url": VERIFY,
    "addressee": "张𠮷",
    "phone": "0539-0000000",
    "address": "册山街道便民服务中心一楼 3 号窗口",
}

acceptance = forms.AcceptanceNotice(
    **LETTER,
    organ=TOWN,
    number="罗册民受〔2026〕118号",
    receipt="371311004-2026-000118",
    applied_on=date(2026, 11, 20),
    accepted_on=ON,
    members=3,
    due_on=date(2027, 1, 5),
    handler="李文静",
    lookup="手机扫描右上角二维码，输入受理编号和短信验证码即可查看。",
)

missing_papers = forms.MissingPapersNotice(
    **LETTER,
    organ=TOWN,
    number="罗册民补〔2026〕31号",
    applied_on=date(2026, 11, 20),
    items=[
        forms.MissingItem(
            "张小雨的核对授权书", "张小雨已满 18 周岁，应由本人授权", "本人手机验证，或到窗口签纸质授权书"
        ),
        forms.MissingItem("住院费用票据", "申报了刚性支出，需要票据确认金额", "拍照上传出院结算单"),
        forms.MissingItem("收款账户", "未填写户名和账号", "在申请中补填，账户应为申请人本人的"),
    ],
    reply_by=date(2026, 12, 2),
)

authorisation = forms.Authorisation(
    organ=COUNTY,
    on=ON,
    synthetic=True,
    verify_url=VERIFY,
    number="罗核授〔2026〕000457号",
    applicant="张𠮷",
    person="张小雨",
    id_number="990101201203050028",
    relation="女儿",
    centre="临沂市罗庄区居民家庭经济状况核对中心",
    guardian="张𠮷",
    guardian_id="990101198001010017",
    guardian_relation="父亲",
)

promise = forms.Promise(
    organ=TOWN,
    on=ON,
    synthetic=True,
    applicant="张𠮷",
    id_number="990101198001010017",
    members=["张𠮷", "王䶮", "张小雨"],
    declared=[
        forms.Declared("工资性收入", "张𠮷在册山街道打零工，每月约 1,800 元"),
        forms.Declared("经营净收入", "无"),
        forms.Declared("财产净收入", "无"),
        forms.Declared("转移净收入", "王䶮父母每月给付 300 元"),
        forms.Declared("银行存款、现金", "农村信用社 5,200 元"),
        forms.Declared("房屋", "村内自有平房 86 平方米"),
        forms.Declared("机动车、船舶", "无"),
    ],
)

report = forms.VerificationReport(
    organ="临沂市罗庄区居民家庭经济状况核对中心",
    on=ON,
    synthetic=True,
    verify_url=VERIFY,
    number="罗核〔2026〕000212号",
    applicant="张𠮷",
    mandate="罗册民委〔2026〕96号",
    checked_at=ON,
    valid_until=date(2027, 5, 21),
    version=2,
    replaces="第1版",
    persons=[
        forms.CheckedPerson("张𠮷", "990101********0017", "申请人", "罗核授〔2026〕000455号"),
        forms.CheckedPerson("王䶮", "990101********0025", "配偶", "罗核授〔2026〕000456号"),
        forms.CheckedPerson("张小雨", "990101********0028", "女儿", "罗核授〔2026〕000457号"),
    ],
    findings=[
        forms.SourceFinding(
            person="张𠮷",
            source="区农商银行",
            category="银行存款",
            standing="found",
            declared="5,200.00 元",
            found="2 个账户，余额合计 68,400.00 元",
            as_of=date(2026, 10, 31),
            answered_on=date(2026, 11, 21),
            against=True,
        ),
        forms.SourceFinding(
            person="王䶮",
            source="区农商银行",
            category="银行存款",
            standing="none",
            declared="无",
            found="该来源没有登记",
            as_of=date(2026, 10, 31),
            answered_on=date(2026, 11, 21),
        ),
        forms.SourceFinding(
            person="张𠮷",
            source="市不动产登记中心",
            category="不动产",
            standing="no_answer",
            declared="平房 86 平方米",
            found="来源三次超时，没有给出答复",
        ),
    ],
    totals=[forms.FamilyTotal("银行存款", "5,200.00 元", "68,400.00 元", "高于申报", against=True)],
    hints=["张𠮷的存款与申报相差 63,200.00 元，请申请人说明。", "不动产来源未答复，请入户时核看证件。"],
)

verification_notice = forms.VerificationNotice(
    **LETTER,
    organ=TOWN,
    number="罗册民核告〔2026〕17号",
    report="罗核〔2026〕000212号（第2版）",
    points=[
        "张𠮷申报银行存款 5,200.00 元；区农商银行 2026 年 10 月 31 日的数据为 2 个账户、余额合计 68,400.00 元。",
    ],
    reply_by=date(2026, 12, 2),
)

survey = forms.HomeSurvey(
    organ=TOWN,
    on=ON,
    synthetic=True,
    applicant="张𠮷",
    receipt="371311004-2026-000118",
    surveyed_on=ON,
    place="册山街道某某村 12 号",
    investigators=["李文静", "赵敏"],
    present=["张𠮷", "王䶮"],
    members=[
        forms.SurveyedMember("张𠮷", "本人", "46", "腰椎病", "部分丧失", "打零工", "1,800"),
        forms.SurveyedMember("王䶮", "配偶", "44", "尿毒症", "丧失", "无", "0"),
        forms.SurveyedMember("张小雨", "女儿", "14", "健康", "", "在校", "0"),
    ],
    housing_kind=["自有"],
    housing="砖混平房 86 平方米，简单装修",
    income=[
        forms.Declared("工资性收入", "每月约 1,800 元，无合同"),
        forms.Declared("转移净收入", "岳父母每月 300 元"),
    ],
    supporters="无",
    spending="王䶮每月透析自付约 1,100 元",
    property="存款 5,200 元；无车",
    kin_of_staff="否",
    aided="无",
    cause=["重病", "就学"],
    living="家中电器陈旧，日常饮食简单",
    neighbours="走访两户邻居，所述一致",
    conclusion="情况属实，家庭负担较重",
    photos=4,
)

appraisal = forms.AppraisalRecord(
    organ=TOWN,
    on=ON,
    synthetic=True,
    applicant="张𠮷",
    receipt="371311004-2026-000118",
    held_on=ON,
    place="某某村委会会议室",
    host="周建国",
    recorder="李文静",
    due=15,
    present=12,
    objection="公示期内有群众反映该户有出租房屋。",
    case="宣读审核确认办法第十九条；由调查人介绍入户调查和核对情况，经查该房屋已于 2019 年转让。",
    opinions=["房子早已不是他家的，大家都知道。", "家里有人透析，确实困难。"],
    votes_for=11,
    votes_against=1,
    result="同意纳入",
)

notice = forms.PublicityNotice(
    organ=TOWN,
    on=ON,
    synthetic=True,
    verify_url="https://yimen.example/p/2026-311",
    kind="review",
    place="册山街道某某村",
    rows=[
        forms.NoticeRow(name="张𠮷", village="某某村", members=3, amount=60_000),
        forms.NoticeRow(name="刘㛃", village="某某村", members=1, amount=102_000),
    ],
    from_=date(2026, 11, 23),
    until=date(2026, 11, 29),
    hotline="0539-0000000",
    objections_to="册山街道办事处社会救助办公室",
)

confirmation = forms.ConfirmationNotice(
    **LETTER,
    organ=COUNTY,
    number="罗民低确〔2026〕64号",
    covered=["张𠮷", "王䶮", "张小雨"],
    lines=[
        forms.AmountLine("差额保障金", 60_000, "标准 1,000 元 × 3 人 − 月收入 2,400 元 = 600 元"),
        forms.AmountLine("重病分类施保", 30_000, "王䶮：标准 1,000 元 × 30% = 300 元"),
    ],
    amount=90_000,
    arithmetic=["家庭月收入 2,400 元 = 工资 1,800 元 + 赡养费等 600 元；人均 800 元，低于标准 1,000 元。"],
    from_month="2026年12月",
    grounds=["《最低生活保障审核确认办法》第二十一条、第二十三条", "《社会救助暂行办法》第十二条"],
    remedies=REMEDIES,
    applied_on=date(2026, 10, 8),
    account_holder="张𠮷",
    account_masked="0417",
    category="重病",
    next_check="2027年12月前",
)

refusal = forms.RefusalNotice(
    **LETTER,
    organ=COUNTY,
    number="罗民低不〔2026〕9号",
    applied_on=date(2026, 10, 8),
    members=3,
    reasons=[
        forms.Reason(
            "家庭人均收入不低于当地最低生活保障标准",
            "你家三口人月收入 3,300 元，人均 1,100 元；标准为每人每月 1,000 元，超出 100 元。",
            "《最低生活保障审核确认办法》第二十三条",
        ),
        forms.Reason(
            "家庭金融资产超过当地规定",
            "存款 68,400 元，当地规定三口之家不超过 36,000 元。",
            "《最低生活保障审核确认办法》第十四条",
        ),
    ],
    grounds=["《社会救助暂行办法》第十一条第三项", "《最低生活保障审核确认办法》第二十一条"],
    remedies=REMEDIES,
    other_help=["可能符合低保边缘家庭条件，可在同一窗口申请。"],
)

service_receipt = forms.ServiceReceipt(
    organ=TOWN,
    on=ON,
    synthetic=True,
    number="罗册民送〔2026〕88号",
    document="最低生活保障不予确认通知书",
    document_number="罗民低不〔2026〕9号",
    recipient="张𠮷",
    place="册山街道某某村 12 号",
    means="direct",
    served_on=ON,
    deliverers=["李文静", "赵敏"],
)

payments = forms.PaymentSheet(
    organ=COUNTY,
    on=ON,
    synthetic=True,
    number="罗民发〔2026〕12号",
    month="2026年12月",
    place="罗庄区",
    made_by="陈晨",
    checked_by="孙丽",
    rows=[
        forms.PaymentRow(
            village="册山街道某某村",
            head=f"户主{i}",
            id_masked="990101********0017",
            holder=f"户主{i}",
            account_masked="0417",
            members=i % 4 + 1,
            regular=60_000 + i * 1_050,
            adjusted=-5_000 if i % 7 == 0 else 0,
        )
        for i in range(60)
    ],
)

ALL: dict[str, forms.Paper] = {
    paper.template: paper
    for paper in (
        acceptance,
        missing_papers,
        authorisation,
        promise,
        report,
        verification_notice,
        survey,
        appraisal,
        notice,
        confirmation,
        refusal,
        service_receipt,
        payments,
    )
}
