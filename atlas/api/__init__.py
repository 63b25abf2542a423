"""/api/v1/ and /tiles/: the same questions as the pages, answered to programs (and to our own map).

One module per noun, each with its views and, beside each view, what the OpenAPI file says of it (`door`).
"""
