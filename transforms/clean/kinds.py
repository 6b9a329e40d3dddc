"""What kind of page it is, and whether the story on it is whole."""

import re
from urllib.parse import urlsplit

from schemas.records import Document, Paragraph, RemovedBlock
from transforms.clean.metadata import Statements, states_article

SHORT_STORY = 600  # characters: below it, other signs decide what the page is
LIVE_ADDRESS = re.compile(
    r"(?:^|[/_-])(?:live[-_]?(?:blog|ticker|updates?|text)|(?:news-?)?ticker)(?:[/_.-]|$)|/live/", re.IGNORECASE
)
GALLERY_ADDRESS = re.compile(
    r"(?:^|/)(?:gallery|galleries|photos?|pictures|slideshow|bilder|fotostrecken?|fotos?|diaporama|galeria)(?:/|-|$)",
    re.IGNORECASE,
)
VIDEO_ADDRESS = re.compile(r"(?:^|/)(?:videos?|watch|mediathek|av)(?:/|$)", re.IGNORECASE)
ERROR_TITLE = re.compile(
    r"(?:error\s?)?(?:40[0-9]|41[0-9]|50[0-9])(?:\W{1,3}(?:error|not|page|forbidden|bad|gone|unauthori|access|internal"
    r"|service|gateway|sorry|oops).{0,60}|\W{0,3})"
    r"|.{0,40}(?:page|article|seite|página|pagina) (?:not found|nicht gefunden|no encontrada|non trovata|introuvable)"
    r".{0,40}|.{0,30}(?:can.?t|cannot|could not|couldn.?t) find (?:that|this|the|your) page.{0,20}"
    r"|(?:access denied|forbidden|just a moment|attention required|not found|are you a robot"
    r"|service unavailable|bad gateway).{0,60}",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"cookies?|consent|einwilligung|datenschutz|privacy|gdpr|werbung und tracking|zustimm|personenbezogen"
    r"|log ?in|sign ?in|anmelden|"
    r"konsent|consentement|consentimiento|privacidad|privacidade",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"subscri(?:be|ption|ber).{0,60}(?:read|continue|access|unlock)|(?:read|continue|access|unlock).{0,60}subscri(?:be|ption|ber)|"
    r"(?:jetzt|weiter)\s?lesen.{0,60}(?:abo|plus|\+)|(?:abonnez-vous|réservé aux abonnés|il vous reste \d{1,2}\s?%)|"
    r"(?:nur für abonnenten|mit .{0,20}(?:abo|plus|\+) weiterlesen)|(?:suscríbete|exclusivo para suscriptores)|"
    r"this (?:article|content|story) is (?:for|reserved for|only available to) (?:subscribers|members)"
    r"|already a subscriber|この記事は有料|残り\s?\d{1,5}\s?文字",
    re.IGNORECASE,
)
STUB, LONG_STORY = 1_000, 2_500  # characters: a wall below a long story has let it through
CUT_END = ("…", "...", "[…]", "[...]")


def page_kind(stated: Statements, text: str, paragraphs: list[Paragraph], document: Document) -> str:
    """One of article, live_blog, gallery, video, section_front, consent_wall, error_page, other."""
    if document.media != "html":
        return "article"
    path = _path(stated.canonical or document.url)
    short = len(text) < SHORT_STORY
    title = stated.title or ""
    if "LiveBlogPosting" in stated.types or (LIVE_ADDRESS.search(path) and len(paragraphs) > 15):
        return "live_blog"
    if short and not states_article(stated) and any(map(_is_error, [title, *stated.headlines])):
        return "error_page"
    if not states_article(stated) and len(text) < 4_000 and _asks_for_consent(title, text):
        return "consent_wall"
    if "ImageGallery" in stated.types or (GALLERY_ADDRESS.search(path) and (short or not states_article(stated))):
        return "gallery"
    if short and (
        "VideoObject" in stated.types or VIDEO_ADDRESS.search(path) or (stated.og_type or "").startswith("video")
    ):
        return "video"
    if states_article(stated):
        return "article"
    full = [p for p in paragraphs if p.kind == "paragraph" and p.end - p.start >= 100]
    if stated.types & {"CollectionPage", "ItemList"} and (short or not path.strip("/")):
        return "section_front"
    if "CollectionPage" in stated.types and len(full) < 5:
        return "section_front"
    if not path.strip("/") and len(full) < 5:
        return "section_front"
    return "article" if len(full) >= 2 or len(text) >= SHORT_STORY else "other"


def _is_error(line: str) -> bool:
    return ERROR_TITLE.fullmatch(line.strip()) is not None


def _asks_for_consent(title: str, text: str) -> bool:
    """Four words of consent in a short text, or two below a headline that is about it."""
    return len(CONSENT.findall(text[:4_000])) >= (2 if CONSENT.search(title) else 4)


def is_truncated(stated: Statements, text: str, removed: list[RemovedBlock]) -> bool:
    """Whether the page holds only the opening of the story."""
    if stated.article_body and len(stated.article_body) > 2 * len(text) + 500:
        return True
    walled = any(PAYWALL.search(block.text[:400]) for block in removed if block.kind not in ("navigation", "related"))
    if len(text) > LONG_STORY:
        return False
    if stated.is_accessible_for_free is False and (walled or len(text) < STUB):
        return True
    return walled and (text.endswith(CUT_END) or len(text) < STUB)


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path
    except ValueError:
        return ""
