"""The app that ends a hanging worker soon: `streamlit run tests/faults/impatient.py`.

Only once a file `.impatient` lies in the folder of runs: loading TensorFlow takes a worker longer.
"""

import threading
import time

from starlette.applications import Starlette
from starlette.routing import Mount

import app as front
from fashion_model.environment import runs_dir
from fashion_model.workers import heartbeat, scheduler

HANGS_SECONDS = 3.0


def _lose_patience() -> None:
    while not (runs_dir() / ".impatient").exists():
        time.sleep(0.05)
    scheduler.HANGS_SECONDS = HANGS_SECONDS


heartbeat.LONGEST_LOOK = 1.0  # shorter than what counts as hanging, as the real one is
threading.Thread(target=_lose_patience, daemon=True).start()
app = Starlette(routes=[Mount("/", front.app)], lifespan=front.app.lifespan())
