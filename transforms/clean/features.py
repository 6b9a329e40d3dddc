"""What the judge sees of each block: numbers about its words, its place, its element and its neighbors."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transforms.clean.blocks import Frame, Page, ancestors
from transforms.clean.dump import fold
from transforms.clean.elements import AROUND, GROUPS, look_around, name_groups, never_story, stands_under
from transforms.clean.metadata import Statements
from transforms.clean.regions import MOSTLY_LINK, Floats, measure, paragraph_sizes, story_parts
from transforms.clean.rules import Rules
from transforms.clean.words import rule_columns, statement_columns, word_columns

TAGS = {
    tag: code
    for code, tags in enumerate(
        ("p", "div", "h1", "h2", "h3", "h4 h5 h6", "li", "td th", "figcaption caption", "blockquote",
         "section article main", "dt dd", "button label legend summary", "pre", "header footer aside nav")
    )
    for tag in tags.split()
}  # fmt: skip
OTHER_TAG = 15
HEADINGS = (TAGS["h1"], TAGS["h4"])  # the codes from and to
SET_APART = 2  # elements between a block and the one that is named a quotation
SHIFTS = (-3, -2, -1, 1, 2, 3)


@dataclass(slots=True)
class Sight:
    """The judge's view of a page: one row a block, one column a feature, named by `names`."""

    matrix: Floats
    names: list[str]
    good: npt.NDArray[np.bool_]  # full paragraphs
    is_title: npt.NDArray[np.bool_]  # spells the headline
    places: dict[str, int]  # of each name, its column
    kin: npt.NDArray[np.int64]  # of each block, the number of the blocks that stand as it does in the same part
    parts: list[str]  # of each block, the kind of the part of the story that it stands in, "" outside one
    apart: npt.NDArray[np.bool_]  # stands in a quotation that is set apart and is no such part
    headings: npt.NDArray[np.bool_]
    distances: Floats  # of each block, how far out the next element is whose class names each of GROUPS

    def columns(self, names: Sequence[str]) -> Floats:
        """The matrix with just these features, in this order."""
        return self.matrix if list(names) == self.names else self.matrix[:, [self.places[name] for name in names]]

    def value(self, name: str, place: int) -> float:
        """One feature of one block."""
        return float(self.matrix[place, self.places[name]])


