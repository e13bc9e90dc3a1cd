"""Compress big static files with brotli into assets/compressed/, by content hash.

The server compresses small files on demand; the map bundle and the scripts of Dash would take seconds. Run this script
after an upgrade of Dash or a change of a big file; it removes unused files.
"""

from __future__ import annotations

import brotli

from dashboard.config import resource
from dashboard.web.assets import STORE, Assets, _file, fingerprint
from dashboard.web.compression import COMPRESSIBLE, PRECOMPRESS_BYTES


def main() -> None:
    """Compress new files, remove unused ones, and print the sizes."""
    folder = resource("assets")
    store = folder / STORE
    store.mkdir(exist_ok=True)
    assets = Assets(folder)
    wanted = set()
    for name in assets:
        content = assets.content(name)
        if len(content) < PRECOMPRESS_BYTES or _file(name, content).content_type.partition(";")[0] not in COMPRESSIBLE:
            continue
        path = store / f"{fingerprint(content)}.br"
        wanted.add(path)
        if not path.exists():
            path.write_bytes(brotli.compress(content, quality=11, lgwin=24))
        print(f"{name}: {len(content)} bytes, {path.stat().st_size} with brotli")
    for path in set(store.iterdir()) - wanted:
        path.unlink()


if __name__ == "__main__":
    main()
