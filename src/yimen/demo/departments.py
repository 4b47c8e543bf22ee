"""Which files the departments give, who gives them, and what their columns mean.

Each table is the truth about people, declared or not, strangers among them, under headings of the department's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa

from yimen.demo import records_of_lives as lives
from yimen.demo import records_of_things as things
from yimen.demo.desk import Desk
from yimen.demo.people import People
from yimen.demo.world import World

Form = Literal["csv", "csv-gb18030", "xlsx", "parquet"]


@dataclass(frozen=True)
class DepartmentFile:
    """A file a department gives: its key, who gives it, what it is called, how it is written, what its columns mean.

    `columns`: the department's heading → our name for it (id_number, name, amount_yuan, …).
    """

    key: str
    department: str
    title: str
    form: Form
    columns: dict[str, str]
    build: Callable[[Desk], list[pa.Array]]


def tables(rng: np.random.Generator, world: World, people: People) -> dict[str, pa.Table]:
    """Every department's table by key, rows in no order."""
    desk = Desk(rng, world, people)
    made = {}
    for file in FILES:
        columns = file.build(desk)
        shuffled = rng.permutation(len(columns[0]))
        made[file.key] = (
            pa.table(dict(zip(file.columns, columns, strict=True))).take(pa.array(shuffled)).combine_chunks()
        )
    return made


WHO = {"姓名": "name", "身份证号": "id_number"}

FILES = (
    DepartmentFile(
        "deposits",
        "银行",
        "存款余额",
        "csv-gb18030",
        {
            "客户姓名": "name",
            "证件号码": "id_number",
            "开户行": "bank",
            "账号": "account",
            "余额（元）": "amount_yuan",
            "数据日期": "as_of",
        },
        things.deposits,
    ),
    DepartmentFile(
        "real_estate",
        "自然资源局",
        "不动产登记",
        "csv",
        {
            "权利人": "name",
            "证件号码": "id_number",
            "坐落": "address",
            "用途": "use",
            "建筑面积（平方米）": "area",
            "登记日期": "since",
        },
        things.real_estate,
    ),
    DepartmentFile(
        "vehicles",
        "公安局车辆管理所",
        "机动车登记",
        "xlsx",
        {
            "所有人": "name",
            "身份证明号码": "id_number",
            "号牌号码": "plate",
            "品牌型号": "model",
            "初次登记日期": "since",
            "状态": "status",
        },
        things.vehicles,
    ),
    DepartmentFile(
        "pensions",
        "人力资源社会保障局",
        "企业职工养老待遇",
        "parquet",
        {**WHO, "月待遇（元）": "amount_yuan", "起领年月": "since"},
        lives.pensions,
    ),
    DepartmentFile(
        "residents_pensions",
        "人力资源社会保障局",
        "城乡居民养老待遇",
        "csv",
        {**WHO, "基础养老金（元）": "basic_yuan", "个人账户养老金（元）": "amount_yuan"},
        lives.residents_pensions,
    ),
    DepartmentFile(
        "deaths",
        "公安局",
        "死亡注销",
        "csv",
        {**WHO, "死亡日期": "died_on", "注销原因": "reason"},
        lives.deaths,
    ),
    DepartmentFile(
        "cremations",
        "殡仪馆",
        "火化登记",
        "xlsx",
        {"逝者姓名": "name", "身份证号": "id_number", "火化日期": "died_on", "火化地点": "address"},
        lives.cremations,
    ),
    DepartmentFile(
        "businesses",
        "市场监督管理局",
        "市场主体登记",
        "csv-gb18030",
        {
            "姓名": "name",
            "证件号码": "id_number",
            "市场主体名称": "firm",
            "统一社会信用代码": "credit_code",
            "职务": "role",
            "注册资本（元）": "amount_yuan",
            "成立日期": "since",
            "状态": "status",
        },
        things.businesses,
    ),
    DepartmentFile(
        "marriages",
        "民政局",
        "婚姻登记",
        "csv",
        {
            "男方姓名": "name",
            "男方身份证号": "id_number",
            "女方姓名": "spouse_name",
            "女方身份证号": "spouse_id_number",
            "登记类型": "kind",
            "登记日期": "since",
        },
        lives.marriages,
    ),
    DepartmentFile(
        "disability_cards",
        "残疾人联合会",
        "残疾人证",
        "csv-gb18030",
        {**WHO, "残疾人证号": "card_number", "残疾类别": "kind", "残疾等级": "grade", "有效期至": "until"},
        lives.disability_cards,
    ),
    DepartmentFile(
        "employee_insurance",
        "人力资源社会保障局",
        "企业职工养老缴费",
        "parquet",
        {**WHO, "参保单位": "employer", "缴费基数（元）": "amount_yuan", "近一年缴费月数": "months"},
        lives.employee_insurance,
    ),
    DepartmentFile(
        "income_tax",
        "税务局",
        "个人所得税",
        "csv",
        {
            "纳税人姓名": "name",
            "证件号码": "id_number",
            "所得项目": "kind",
            "收入额（元）": "amount_yuan",
            "税款所属期": "month",
        },
        lives.income_tax,
    ),
    DepartmentFile(
        "housing_fund",
        "住房公积金管理中心",
        "公积金缴存",
        "csv",
        {**WHO, "余额（元）": "amount_yuan", "账户状态": "status"},
        things.housing_fund,
    ),
    DepartmentFile(
        "securities",
        "证券登记结算机构",
        "证券账户市值",
        "csv",
        {**WHO, "市值（元）": "amount_yuan", "数据日期": "as_of"},
        things.securities,
    ),
    DepartmentFile(
        "insurance",
        "保险公司",
        "商业保险",
        "csv-gb18030",
        {"投保人": "name", "证件号码": "id_number", "险种": "product", "现金价值（元）": "amount_yuan"},
        things.insurance,
    ),
    DepartmentFile(
        "students",
        "教育局",
        "学籍",
        "csv",
        {"学生姓名": "name", "身份证号": "id_number", "学段": "stage", "学籍状态": "status"},
        lives.students,
    ),
    DepartmentFile(
        "medical",
        "医疗保障局",
        "医疗费用",
        "parquet",
        {**WHO, "病种": "illness", "总费用（元）": "total_yuan", "个人自付（元）": "amount_yuan"},
        lives.medical,
    ),
    DepartmentFile(
        "household_register",
        "公安局",
        "户籍人口",
        "parquet",
        {"户号": "register", **WHO, "与户主关系": "relation", "住址": "address"},
        lives.household_register,
    ),
    DepartmentFile(
        "public_payroll",
        "财政局",
        "财政供养人员",
        "xlsx",
        {**WHO, "单位": "employer", "人员类别": "kind"},
        lives.public_payroll,
    ),
    DepartmentFile(
        "farm_subsidies",
        "农业农村局",
        "耕地地力保护补贴",
        "csv-gb18030",
        {
            "户主姓名": "name",
            "身份证号": "id_number",
            "补贴面积（亩）": "area",
            "补贴金额（元）": "amount_yuan",
        },
        lives.farm_subsidies,
    ),
    DepartmentFile(
        "prison_terms",
        "司法局",
        "服刑人员",
        "csv",
        {**WHO, "刑期起": "since", "刑期止": "until"},
        lives.prison_terms,
    ),
    DepartmentFile(
        "aid_elsewhere",
        "省民政厅",
        "外县在保名单",
        "csv",
        {**WHO, "所在县": "place", "救助项目": "programme", "月救助金（元）": "amount_yuan"},
        lives.aid_elsewhere,
    ),
)