def see(page: Page, stated: Statements, rules: Rules) -> Sight:
    """The features of all blocks of a page."""
    blocks, frames = page.blocks, page.frames
    count = len(blocks)
    texts = [block.text for block in blocks]
    sizes, links, ends = measure(blocks)
    good_size = paragraph_sizes(sizes, links, ends)
    good = good_size > 0
    total_good = max(1.0, float(good_size.sum()))
    columns: dict[str, npt.ArrayLike] = {}

    own = [block.frame for block in blocks]
    # Characters, linked ones, those of full paragraphs, blocks, full paragraphs, pictures.
    weight = np.zeros((len(frames), 6), np.float64)
    weight[:, 5] = [frame.pictures for frame in frames]
    np.add.at(weight[:, :5], own, np.column_stack((sizes, sizes * links, good_size, np.ones(count), good)))
    weight = _gathered(weight, frames)
    shells = _shells(page, weight[:, 3])
    parents = [max(0, frames[frame].parent) for frame in shells]
    grands = [max(0, frames[frame].parent) for frame in parents]
    needed = {around for frame in set(own) for around in ancestors(page, frame)}
    hits = name_groups(page, needed)
    strict = never_story(page, hits, weight[:, 2], total_good)
    close = np.zeros(len(frames))  # good characters in the element or its direct children
    for place, frame in enumerate(own):
        if not strict[frame]:
            close[shells[place]] += good_size[place]
            close[parents[place]] += good_size[place]
    best = int(close.argmax())
    wide = best
    while weight[wide, 2] < 0.7 * total_good and frames[wide].parent >= 0:
        wide = frames[wide].parent
    heading = _heading(page, stated)
    outer = set(ancestors(page, best))
    meeting = next((frame for frame in ancestors(page, own[heading]) if frame in outer), 0)
    distances, hidden, depth, under_best, branch, attached = look_around(page, hits, best, outer, needed, weight[:, 3])
    under_wide, under_meeting = stands_under(page, wide), stands_under(page, meeting)
    branches = branch[own]
    held = weight[branches]
    columns["branch_chars"] = np.log1p(held[:, 0])
    columns["branch_links"] = held[:, 1] / np.maximum(1, held[:, 0])
    columns["branch_good"] = held[:, 2] / total_good
    columns["branch_blocks"] = np.log1p(held[:, 3])
    columns["branch_height"] = depth[best] - depth[attached[own]]
    columns["branch_depth"] = depth[shells] - depth[branches]
    columns["under_wide"] = under_wide[own]
    columns["under_meeting"] = under_meeting[own]

    for name, around in (("own", own), ("parent", parents), ("grand", grands)):
        held = weight[around]
        columns[f"{name}_chars"] = np.log1p(held[:, 0])
        columns[f"{name}_links"] = held[:, 1] / np.maximum(1, held[:, 0])
        columns[f"{name}_good"] = held[:, 2] / total_good
        columns[f"{name}_blocks"] = np.log1p(held[:, 3])
        columns[f"{name}_good_blocks"] = np.log1p(held[:, 4])
        columns[f"{name}_pictures"] = np.minimum(held[:, 5], 5)
    columns["close_good"] = close[parents] / total_good
    columns["parent_is_best"] = np.array(
        [p == best or f == best for p, f in zip(parents, own, strict=True)], np.float32
    )
    columns["under_best"] = under_best[own]
    columns["depth"] = depth[shells]
    columns["depth_from_best"] = depth[shells] - depth[best]
    columns["hidden"] = hidden[own]
    for position, around_tag in enumerate(AROUND, len(GROUPS)):
        columns[f"in_{around_tag}"] = distances[own, position]

    looks: dict[tuple[str, str, str, str, str], int] = {}
    signatures = [
        looks.setdefault(
            (frames[f].tag, frames[f].tokens, frames[s].tokens, frames[p].tag, frames[p].tokens), len(looks)
        )
        for f, s, p in zip(own, shells, parents, strict=True)
    ]
    look_good = np.bincount(signatures, good_size, len(looks))
    look_count = np.bincount(signatures, minlength=len(looks))
    columns["look_good"] = look_good[signatures] / total_good
    columns["look_count"] = np.log1p(look_count[signatures])
    tag_good: dict[int, float] = defaultdict(float)
    tags = [TAGS.get(frames[frame].tag, OTHER_TAG) for frame in own]
    for tag, held_size in zip(tags, good_size, strict=True):
        tag_good[tag] += float(held_size)
    columns["tag"] = tags
    columns["tag_good"] = [tag_good[tag] / total_good for tag in tags]

    columns |= word_columns(blocks, sizes, links, ends)
    columns |= statement_columns(texts, stated)
    columns |= rule_columns(texts, rules)

    pictures = np.minimum([block.pictures for block in blocks], 3)
    columns["pictures"], columns["pictures+1"] = pictures, _shifted(pictures, 1)
    times = Counter(texts)
    columns["times"] = [times[text] for text in texts]
    order = np.arange(count)
    columns["from_heading"] = np.clip(order - heading, -50, 200)
    before = np.cumsum(good_size) - good_size
    tops = np.array([frames[frame].tag == "h1" for frame in own])
    columns["headings_since"] = np.clip(np.cumsum(tops & (order > heading)), 0, 3)
    columns["good_before"] = before / total_good
    columns["good_left"] = 1 - (before + good_size) / total_good
    columns["place"] = order / max(1, count - 1)
    columns["good_before_log"] = np.log1p(before)
    last_good, next_good = _nearest(good)
    columns["since_good"], columns["until_good"] = last_good, next_good
    best_places = np.flatnonzero(np.array([p == best or f == best for p, f in zip(parents, own, strict=True)]) & good)
    first, last = (int(best_places[0]), int(best_places[-1])) if len(best_places) else (0, count)
    columns["from_first"] = np.clip(order - first, -60, 60)
    columns["from_last"] = np.clip(order - last, -60, 60)
    columns["page_good"] = np.full(count, np.log1p(total_good))
    columns["page_blocks"] = np.full(count, np.log1p(count))
    columns["best_share"] = np.full(count, close[best] / total_good if len(close) else 0)

    parent_array, look_array = np.array(parents), np.array(signatures)
    for shift in SHIFTS:
        columns[f"size{shift:+d}"] = _shifted(np.log1p(sizes), shift)
        columns[f"links{shift:+d}"] = _shifted(links, shift)
        columns[f"ends{shift:+d}"] = _shifted(ends, shift)
        if abs(shift) < 3:
            columns[f"same_parent{shift:+d}"] = _shifted(parent_array, shift, -1) == parent_array
            columns[f"same_look{shift:+d}"] = _shifted(look_array, shift, -1) == look_array
            columns[f"tag{shift:+d}"] = _shifted(np.array(tags), shift, -1)
            columns[f"rule{shift:+d}"] = _shifted(np.array(columns["rule"]), shift, -1)
    names = list(columns)
    matrix = np.empty((count, len(names)), np.float32)
    for position, name in enumerate(names):
        matrix[:, position] = columns[name]
    parts = story_parts(page, rules)
    quoting = distances[own][:, [GROUPS.index("quote"), len(GROUPS) + AROUND.index("blockquote")]].min(axis=1)
    codes = np.array(tags)
    return Sight(
        matrix,
        names,
        good,
        np.asarray(columns["is_title"], bool),
        {name: place for place, name in enumerate(names)},
        _kin(page, shells, links, np.asarray(columns["rule"], bool)),
        parts,
        (quoting <= SET_APART) & (np.array(parts) == ""),
        (codes >= HEADINGS[0]) & (codes <= HEADINGS[1]),
        distances[own, : len(GROUPS)],
    )


