"""One document explained: what was kept, what was removed and why, who said what, who is named.

`document` runs the pipeline's own transforms on a file and `published` reads an article back from its tables; `layout`
puts kept and removed in the page's order; `terminal`, `page` and `plain` show the result. Nothing here needs Prefect.
"""
