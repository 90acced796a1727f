"""The program with the fake engine: ``python launch_with_fake_engine.py OPTIONS``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE)]

if __name__ == "__main__":
    from app.__main__ import main
    from app.jobs import engine_client

    engine_client.ENGINE = "fake_engine:run"
    sys.exit(main())
