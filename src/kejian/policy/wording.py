"""What is said of verdicts, in Chinese and in English."""

from typing import Literal

from kejian.policy.fields import fields
from kejian.policy.verdicts import Kind, Verdict, distinct

Language = Literal["zh", "en"]

WORDS: dict[str, tuple[str, str]] = {
    "eligible": ("可以享受", "Eligible"),
    "needs": ("还需填报", "Needs facts"),
    "not_eligible": ("不符合", "Not eligible"),
    "lead": ("线索", "Lead"),
    "not_in_force": ("当日无效", "Not in force"),
    "tax_saved": ("少缴企业所得税", "Income tax saved"),
    "income_exempt": ("减免所得", "Income exempt"),
    "extra_deduction": ("加计扣除额", "Extra deduction"),
    "deduction": ("可扣除额", "Deduction"),
    "grant": ("资助", "Grant"),
    "turnover_exempt": ("免税收入", "Turnover exempt"),
    "base": ("研发费用基数", "R&D base"),
    "amount": ("金额", "Amount"),
    "rate": ("比例", "Rate"),
    "at_most": ("至多", "at most "),
    "document": ("依据", "Document"),
    "no_document": ("文件号未查到", "document number not found"),
    "all_met": ("已核实的条件全部满足", "every verified condition is met"),
    "not_met": ("不满足：{0}", "not met: {0}"),
    "needed": ("需要：{0}", "needed: {0}"),
    "only_lead": (
        "仅为线索：没有一项条件经过核实，请查阅原文",
        "a lead only: no condition has been verified; read the document",
    ),
    "ended": ("已于{0}截止", "ended on {0}"),
    "not_then": ("当日没有有效版本", "no version holds on that day"),
    "amount_needs": ("算出金额还需", "Needed for the amount"),
    "unverified": ("未核实的条件", "Not verified"),
    "start_open": ("施行日期", "the day it came into force"),
    "end_open": ("截止日期", "the day it ends"),
    "open": ("未查到", "Not found"),
    "window": ("申报时间", "Apply"),
    "to": ("{0}至{1}", "{0} to {1}"),
    "result": ("政策核对结果", "Policies checked"),
    "on": ("核对日期", "Date"),
    "facts": ("填报的情况", "What was stated"),
    "combination": ("组合建议", "What to take together"),
    "take": (
        "取“{0}”，不取“{1}”：{2}",
        "take “{0}”, leave “{1}”: they exclude each other, and it gives most ({2})",
    ),
    "paths": ("路径", "Paths"),
    "path": ("取得“{0}”后可享受：{1}", "with “{0}” these would open: {1}"),
    "lacking": ("尚缺：{0}", "lacking: {0}"),
    "condition": ("条件", "Condition"),
    "stated": ("填报", "Stated"),
    "threshold": ("标准", "Threshold"),
    "outcome": ("结果", "Result"),
    "reference": ("依据", "Reference"),
    "would_change": ("什么会改变结论", "What would change it"),
    "change": ("{0}由{1}变为{2}：{3}", "{0} from {1} to {2}: {3}"),
    "turns_on": ("其他不变，自{0}起结论改变", "all else as it is, another verdict from {0}"),
    "met": ("满足", "met"),
    "not": ("不满足", "not met"),
    "unknown": ("未知", "unknown"),
    "aside": ("不适用", "does not apply"),
    "unseen": ("未核实", "not verified"),
    "must_be": ("应为 {0}", "must be {0}"),
    "must_not_be": ("不应为 {0}", "must not be {0}"),
    "months": ("{0}个月", "{0} months"),
    "since": ("{0}（{1}起）", "{0} (since {1})"),
    "note": (
        "本表依据整理的事实，不构成法律意见；以文件原文为准。",
        "Collected facts with their standing, not legal advice; the documents decide.",
    ),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "changed_verdict": ("{0}：由“{1}”变为“{2}”", "{0}: from “{1}” to “{2}”"),
    "changed_amount": ("{0}：金额由{1}变为{2}", "{0}: the amount went from {1} to {2}"),
    "changed_rate": ("{0}：比例由{1}变为{2}", "{0}: the rate went from {1} to {2}"),
    "changed_version": ("{0}：依据由{1}变为{2}", "{0}: now under {2}, before under {1}"),
    "changed_threshold": ("{0}：“{1}”的标准由{2}变为{3}", "{0}: the threshold of “{1}” went from {2} to {3}"),
    "changed_ended": ("{0}：已失效（{1}）", "{0}: no longer in force ({1})"),
    "changed_over": ("{0}：已失效", "{0}: no longer in force"),
    "changed_superseded": ("{0}：已失效，由“{1}”接替", "{0}: superseded by “{1}”"),
    "changed_gone": ("{0}：规则中已没有这项政策", "{0}: no longer among the rules"),
    "changed_new": ("{0}：新增的政策，现为“{1}”", "{0}: new among the rules, now “{1}”"),
    "changed_window": ("{0}：申报{1}截止，还有{2}天", "{0}: applications close on {1}, in {2} days"),
    "changed_ending": ("{0}：{1}到期，还有{2}天", "{0}: ends on {1}, in {2} days"),
    "none": ("无", "none"),
    "short_by": ("差{0}", "short by {0}"),
    "over_by": ("超出{0}", "over by {0}"),
    "just_at": ("恰在界上", "just at the limit"),
    "points": ("{0}个百分点", "{0} points"),
    "days_off": ("相差{0}天", "off by {0} days"),
    "months_off": ("相差约{0}个月", "off by about {0} months"),
}  # fmt: skip


def say(name: str, language: Language = "zh", *values: object) -> str:
    """The words ``name`` with ``values`` in their places.

    >>> say("ended", "en", "2025-12-31")
    'ended on 2025-12-31'
    """
    return WORDS[name][language == "en"].format(*values)


def label(name: str, language: Language = "zh") -> str:
    """The label of a field."""
    field = fields()[name]
    return field.label_en if language == "en" else field.label


def listed(names: object, language: Language = "zh") -> str:
    """Names as a list to read."""
    return ("、" if language == "zh" else "; ").join(str(n) for n in names)  # type: ignore[attr-defined]


def reason(verdict: Verdict, language: Language = "zh") -> str:
    """Why the verdict is what it is."""
    if language == "zh":
        return verdict.reason
    if verdict.kind is Kind.ELIGIBLE:
        return say("all_met", language)
    if verdict.kind is Kind.NOT_ELIGIBLE:
        return say("not_met", language, listed(distinct(s.text for s in verdict.failing), language))
    if verdict.kind is Kind.NEEDS:
        needed = [label(n, language) for n in verdict.needs]
        parts = [say("needed", language, listed(needed, language))] if needed else []
        return listed([*parts, *distinct(s.open for s in verdict.steps if s.decides and s.open)], language)
    if verdict.kind is Kind.LEAD:
        return say("only_lead", language)
    return say("ended", language, verdict.end) if verdict.end else say("not_then", language)
