"""One document from a server that misbehaves: each ends as a reject with its rule, in bounded time, or as a document."""

from sources.web import Fetched


def test_a_page_is_fetched_with_an_honest_user_agent(server, fetch):
    (page,) = fetch(server.on("/ferry", server.page), contact="https://desk.example.org/bot")
    assert isinstance(page, Fetched)
    assert (page.media_type, page.size_bytes) == ("text/html", len(server.page))
    assert server.asked[-1].headers["user-agent"].startswith("Copydesk/")
    assert "(+https://desk.example.org/bot)" in server.asked[-1].headers["user-agent"]
