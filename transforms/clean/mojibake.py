"""Letters that were read in the wrong encoding, mended where it is certain."""

import re

import ftfy
from ftfy.badness import is_bad

LONGEST_MENDED = 100_000  # characters of one block
# What one byte beyond ASCII was is shown as two or more such letters side by side; alone stand only those whose second
# half reads as a space. Ideographs are no such letters.
MISREAD = re.compile("[\x80-\u2fff](?:(?<=[ÃÂŒœ])|[\x80-\u2fff])")


def mend_encoding(text: str) -> str:
    """Mojibake undone (`CafÃ©` to `Café`) where ftfy finds it certain; other text comes back as it is.

    Half of a misread letter may be a control character or a soft hyphen: mend before these are taken out.
    """
    if text.isascii() or len(text) > LONGEST_MENDED or not MISREAD.search(text) or not is_bad(text):
        return text
    return ftfy.fix_encoding(text)
