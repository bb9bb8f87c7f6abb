"""Web pages: parts, comments, metadata."""

import pytest

from bilateral.documents.read import read_document

STORY = [
    "The presidents of Russia and South Korea met in Vladivostok on Wednesday and agreed to finish the railway link.",
    "The two sides signed eleven agreements on trade, fisheries and ship building, the office of the president said.",
    "Trade between the two countries grew by a third in the first half of the year, according to customs figures.",
    "Both leaders said that the talks on the nuclear programme of North Korea should be taken up again without delay.",
    "The next summit is to take place in Seoul in the spring of next year, at the invitation of the South Korean side.",
]

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Presidents agree on railway | The Example Post</title>
<link rel="canonical" href="https://www.example.org/2017/09/06/presidents-agree">
<meta property="og:site_name" content="The Example Post"><meta name="author" content="Ann Smith">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle", "headline": "Presidents agree on railway",
"datePublished": "2017-09-06T10:11:12+09:00", "publisher": {{"@type": "Organization", "name": "The Example Post"}}}}]}}</script></head>
<body><nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Presidents agree on railway</h1><p class="byline">By Ann Smith</p><time datetime="2017-09-06">September 6, 2017</time>
<figure><img src="a.jpg"><figcaption>The two presidents in Vladivostok. (Photo: Agency)</figcaption></figure>
{story}<table><tr><th>Year</th><th>Trade</th></tr><tr><td>2016</td><td>15</td></tr></table></article>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Ships collide in the strait of somewhere</a></li></ul></aside>
<section id="comments"><h3>2 Comments</h3><ol class="comment-list">
<li class="comment" id="comment-1"><cite class="fn">Bob</cite><time datetime="2017-09-07T08:00">yesterday</time><p>Russia will attack Japan tomorrow with tanks, you will see it all.</p></li>
<li class="comment" id="comment-2"><cite class="fn">Eve Li</cite><span>September 8, 2017 at 10:00</span><p>China will bomb the bridge before it is finished.</p></li></ol>
<form><label>Your name</label><button>Post comment</button></form></section>
<footer><p>© 2017 The Example Post</p></footer></body></html>"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages") / "page.html"
    path.write_text(PAGE.format(story="".join(f"<p>{line}</p>" for line in STORY)), encoding="utf-8")
    return read_document(path)


def stretches(page, role):
    document, parts = page
    return [document.text[part.start_char : part.end_char] for part in parts if part.part_type == role]


def test_metadata(page):
    document, _ = page
    assert document.title == "Presidents agree on railway"
    assert document.publisher == "The Example Post"
    assert (document.published, document.published_how) == ("2017-09-06", "metadata")
    assert document.address == "https://www.example.org/2017/09/06/presidents-agree"
    assert (document.byline, document.language, document.file_type) == ("Ann Smith", "en", "html")


@pytest.mark.parametrize(
    ("head", "byline", "published", "how"),
    [
        ("<p class='byline'>05 Oct</p><p class='byline'>By Ann Smith</p><time datetime='2017-09-05'>Tuesday</time>", "By Ann Smith", "2017-09-05", "text"),
        ("<p class='byline'>Updated 10:01 pm PST</p>", None, None, "none"),
        ("<span itemprop='datePublished' content='2017-09-05'></span>", None, "2017-09-05", "metadata"),
        ("<span itemprop='datePublished' content='2017-09-05'></span><i itemprop='datePublished' content='2017-09-01'></i>", None, None, "none"),
        ("<script>write('<i>Bob</i> 2017-10-11')</script>", None, None, "none"),
    ],
)
def test_heads_of_pages(tmp_path, head, byline, published, how):
    path = tmp_path / "page.html"
    path.write_text(f"<title>Presidents agree</title><article><h1>Presidents agree</h1>{head}{''.join(f'<p>{line}</p>' for line in STORY)}</article>", encoding="utf-8")
    document, _ = read_document(path)
    assert (document.byline, document.published, document.published_how) == (byline, published, how)


def test_body(page):
    body = "\n".join(stretches(page, "body"))
    assert all(line in body for line in STORY)
    assert "Year | Trade" in page[0].text
    for word in ("Home", "tanks", "bomb", "collide", "©"):
        assert word not in body


def test_caption(page):
    assert stretches(page, "caption") == ["The two presidents in Vladivostok. (Photo: Agency)"]


def test_comments(page):
    comments = [(part.author, part.part_date) for part in page[1] if part.part_type == "comment"]
    assert comments == [("Bob", "2017-09-07"), ("Eve Li", "2017-09-08")]


def test_nothing_is_thrown_away(page):
    text = page[0].text
    for word in ("Home", "tanks", "bomb", "collide", "© 2017", "Post comment"):
        assert word in text


def test_address_gives_the_date(tmp_path):
    page = f'<title>Talks</title><link rel="canonical" href="https://a.example/2018/03/19/x.html"><h1>Talks</h1>{"".join(f"<p>{x}</p>" for x in STORY)}'
    path = tmp_path / "a.html"
    path.write_text(page)
    document, _ = read_document(path)
    assert (document.published, document.published_how) == ("2018-03-19", "address")
    document, _ = read_document(path, published="2018-03/2018-04")
    assert (document.published, document.published_how) == ("2018-03/2018-04", "given")


def test_hostile_structured_data(tmp_path):
    page = f'<script type="application/ld+json">{"[" * 5_000}</script><meta content="x" name=""><h1>Talks</h1><p>{" ".join(STORY)}</p>'
    path = tmp_path / "a.html"
    path.write_text(page)
    document, _ = read_document(path)
    assert document.published is None
