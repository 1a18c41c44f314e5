"""A built frontend in small."""

import gzip
from pathlib import Path

SCRIPTS = ("\n\tstart({base: ''});\n", "document.documentElement.dataset.theme = '<!--';")
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Mobilise</title>
<script>{SCRIPTS[0]}</script><script src="/_app/immutable/entry.a1b2.js"></script>
<link rel="stylesheet" href="/_app/immutable/look.c3d4.css"></head>
<body><script type="module">{SCRIPTS[1]}</script></body></html>"""
CODE = "export const answer = 42;\n" * 40
SECRET = "what lies beside the build"
HASHED = "/_app/immutable/entry.a1b2.js"
"""The address of ``CODE``."""


def make_build(root: Path) -> Path:
    """Build into ``root``, with something beside it that nobody may have."""
    files: dict[str, str | bytes] = {
        "index.html": PAGE,
        "index.html.gz": gzip.compress(PAGE.encode()),
        "favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "_app/immutable/entry.a1b2.js": CODE,
        "_app/immutable/entry.a1b2.js.gz": gzip.compress(CODE.encode()),
        "_app/immutable/entry.a1b2.js.br": b"as if it were brotli",
        "_app/immutable/look.c3d4.css": "body { color: black }",
        "_app/immutable/read.e5f6.woff2": b"\x00font",
        "_app/version.json": '{"version": "1"}',
        "_docs/swagger-ui.css": "",
        "_docs/swagger-ui-bundle.js": "",
        "../secret.txt": SECRET,
    }
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    (root / "way-out").symlink_to(root.parent / "secret.txt")
    (root / "up").symlink_to(root.parent)
    return root
