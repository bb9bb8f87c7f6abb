"""A language model of the user's that may reword a brief: off unless its address is set and the user asks."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bilateral.briefings.rewording import INSTRUCTIONS
from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    import urllib3

    from bilateral.settings import Settings

__all__ = ["open_model"]

_MOST_ANSWER_BYTES = 100_000
_TEMPERATURE = 0.0


def open_model(settings: Settings) -> Callable[[str], str | None]:
    """Open the user's model behind an address that speaks the chat protocol of OpenAI.

    Sentences of the brief, with the quotes in them, go to that address and nowhere else.

    Args:
        settings: `model_address`, `model_name`, `model_key_variable` and `model_seconds` are read.

    Returns:
        A function from a sentence to the model's words, None where it gives no usable answer.

    Raises:
        SettingsError: If no address is set, it is none, or nothing answers there.
    """
    import urllib3  # noqa: PLC0415 - only where the user asks for it

    if urlsplit(settings.model_address).scheme not in ("http", "https"):
        message = (
            f"got model_address = {settings.model_address!r}, expected the address of a service such as "
            "http://127.0.0.1:11434/v1; set it in bilateral.toml, or leave out --reword"
        )
        raise SettingsError(message)
    timeout = urllib3.Timeout(total=settings.model_seconds)
    pool = urllib3.PoolManager(timeout=timeout, retries=False)
    return lambda sentence: _ask(pool, settings, sentence)


def _ask(pool: urllib3.PoolManager, settings: Settings, sentence: str) -> str | None:
    """One sentence in the model's words."""
    import urllib3  # noqa: PLC0415

    key = os.environ.get(settings.model_key_variable, "")
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    question = {
        "model": settings.model_name,
        "temperature": _TEMPERATURE,
        "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": sentence}],
    }
    address = settings.model_address.rstrip("/") + "/chat/completions"
    try:
        answer = pool.request("POST", address, body=json.dumps(question), headers=headers, redirect=False, preload_content=False)
        content = answer.read(_MOST_ANSWER_BYTES)
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        message = f"got no answer from {address} ({error}); check model_address, or leave out --reword"
        raise SettingsError(message) from error
    return _read_answer(content) if answer.status == 200 else None  # noqa: PLR2004 - HTTP OK


def _read_answer(content: bytes) -> str | None:
    try:
        data: Any = json.loads(content)
        words = data["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return words.strip() if isinstance(words, str) and words.strip() else None
