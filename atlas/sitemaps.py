"""What search engines are told of."""

SITEMAPS = {}
