"""Limits of the procedures: how many days or months each step has. Whether days are working days is the step's to say."""

from yimen.core.book import Kind, Parameter


def _days(name: str, label: str, source: str) -> Parameter:
    return Parameter(name, label, Kind.NUMBER, "day", bounds=(0, 400), source=source)


def _months(name: str, label: str, source: str) -> Parameter:
    return Parameter(name, label, Kind.NUMBER, "month", bounds=(0, 120), source=source)


CLOCKS = (
    _days("correction_days", "补正材料期限", "D57:10"),
    _days("hearing_days", "对核对结果提出异议的期限", "D57:18"),
    _days("dibao_survey_start_days", "启动调查期限", "D57:15"),
    _days("dibao_check_start_days", "启动信息核对期限", "D57:17"),
    _days("check_report_days", "核对报告有效期", "D57:17"),
    _days("dibao_publicity_days", "公示期", "D57:19"),
    _days("dibao_county_days", "县级审核确认期限", "D57:20"),
    _days("dibao_refusal_notice_days", "不予确认书面告知期限", "D57:21"),
    _days("dibao_total_days", "全程办理期限", "D57:22"),
    _days("dibao_total_days_extended", "特殊情形全程办理期限", "D57:22"),
    _days("dibao_total_days_delegated", "权限下放后全程办理期限", "N2022:四(一)"),
    _months("dibao_recheck_months", "收入变化不大家庭的复核周期", "D57:31"),
    _months("dibao_recheck_months_unstable", "收入不稳定或有劳动能力成员家庭的复核周期", "D57:31"),
    _months("dibao_phase_out_months", "渐退期", "D57:33"),
    _months("dibao_death_months", "成员死亡后办理变更期限", "N2022:一(三)"),
    _days("tekun_survey_days", "特困调查核实和初审期限", "T43:13"),
    _days("tekun_publicity_days", "特困公示期", "T43:15"),
    _days("tekun_objection_days", "特困公示异议重新调查期限", "T43:15"),
    _days("tekun_county_days", "特困县级审核确认期限", "T43:16"),
    _days("tekun_refusal_notice_days", "特困不予确认书面告知期限", "T43:18"),
    _days("tekun_reassess_days", "生活自理能力变化后重新评估期限", "T43:23"),
    _months("tekun_recheck_months", "特困人员复核周期", "O2020:7"),
    _months("bianyuan_valid_months", "低保边缘家庭认定有效期", "L2023:2"),
    _days("gangxing_total_days", "刚性支出困难家庭认定期限", "G2025:8"),
    _days("gangxing_total_days_extended", "特殊情形刚性支出困难家庭认定期限", "G2025:8"),
    _days("linshi_total_days", "临时救助全程办理期限", "R649:48"),
    _days("linshi_backfill_days", "先行救助后补办手续期限", "T2018:二(二)"),
    _days("child_town_days", "事实无人抚养儿童乡镇查验期限", "CH2019:二"),
    _days("child_county_days", "事实无人抚养儿童县级确认期限", "CH2019:二"),
    _days("judicial_days", "国家司法救助决定期限", "JUD:三"),
    _days("legal_aid_days", "法律援助决定期限", "LA:43"),
    Parameter("payment_day", "每月发放不晚于几日", Kind.NUMBER, "day", bounds=(1, 31), source="D57:25"),
)
