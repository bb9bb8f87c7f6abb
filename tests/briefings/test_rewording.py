from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bilateral.answers.model import open_model
from bilateral.briefings.drafts import Acted, Counted, Draft, Evidence, Given, Quoted
from bilateral.briefings.rewording import check_reworded
from bilateral.errors import SettingsError
from bilateral.settings import Settings

EVIDENCE = Evidence("e1", "events", "d1", 0, 12, "blamed Kenya")
DRAFT = Draft(
    "In May 2019, Norway criticised Kenya (3 documents from Fjord Post): “blamed Kenya”.",
    "reported",
    [EVIDENCE],
    [
        Quoted("blamed Kenya", EVIDENCE), Acted("Norway criticised Kenya", ("Norway",), ("Kenya",)),
        Counted("3 documents", 3, ("a", "b", "c")), Given("May 2019"), Given("Fjord Post"),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Norway criticised Kenya in May 2019, as 3 documents from Fjord Post have it: “blamed Kenya”.",
        "In May 2019 Norway voiced criticism of Kenya (3 documents from Fjord Post): “blamed Kenya”.",
    ],
)
def test_the_same_in_other_words_passes(words):
    assert check_reworded(DRAFT, words) == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("In May 2019, Kenya criticised Norway (3 documents from Fjord Post): “blamed Kenya”.", "who acts"),
        ("In May 2019, Norway criticised Kenya (4 documents from Fjord Post): “blamed Kenya”.", "missing"),
        ("In May 2019, Norway criticised Kenya (3 documents from Fjord Post): “blamed Kenya badly”.", "quote"),
        ("In June 2019, Norway criticised Kenya (3 documents from Fjord Post): “blamed Kenya”.", "changed"),
        ("In May 2019, Norway never criticised Kenya (3 documents from Fjord Post): “blamed Kenya”.", "never"),
        ("In May 2019, Norway criticised Kenya and Uganda (3 documents from Fjord Post): “blamed Kenya”.", "Uganda"),
        ("In May 2019, Norway criticised Kenya (3 documents from Fjord Post, 12 pages): “blamed Kenya”.", "12"),
        ("Norway.", "shorter"),
        (
            "In May 2019, Norway furiously criticised treacherous Kenya amid spiralling hostility (3 documents from Fjord Post): “blamed Kenya”.",
            "added",
        ),
    ],
)  # fmt: skip
def test_words_that_say_something_else_are_refused(words, fault):
    assert fault in "; ".join(check_reworded(DRAFT, words))


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sentence = question["messages"][1]["content"]
        words = self.server.answers(sentence)
        self.server.keys.append(self.headers.get("Authorization"))
        body = json.dumps({"choices": [{"message": {"content": words}}]}).encode() if words is not None else b"not json"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def service():
    server = HTTPServer(("127.0.0.1", 0), Service)
    server.keys = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_model_rewords_a_brief_and_is_held_to_the_facts(desk, service, monkeypatch):
    def answers(sentence):
        if "stands with" in sentence:
            return sentence.replace("stands", "stood")  # a changed quote
        return None if "paid a visit" in sentence else "Altogether, " + sentence[0].lower() + sentence[1:]

    service.answers = answers
    monkeypatch.setenv("BILATERAL_MODEL_KEY", "secret")
    model = open_model(Settings(model_address=f"http://127.0.0.1:{service.server_port}/v1"))
    plain, reworded = desk.write(desk.records, desk.texts), desk.write(desk.records, desk.texts, reword=model)
    assert [len(section.sentences) for section in plain.sections[:-1]] == [len(section.sentences) for section in reworded.sections[:-1]]
    assert any(sentence.text.startswith("Altogether, ") for sentence in reworded.sentences)
    assert any("stands with" in sentence.text for sentence in reworded.sentences)
    assert any("the model's words were refused: a quote was changed" in one.reason for one in reworded.left_out)
    assert set(service.keys) == {"Bearer secret"}


def test_without_an_address_nothing_is_asked():
    with pytest.raises(SettingsError, match="model_address"):
        open_model(Settings())


def test_a_service_that_is_down_is_an_error_that_says_so():
    ask = open_model(Settings(model_address="http://127.0.0.1:9/v1", model_seconds=1))
    with pytest.raises(SettingsError, match="got no answer"):
        ask("A sentence.")
