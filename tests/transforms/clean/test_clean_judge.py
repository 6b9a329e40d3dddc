"""The judge is data: questions that its trees ask, and answers that add up."""

import numpy as np
from invented_pages import PAGE

from transforms.clean import Rules
from transforms.clean.blocks import parse
from transforms.clean.judge import agree, echoes, keep, load_judge, probabilities, repeats
from transforms.clean.metadata import read_statements
from transforms.clean.page import sight_of

TOY = load_judge(
    {
        "names": ["length", "links"],
        "questions": [[0, 1]],  # type: ignore[dict-item]
        "bounds": [[80.0, 0.5]],
        "answers": [[-1.0, 2.0, -3.0, -2.0]],  # short; long; short and linked; long and linked
        "base": 0.0,
        "threshold": 0.5,
    }
)


def test_a_tree_asks_all_its_questions_and_gives_the_answer_of_the_leaf() -> None:
    blocks = np.array([[10, 0], [200, 0], [10, 1], [200, 1]], np.float32)
    assert np.allclose(probabilities(TOY, blocks), 1 / (1 + np.exp([1.0, -2.0, 3.0, 2.0])))


def test_a_value_on_the_bound_does_not_exceed_it() -> None:
    assert probabilities(TOY, np.array([[80, 0.5]], np.float32))[0] < 0.5


def test_what_stands_side_by_side_is_judged_together() -> None:
    leaned = agree(np.array([0.9, 0.9, 0.3, 0.3]), np.array([0, 0, 0, 1]))
    assert leaned[2] > 0.5 and np.isclose(leaned[3], 0.3) and 0.5 < leaned[0] < 0.9


def test_kin_have_one_tag_in_elements_of_one_look(rules: Rules) -> None:
    tree = parse(
        "<div><ul class=a><li>one</li><li>two</li></ul><ul class=a><li>three</li><li>four</li></ul>"
        "<ul class=b><li>five</li><li>six</li></ul><div class=a><p>seven</p><p>eight</p></div></div>"
    )
    sight, texts, _ = sight_of(tree, read_statements(tree, None, rules), rules)
    assert texts == ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    assert sight.kin.tolist() == [0, 0, 0, 0, 1, 1, 2, 2]


def test_wrappers_of_one_block_change_nothing_but_kin(rules: Rules) -> None:
    bare = "<article><h1>Bridge</h1><p>one sentence</p><p>two sentences</p><ul><li>a</li><li>b</li></ul></article>"
    tree, wrapped = parse(bare), parse(bare.replace("<p>", "<div><div><p>").replace("</p>", "</p></div></div>"))
    stated = read_statements(tree, None, rules)
    assert (sight_of(tree, stated, rules)[0].matrix == sight_of(wrapped, stated, rules)[0].matrix).all()


def test_a_link_is_no_kin_of_the_sentences_around_it(rules: Rules) -> None:
    tree = parse("<div><p>one sentence</p><p><a href=/>ferry breaks down again</a></p><p>another sentence</p></div>")
    sight, _, dropped = sight_of(tree, read_statements(tree, None, rules), rules)
    assert sight.kin.tolist() == [0, 1, 0]
    assert dropped.tolist() == [False, True, False]


def test_the_trained_judge_knows_its_features(rules: Rules) -> None:
    tree = parse(PAGE)
    sight, texts, _ = sight_of(tree, read_statements(tree, None, rules), rules)
    judge = rules.judge
    assert set(judge.names) <= set(sight.names)
    chances = probabilities(judge, sight.columns(judge.names))
    assert len(chances) == len(texts) and ((chances > 0) & (chances < 1)).all()
    assert chances[texts.index("2 comments") if "2 comments" in texts else 0] < 0.5


def test_columns_follow_the_names_that_are_asked_for(rules: Rules) -> None:
    tree = parse(PAGE)
    sight, _, _ = sight_of(tree, read_statements(tree, None, rules), rules)
    assert (sight.columns(sight.names) == sight.matrix).all()
    assert (sight.columns(["links", "size"])[:, 1] == sight.matrix[:, sight.places["size"]]).all()


def kept(chances: list[float], dropped: str = "", parts: str = "", headings: str = "") -> str:
    """The verdicts as a word, k for kept; the other arguments have an x at the places of blocks that are so."""
    marks = [np.array([mark == "x" for mark in text.ljust(len(chances))], bool) for text in (dropped, parts, headings)]
    return "".join("k" if is_in else "." for is_in in keep(np.array(chances), *marks, threshold=0.45))


def test_a_page_of_which_the_judge_is_unsure_keeps_its_best_blocks() -> None:
    assert kept([0.3, 0.25, 0.02]) == "kk."
    assert kept([0.9, 0.4, 0.5]) == "k.k"
    assert kept([0.9, 0.8], dropped="x") == ".k"
    assert kept([]) == ""


def test_a_post_is_story_where_it_follows_the_story() -> None:
    assert kept([0.9, 0.1, 0.1, 0.9, 0.1], parts=" xx x") == "kkkkk"
    assert kept([0.1, 0.6, 0.9], parts=" x ") == "..k"
    assert kept([0.6, 0.9], parts="x ") == "kk"
    assert kept([0.9, 0.1, 0.1], dropped="  x", parts=" xx") == "kk."


def test_a_heading_of_nothing_goes() -> None:
    assert kept([0.9, 0.9, 0.1], headings=" x ") == "k.."
    assert kept([0.9, 0.9, 0.9], headings=" x ") == "kkk"
    assert kept([0.9, 0.9, 0.9], headings=" xx") == "kkk"
    assert kept([0.9, 0.1], headings="x ") == "k."


def test_a_pull_quote_goes_where_the_story_says_it_too() -> None:
    texts = ["“We have waited eleven months for this day,” she said.", "We have waited eleven months for this day",
             "We will wait for ever and a day", "for this day"]  # fmt: skip
    every, apart = np.ones(4, bool), np.array([False, True, True, True])
    assert echoes(texts, every, apart).tolist() == [False, True, False, False]
    assert not echoes(texts, every, np.zeros(4, bool)).any()
    assert not echoes(texts, apart, apart).any()


def test_a_text_that_a_page_holds_twice_is_kept_once() -> None:
    story = [" ".join(f"word{n}" for n in range(start, start + 60)) for start in (0, 60)]
    texts = [*story, " ".join(story), "word0 word1 word2 word3 word4"]
    every = np.ones(4, bool)
    assert repeats(texts, every).tolist() == [False, False, True, False]
    assert not repeats(texts, np.array([False, False, True, True])).any()