def _gathered(weight: npt.NDArray[np.float64], frames: Sequence[Frame]) -> npt.NDArray[np.float64]:
    """Of each element what it holds, that of the elements within it added."""
    parents = [frame.parent for frame in frames]
    columns: list[list[float]] = weight.T.tolist()
    for column in columns:
        for frame in range(len(frames) - 1, 0, -1):
            if column[frame]:
                column[parents[frame]] += column[frame]
    return np.array(columns, np.float64).T


def _shells(page: Page, held: npt.NDArray[np.float64]) -> list[int]:
    """Of each block, the outermost element around it that holds no other block.

    Sites wrap their paragraphs in as many elements as their editors' blocks have; all that counts is what is beside.
    """
    found = []
    for block in page.blocks:
        shell = block.frame
        while (around := page.frames[shell].parent) > 0 and held[around] == 1:
            shell = around
        found.append(shell)
    return found


def _kin(page: Page, shells: list[int], links: Floats, ruled: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Blocks are kin whose elements have one tag and wrappers, in elements of one look, side by side in one element.

    What is mostly a link, or what a rule knows, is no kin of the sentences that it stands between.
    """
    known: dict[tuple[int, str, str, str, str, bool, bool], int] = {}
    found = []
    for place, (block, shell) in enumerate(zip(page.blocks, shells, strict=True)):
        parent = page.frames[max(0, page.frames[shell].parent)]
        wrap = page.frames[shell].tokens if shell != block.frame else ""
        around = (max(0, parent.parent), parent.tag, parent.tokens, wrap, page.frames[block.frame].tag)
        found.append(known.setdefault((*around, bool(links[place] > MOSTLY_LINK), bool(ruled[place])), len(known)))
    return np.array(found, np.int64)


def _heading(page: Page, stated: Statements) -> int:
    """The place of the headline among the blocks; 0 where it is not found."""
    headlines = {fold(text) for text in stated.headlines}
    tops = [place for place, block in enumerate(page.blocks) if page.frames[block.frame].tag == "h1"]
    matching = [place for place in tops if fold(page.blocks[place].text) in headlines]
    if matching or tops:
        return (matching or tops)[0]
    return next((place for place, block in enumerate(page.blocks) if fold(block.text[:400]) in headlines), 0)


def _nearest(good: npt.NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """How many blocks ago, and how many ahead, the nearest full paragraph stands (capped at 30)."""
    since, until = [], []
    distance = 30
    for is_good in good:
        distance = min(30, distance + 1)
        since.append(distance)
        if is_good:
            distance = 0
    distance = 30
    for is_good in good[::-1]:
        distance = min(30, distance + 1)
        until.append(distance)
        if is_good:
            distance = 0
    return since, until[::-1]


def _shifted(values: npt.NDArray[np.generic], shift: int, fill: float = 0) -> npt.NDArray[np.generic]:
    """The value of the block `shift` places on."""
    out = np.full_like(values, fill)
    if shift > 0:
        out[: -shift or None] = values[shift:]
    else:
        out[-shift:] = values[:shift]
    return out
