"""The issue list: every example is read as its stance, users can add their own."""

from __future__ import annotations

import pytest

from bilateral.analysis.stances import read_stance
from bilateral.analysis.wordings import read_wording
from bilateral.errors import SettingsError
from bilateral.settings import Settings, read_settings
from bilateral.vocabulary.issues import STANCES, find_issue_code, load_issues, use_issues
from bilateral.vocabulary.third_party_roles import load_role_words
from bilateral.vocabulary.wants import WANT_KINDS, load_want_words

CASES = [(issue.code, stance, text) for issue in load_issues() for stance, text in issue.examples.items()]


def stances_of(text, issues=None, own="XXX"):
    wording = read_wording(text, (0, len(text)), issues or use_issues())
    return {hit.label.removeprefix("-"): read_stance(wording, hit, frozenset({own})).stance for hit in wording.hits} if wording else {}


def test_there_are_many_issues_each_told_apart():
    assert len(load_issues()) >= 35
    assert len({issue.name for issue in load_issues()}) == len(load_issues())
    assert all(issue.definition.endswith(".") and issue.means for issue in load_issues())


@pytest.mark.parametrize(("code", "stance", "text"), CASES, ids=[f"{code}-{stance}" for code, stance, _ in CASES])
def test_every_example_is_read_as_its_stance(code, stance, text):
    assert stance in STANCES
    wording = read_wording(text, (0, len(text)), use_issues())
    read = [read_stance(wording, hit, frozenset({"XXX"})).stance for hit in wording.hits if hit.label.removeprefix("-") == code]
    assert next((one for one in read if one != "unclear"), "unclear") == stance


def test_a_phrase_wins_over_a_word_inside_it_and_names_are_no_issue():
    assert "trade" not in stances_of("The trade minister resigned in March.")
    assert "aviation" not in stances_of("They found the recorder of Flight 7 near the coast.")
    assert "arms_transfers" in stances_of("Chile opposes the arms embargo against Peru.")


def test_users_add_issues_and_words():
    own = use_issues([{"code": "whales", "name": "whaling rights", "words": "whale*; harpoon*", "counter": "whale sanctuary"}, {"code": "trade", "words": "barter*"}])
    assert stances_of("Norway supports the whale hunt.", own) == {"whales": "for"}
    assert stances_of("Norway supports the whale sanctuary.", own) == {"whales": "against"}
    assert stances_of("Norway rejects barter with Iceland.", own)["trade"] == "against"
    assert find_issue_code("Whaling rights", own) == "whales"
    assert find_issue_code("no such issue", own) is None


@pytest.mark.parametrize(
    "row", [{"code": "Whales", "words": "whale*"}, {"code": "whales"}, {"code": "whales", "words": " ; * "}, {"code": "whales", "words": "whale*", "colour": "blue"}]
)
def test_a_wrong_issue_of_the_user_is_refused(row):
    with pytest.raises(SettingsError, match="issues: got"):
        Settings(issues=(row,))


def test_issues_are_read_from_the_settings_file(tmp_path):
    file = tmp_path / "bilateral.toml"
    file.write_text('[[issues]]\ncode = "whales"\nwords = "whale*"\n', "utf-8")
    assert "whales" in use_issues(read_settings(file).issues).issues


def test_words_of_wanting_and_roles_are_labelled():
    assert {match.label for match in load_want_words().find("peru demanded and hoped and needs".split())} == {"demand", "hope", "motive"}
    assert set(WANT_KINDS) > {"demand", "motive"}
    roles = load_role_words()
    assert {"constraint", "rival", "mediator", "market", "ally", "host", "target"} == set(roles.order)
    assert all(roles.examples[role].endswith(".") for role in roles.order)
