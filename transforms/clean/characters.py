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
EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def squeeze(text: str) -> str:
    """NFC, without invisible characters, each run of white space one space."""
    if not text.isascii() and HALF_READ.search(text):
        text = mend_encoding(text)
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    if INVISIBLE_ONE.search(text):
        text = " ".join(text.translate(INVISIBLE).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
