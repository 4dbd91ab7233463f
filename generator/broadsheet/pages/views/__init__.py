"""The views: the one frozen value that each template is given as `page`, and the `SiteView` it is given as `site`.

A view holds what the page shows, ready to show: sorted, worded, dated, counted. Addresses in a view are permalinks that start at
the root of the site (`/actors/jimmy-carter/`); the `href` filter turns them into what the link must say under the publication's
base path. `Markup` is used only for HTML that `content` made safe.

A file is a kind of page, or a part that several kinds of page have. Types stand as they are, without `annotations` from
`__future__`: a named tuple compiles those that are text, which is half of the time that the class takes to make.
"""
