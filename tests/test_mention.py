"""Sentences that only mention a thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mention import in_passing


def says_sport(word: str) -> bool:
    """Tell whether a word says "sport"."""
    return "sport" in word.casefold()


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("In het park komt plaats voor groen, horeca, sport en wonen.", True),
        ("Denk aan sport, welzijn en cultuur.", True),
        ("Mensen doen mee, bijvoorbeeld door vrijwilligerswerk of sport.", True),
        ("We bouwen een sporthal en een school.", False),
        ("We ondersteunen sport, bijvoorbeeld met subsidie en advies.", False),
        ("Sport is er voor ouders, kinderen, leraren en buren, want sportclubs staan open.", False),
        ("We bouwen een school.", False),
    ],
)
def test_a_list_or_an_example_is_a_mention(text: str, passing: bool) -> None:
    """One of four things or more, or one of some examples, is only mentioned; elsewhere it is said."""
    assert in_passing(text, says_sport) is passing


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    """Whatever the text, a thing that it does not name is not mentioned in it."""
    assert in_passing(text, lambda _: False) is False
