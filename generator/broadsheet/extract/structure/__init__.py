"""Structure: a raw article or a saved page as headline, imprint and body, without what is no part of the article."""
