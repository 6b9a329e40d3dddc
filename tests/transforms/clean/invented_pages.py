"""Pages that no site ever printed, in the shapes that real ones have."""

PARAGRAPHS = (
    "The harbor council voted on Tuesday to reopen the old swing bridge, which has been closed to traffic since the "
    "storm of last winter, after engineers had declared both of its towers safe.",
    "“We have waited eleven months for this day,” said Mayor Anna Holm, standing on the quay in the rain. “The ferries "
    "were never meant to carry a whole town to work.”",
    "The repairs cost 4.2 million crowns, about a third more than was planned, because divers found that the eastern "
    "pillar had sunk by nine centimeters and had to be lifted.",
    "Shopkeepers on the northern bank, who lost up to half of their customers during the closure, greeted the decision "
    "with relief, although some of them asked why it had taken so long.",
    "A second report on the state of the three smaller bridges is due in May, the council's engineer Piet Vos said.",
)

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Old swing bridge to reopen after eleven months | Harbor Gazette</title>
<link rel="canonical" href="https://gazette.example.org/local/2024/03/05/swing-bridge-reopens">
<meta property="og:title" content="Old swing bridge to reopen after eleven months">
<meta property="og:description" content="Engineers have declared both towers safe.">
<meta property="og:site_name" content="Harbor Gazette"><meta property="og:type" content="article">
<meta name="keywords" content="bridges, council, traffic">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",
"headline":"Old swing bridge to reopen after eleven months","datePublished":"2024-03-05T10:30:00+01:00",
"dateModified":"2024-03-05T14:02:11+01:00","author":[{{"@type":"Person","name":"Maria Lund"}},
{{"@type":"Organization","name":"Gazette Newsroom"}}],"publisher":{{"@type":"Organization","name":"Harbor Gazette"}},
"articleSection":"Local","isAccessibleForFree":true,
"description":"Engineers have declared both towers safe."}}]}}</script>
<style>p {{ margin: 0 }}</style></head>
<body class="single has-sidebar comments-open">
<header class="site-header"><nav><ul><li><a href="/">Home</a></li>
<li><a href="/local">Local</a></li></ul></nav></header>
<main><article class="article">
<h1>Old swing bridge to reopen after eleven months</h1>
<p class="article__lead">Engineers have declared both towers safe.</p>
<div class="byline">By Maria Lund</div><div class="entry-meta">March 5, 2024</div>
<figure><img src="bridge.jpg"><figcaption>The bridge in January. Photo: Jon Berg</figcaption></figure>
<div class="article-body">
<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>
<div class="newsletter-signup"><p>Sign up for our morning newsletter</p></div>
<h2>A third more than planned</h2>
<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Ferry breaks down again</a></li></ul></aside>
<p>{PARAGRAPHS[4]}</p>
<p>© 2024 Harbor Gazette. All rights reserved.</p>
</div></article>
<section class="comments" id="comments"><h2>2 comments</h2><div class="comment-body"><p>About time, if you
ask me, and about a third too dear, as always with this council.</p></div></section></main>
<footer><p>Imprint</p><a href="/privacy">Privacy</a></footer></body></html>"""
