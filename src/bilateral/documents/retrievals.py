"""What was asked of the web, as rows of the table `retrievals`."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from bilateral.records import Retrieval

if TYPE_CHECKING:
    from bilateral.documents.fetching import Fetched

__all__ = ["build_retrieval"]


def _short(text: str | None, most: int) -> str | None:
    """A header or message as it is stored: no longer than it is useful."""
    return text[:most].encode("utf-8", "replace").decode() if text else None


def build_retrieval(fetched: Fetched, run_id: str, outcome: str, **known: Any) -> Retrieval:
    """The row that tells what became of one address.

    Args:
        fetched: What came.
        run_id: The call that asked.
        outcome: A value of `retrievals.outcome`.
        **known: Other columns, such as `doc_id`, `found_in` or `difference`.

    Returns:
        The row; the document is the one with the fetched bytes unless another is given.
    """
    error = fetched.error
    sha256 = hashlib.sha256(fetched.body).hexdigest() if fetched.body else None
    columns: dict[str, Any] = {
        "retrieval_id": secrets.token_hex(8), "run_id": run_id,
        "doc_id": sha256[:16] if sha256 and outcome == "fetched" else None,
        "asked_address": _short(fetched.asked, 2000), "final_address": _short(fetched.final, 2000), "redirects": list(fetched.redirects),
        "found_in": None, "retrieved_at": fetched.retrieved, "outcome": outcome,
        "reason_code": error.reason_code if error else None, "detail": _short(str(error), 500) if error else None,
        "http_status": fetched.status, "etag": _short(fetched.validators.etag, 500),
        "last_modified": _short(fetched.validators.last_modified, 100), "content_type": _short(fetched.content_type, 200),
        "sha256": sha256, "body_bytes": len(fetched.body), "sentences_added": None, "sentences_removed": None, "difference": [],
    }  # fmt: skip
    return Retrieval(**(columns | known))
