"""``python -m policygraph.serve`` is ``policygraph serve``."""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    sys.argv.insert(1, "serve")
    import_module("policygraph.cli").main()
