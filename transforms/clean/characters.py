"""Text without what no reader sees: invisible characters, runs of white space, decomposed letters."""

import re
import unicodedata

from transforms.clean.mojibake import mend_encoding

# Characters that have no width, or stand for what is no text: they part no words and belong to no text.
INVISIBLE = dict.fromkeys(
    [*range(9), *range(14, 32), *range(127, 160), 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), *range(0xD800, 0xE000), 0xFEFF, *range(0xFFF9, 0xFFFD)]
)  # fmt: skip
HALF_READ = re.compile("[\x80-\x9f\xad]")  # the invisible half of a letter that was read in the wrong encoding
INVISIBLE_ONE = re.compile("[" + re.escape("".join(map(chr, INVISIBLE))) + "]")
# The joiners are spelling in scripts whose letters join, from Arabic to Khmer and Mongolian: می‌شود, क्‍या. In pictures
# of several signs they make one of them. Anywhere else they are left-overs of a layout.
JOINERS = re.compile("([\u200c\u200d])[\u200b-\u200f]{0,8}")
JOINED = re.compile("[\u0620-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]")
EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def squeeze(text: str) -> str:
    """NFC, without invisible characters, each run of white space one space."""
    if not text.isascii() and HALF_READ.search(text):
        text = mend_encoding(text)
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    if INVISIBLE_ONE.search(text):
        text = " ".join(without_invisible(text, INVISIBLE).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def without_invisible(text: str, invisible: dict[int, str | None]) -> str:
    """The text with `invisible` characters translated, but the joiners that are spelling."""
    if "\u200c" not in text and "\u200d" not in text:
        return text.translate(invisible)
    kept = {code: stands for code, stands in invisible.items() if code not in (0x200C, 0x200D)}
    return JOINERS.sub(_joiner, text).translate(kept)


def _joiner(found: re.Match[str]) -> str:
    """One joiner between two letters that it joins or parts; one that joins may also end a word."""
    text, joiner = found.string, found[1]
    is_behind = JOINED.match(text[found.start() - 1 : found.start()]) is not None
    is_before = joiner == "\u200d" or JOINED.match(text[found.end() : found.end() + 1]) is not None
    return joiner if is_behind and is_before else ""
