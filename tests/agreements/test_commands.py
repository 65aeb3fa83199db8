"""Agreements as they are kept: saving one again corrects it, and what a project allows is the whole list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inl_logistics.agreements import facts
from inl_logistics.agreements.commands import AgreementDraft, ProjectDraft, save_agreement
from inl_logistics.agreements.rules import Scope
from inl_logistics.kernel.problems import BadInput, RulesBroken
from tests.builders import TODAY, Post

LOA = AgreementDraft("LOA-1", signed_on=date(2026, 1, 5), expires_on=date(2026, 6, 30),
                     projects=(ProjectDraft("P-1", ceiling_minor=500),))  # fmt: skip


def _scope(post: Post, project: int | None, agreement: int | None) -> Scope | None:
    return post.work.read(facts.scope, project, agreement)


def test_a_longer_term_and_another_ceiling_take_effect_when_it_is_saved_again(post: Post) -> None:
    agreement = post.work.write(save_agreement, LOA)
    again = replace(LOA, expires_on=date(2027, 6, 30), projects=(ProjectDraft("P-1", ceiling_minor=700),))
    assert post.work.write(save_agreement, again) == agreement
    term = post.work.read(facts.term, agreement, on=TODAY)
    assert term is not None
    assert term.expires_on == date(2027, 6, 30)
    assert post.work.read(facts.ceiling, 1, on=TODAY) == 700
    post.work.write(save_agreement, replace(LOA, projects=(ProjectDraft("P-1"),)))
    assert post.work.read(facts.ceiling, 1, on=TODAY) == 700, "left empty, the ceiling stays"


def test_a_ceiling_counts_from_the_day_of_its_amendment(post: Post) -> None:
    post.work.write(save_agreement, LOA)
    assert post.work.read(facts.ceiling, 1, on=date(2026, 1, 5)) == 500
    assert post.work.read(facts.ceiling, 1, on=date(2026, 1, 4)) == 0
    undated = AgreementDraft("LOA-2", projects=(ProjectDraft("P-2", ceiling_minor=900), ProjectDraft("P-3")))
    post.work.write(save_agreement, undated)
    assert post.work.read(facts.ceiling, 2, on=date(2020, 1, 1)) == 900, "its day is not known"
    assert post.work.read(facts.ceiling, 3, on=TODAY) is None


def test_what_a_project_allows_is_the_whole_list_of_the_last_save(post: Post) -> None:
    post.item("ARM-01", category="Body armor")
    post.item("UNI-01", category="Uniforms")
    project = ProjectDraft("P-1", categories=("body ARMOR", "Body armor "), items=(2,))
    agreement = post.work.write(save_agreement, replace(LOA, projects=(project,)))
    assert _scope(post, 1, None) == Scope("P-1", frozenset({"body armor"}), frozenset({2}))
    assert _scope(post, None, None) is None
    post.work.write(save_agreement, replace(LOA, projects=(replace(project, categories=("Uniforms",), items=()),)))
    assert _scope(post, 1, None) == Scope("P-1", frozenset({"uniforms"}))
    assert _scope(post, None, agreement) == Scope("LOA-1", frozenset({"uniforms"}))
    post.work.write(save_agreement, replace(LOA, projects=(ProjectDraft("P-2"),)))
    assert _scope(post, None, agreement) == Scope("LOA-1"), "one project of it allows everything"
    post.work.write(save_agreement, replace(LOA, projects=(replace(project, categories=(), items=()),)))
    assert _scope(post, 1, None) == Scope("P-1")


def test_a_category_or_item_that_is_not_in_the_catalog_is_refused(post: Post) -> None:
    post.item("ARM-01", category="Body armor")
    with pytest.raises(RulesBroken) as caught:
        post.work.write(save_agreement, replace(LOA, projects=(ProjectDraft("P-1", categories=("Bodi armor",)),)))
    assert [problem.code for problem in caught.value.problems] == ["category-unknown"]
    with pytest.raises(BadInput):
        post.work.write(save_agreement, replace(LOA, projects=(ProjectDraft("P-1", items=(99,)),)))
    assert post.scalar("SELECT count(*) FROM project") == 0
