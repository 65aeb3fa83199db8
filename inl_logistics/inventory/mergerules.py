"""Whether two items of the catalog can become one. Source: issue item 1 (merge of two items that are one)."""

from __future__ import annotations

from dataclasses import dataclass

from inl_logistics.kernel.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class MergeFacts:
    """What the rules of a merge need to know of the item that goes and the one that stays."""

    same: bool
    gone_merged_into: str
    into_merged_into: str
    into_retired: bool
    tracking: tuple[str, str]
    monitoring: tuple[str, str]
    policy_hold: tuple[bool, bool]
    units: tuple[str, str]
    serials_clash: tuple[str, ...]


def merge_problems(facts: MergeFacts) -> list[Problem]:
    """Return what stands against a merge, and as warnings what an officer should know before."""
    if facts.same:
        return [Problem("merge-same-item", where=("into_id",))]
    found = []
    if facts.gone_merged_into:
        found.append(Problem("item-is-merged", params={"item": facts.gone_merged_into}))
    if facts.into_merged_into:
        found.append(Problem("item-is-merged", params={"item": facts.into_merged_into}, where=("into_id",)))
    elif facts.into_retired:
        found.append(Problem("merge-into-retired", where=("into_id",)))
    if facts.tracking[0] != facts.tracking[1]:
        params = {"gone": facts.tracking[0], "into": facts.tracking[1]}
        found.append(Problem("merge-tracking-differs", params=params, where=("into_id",)))
    if facts.serials_clash:
        params = {"serials": ", ".join(facts.serials_clash)}
        found.append(Problem("merge-serials-clash", params=params, where=("into_id",)))
    for code, (gone, into) in (("merge-class-differs", facts.monitoring), ("merge-unit-differs", facts.units)):
        if gone != into:
            params = {"gone": gone or "—", "into": into or "—"}
            found.append(Problem(code, severity=Severity.WARN, params=params))
    if facts.policy_hold[0] and not facts.policy_hold[1]:
        found.append(Problem("merge-hold-ends", severity=Severity.WARN))
    return found
