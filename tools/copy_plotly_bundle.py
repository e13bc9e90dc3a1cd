"""Copy the map bundle of plotly.js into assets/, unchanged, if it matches the version of plotly.py.

    npm pack plotly.js@4.1.1      (and unpack it)
    python tools/copy_plotly_bundle.py PLOTLY_JS_FOLDER

The bundle contains only Scattermap and MapLibre: 0.66 MB compressed, 1.11 MB for the full file. It is under the MIT
licence, MapLibre under the 3-clause BSD licence; both notices are in the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plotly.offline import get_plotlyjs_version

NAME = "plotly-map.min.js"
OUT = Path(__file__).parents[1] / "assets" / NAME


def main() -> int:
    """Copy the bundle, or fail with the reason."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    bundle = (Path(sys.argv[1]) / "dist" / NAME).read_bytes()
    wanted = f"plotly.js (map - minified) v{get_plotlyjs_version()}"
    if wanted.encode() not in bundle[:200]:
        print(f"{sys.argv[1]}: this is not {wanted}; unpack the version that plotly.py needs")
        return 1
    OUT.write_bytes(bundle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
