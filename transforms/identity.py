"""What makes an article the same article: its canonical address, its id, the digest of its text."""

import hashlib
from urllib.parse import urlsplit

from courlan import clean_url

ID_LENGTH = 20  # hex digits: 80 bits, no collision to expect below a billion articles


def canonical_url(url: str | None) -> str | None:
    """The address without tracking parameters, fragment and upper-case host; None where it is no web address."""
    if not url or len(url) > 4_096 or not url.strip().lower().startswith(("http://", "https://")):
        return None
    try:
        cleaned = clean_url(url.strip()) if urlsplit(url.strip()).hostname else None
    except ValueError:
        return None
    return cleaned.split("#", 1)[0] or None if cleaned else None


def article_id(canonical: str | None, source_id: str | None, content_sha256: str) -> str:
    """A stable id of 20 hex digits: from the canonical URL, else the source's own id, else the content's digest."""
    if canonical:
        key = f"url:{canonical}"
    elif source_id:
        key = f"source:{source_id}"
    else:
        key = f"content:{content_sha256}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def text_sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
