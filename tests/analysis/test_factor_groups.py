from __future__ import annotations

import random
from datetime import date

from bilateral.analysis.factor_groups import group_factors
from bilateral.findings import DocumentHead
from bilateral.records import Factor


def factor(doc_id, quote, polarity="hurdle", said_by=None, kind="economic"):
    return Factor(f"{doc_id}-{quote[:9]}", doc_id, 0, len(quote), quote, polarity, "KEN-NOR", kind, said_by, "")


def head(doc_id, publisher, day):
    return DocumentHead(doc_id, publisher=publisher, published_start=date.fromisoformat(day), published_end=date.fromisoformat(day))


HEADS = [head("a", "Fjord Post", "2019-03-13"), head("b", "Rift Daily", "2019-06-01"), head("c", "Copy News", "2019-06-02")]
ROWS = [
    factor("a", "The dumping of frozen fish hurts Kenyan ports"),
    factor("b", "Norwegian fish that is dumped in the ports of Kenya poisons the relation"),
    factor("c", "Norwegian fish that is dumped in the ports of Kenya poisons the relation"),
    factor("b", "Geothermal know-how draws the two together", polarity="driver"),
    factor("a", "The ministry warned of higher tariffs on tea"),
    factor("b", "The ministry called the arrest of a pilot shameful"),
]


def test_one_factor_in_several_documents_is_one_with_its_voices():
    groups = group_factors(ROWS, HEADS, {"a": "a", "b": "b", "c": "b"})
    first = groups[0]
    assert (first.polarity, first.n_documents, first.n_independent, len(first.record_ids)) == ("hurdle", 3, 2, 3)
    assert (first.first_day, first.last_day, first.voices) == ("2019-03-13", "2019-06-02", ("Fjord Post", "Rift Daily"))
    assert [len(group.record_ids) for group in groups] == [3, 1, 1, 1]


def test_the_order_of_rows_changes_nothing():
    rng = random.Random(3)
    expected = group_factors(ROWS, HEADS, {})
    for _ in range(5):
        shuffled = rng.sample(ROWS, len(ROWS))
        assert group_factors(shuffled, HEADS, {}) == expected


def test_a_speaker_is_a_voice_of_his_own():
    rows = [factor("a", "fish dumped in Kenyan ports", said_by="Kari Lunde"), factor("a", "Kenyan ports where fish is dumped", said_by="Amos Kiptoo")]
    assert group_factors(rows, HEADS, {})[0].voices == ("Amos Kiptoo", "Kari Lunde")


def test_nothing_gives_nothing():
    assert group_factors([], [], {}) == []
