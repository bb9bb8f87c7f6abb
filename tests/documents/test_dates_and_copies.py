"""Published dates and fingerprints."""

import time

import pytest

from bilateral.documents.copies import body_fingerprint, similarity
from bilateral.documents.dates import find_address_date, find_bounds, find_dateline_date, find_published, read_date

SIGNATURE = [1015371116, 1927481414, 1610858584]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("11:56, September 12, 2010", "2010-09-12"),
        ("Sept. 12, 2010", "2010-09-12"),
        ("20 June 2018", "2018-06-20"),
        ("20th of June, 2018", "2018-06-20"),
        ("2018/03/19", "2018-03-19"),
        ("2018.3.9", "2018-03-09"),
        ("25/12/2010", "2010-12-25"),
        ("12/25/2010", "2010-12-25"),
        ("03/04/2010", None),
        ("March 2019", "2019-03"),
        ("2018-03-19T10:11:12Z", "2018-03-19"),
        ("February 30, 2010", None),
        ("version 1.2.2010.4", None),
        ("may 12 people", None),
        ("2018-03", "2018-03"),
        ("20180319", "2018-03-19"),
        ("20181399", None),
        ("1er mars 2015", "2015-03-01"),
        ("17 июня 2019 года", "2019-06-17"),
        ("2019년 6월 17일", "2019-06-17"),
    ],
)
def test_dates(text, period):
    assert read_date(text) == period


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("SEOUL, Nov. 20, 2010 (Yonhap) -- The ministers met.", ["2010-11-20"]),
        ("MOSCOW, June 22, 2018 /TASS/. Russian officials said.", ["2018-06-22"]),
        ("BEIJING, 3 May 2014 (Xinhua) — China said.", ["2014-05-03"]),
        ("SEOUL, Nov. 20 (Yonhap) -- The ministers met.", []),
        ("The ministers who met on May 3, 2014, agreed.", []),
    ],
)
def test_datelines(line, dates):
    assert find_dateline_date(line) == dates


def test_order_of_places():
    assert find_published(metadata=["2011-01-02"], dateline=["May 5, 2010"]) == ("2011-01-02", "metadata")
    assert find_published(address="http://a.b/2012/03/04/c", dateline=["May 5, 2010"]) == ("2012-03-04", "address")
    assert find_published(dateline=["May 5, 2010"], file_date="2013-01-01") == ("2010-05-05", "dateline")
    assert find_published(file_date="2013-01-01") == ("2013-01-01", "file")
    assert find_published() == (None, "none")


def test_comments_only_bound():
    assert find_published(comments=["2010-11-17"]) == (None, "none")
    assert find_published(metadata=["2012-05-05"], comments=["2010-11-17"]) == ("2012-05-05", "metadata")
    assert find_published(dateline=["May 5, 2012"], comments=["2010-11-17"]) == (None, "none")


@pytest.mark.parametrize(
    ("stamp", "address", "line", "expected"),
    [
        ("2019-11-20T03:31:00Z", "http://a.b/2019/11/19/c", "", ("2019-11-19", "address")),
        ("2019-11-20T03:31:00+0000", "", "Ann Lee - Nov 19, 2019, 9:31 pm CST", ("2019-11-19", "dateline")),
        ("2019-11-19T23:31:00Z", "http://a.b/2019-11-20/c", "", ("2019-11-20", "address")),
        ("2019-11-19T23:31:00Z", "http://a.b/2019/11/20/c", "", ("2019-11-20", "address")),
        ("2019-11-20T03:31:00-05:00", "http://a.b/2019/11/19/c", "", ("2019-11-20", "metadata")),
        ("2019-11-20T03:31:00Z", "http://a.b/2019/11/15/c", "", ("2019-11-20", "metadata")),
        ("2019-11-20T18:31:00Z", "http://a.b/2019/11/19/c", "", ("2019-11-20", "metadata")),
    ],
)
def test_the_publishers_own_day_where_the_clock_is_greenwichs(stamp, address, line, expected):
    assert find_published(metadata=[stamp], address=address, dateline=[line]) == expected


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.b/world/2018/03/19/talks.html", "2018-03-19"),
        ("https://a.b/news/talks-in-seoul-2018-03-19/", "2018-03-19"),
        ("https://a.b/news/flight-2018-03-1", None),
    ],
)
def test_dates_of_addresses(address, day):
    assert find_address_date(address) == day


@pytest.mark.parametrize(
    ("text", "comments", "first", "last"),
    [
        ("The ferry was seized on March 3, 2011. It was freed on May 9, 2011.", [], "2011-05-09", None),
        ("The treaty will be signed on May 9, 2021.", [], None, None),
        ("The lease, which was signed on May 9, 2011, runs until June 3, 2031.", [], None, None),
        ("Their mandate ended on December 31, 2014.", [], None, None),
        ("They met on March 3, 2011, and on May 9, 2013.", ["2012-04-01"], "2011-03-03", "2012-04-01"),
        ("They met in the spring.", ["2012-04-01", "2012-03-30"], None, "2012-03-30"),
    ],
)
def test_bounds(text, comments, first, last):
    assert [day and day.isoformat() for day in find_bounds(text, comments)] == [first, last]


def test_copies_are_alike():
    words = [f"word{i % 400} of{i * 7 % 900}" for i in range(400)]
    one, two = " ".join(words), " ".join([*words[:150], "something", "else", *words[150:], "Share this", "Read more"])
    other = " ".join(f"other{i} text" for i in range(400))
    assert body_fingerprint(one)[0] == body_fingerprint("  " + one.upper() + "\n")[0]
    assert similarity(body_fingerprint(one)[1], body_fingerprint(two)[1]) > 0.8
    assert similarity(body_fingerprint(one)[1], body_fingerprint(other)[1]) < 0.1


def test_signature_is_the_same_on_every_machine():
    assert body_fingerprint("Seoul and Moscow agreed to raise trade by 2020.")[1][:3] == SIGNATURE


def test_speed_of_fingerprints():
    text = " ".join(f"word{i % 700}" for i in range(900))
    began = time.perf_counter()
    for _ in range(60):
        body_fingerprint(text)
    assert time.perf_counter() - began < 1




@pytest.mark.parametrize("line", ["PARIS, 4 mars 2015 (AFP) - Le ministre", "МОСКВА, 4 марта 2015 года. /ТАСС/. Министр", "MADRID, 4 de marzo de 2015 (EFE).- El ministro"])
def test_datelines_of_other_languages(line):
    assert find_dateline_date(line) == ["2015-03-04"]


def test_a_year_alone_is_taken_last():
    assert find_published(metadata=["2015"], dateline=["March 4, 2015"]) == ("2015-03-04", "dateline")
    assert find_published(metadata=["2015"], file_date="2019-01-02") == ("2015", "metadata")
