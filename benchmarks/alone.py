"""A measurement in a process of its own, so that none before it is in its numbers."""

import json
import subprocess
import sys
from typing import Any

from fashion_model import environment


class BrokeOff(RuntimeError):
    """A process ended without a result; the message is a sentence."""


def measure_alone(what: str, module: str, *arguments: str) -> Any:
    """Run `module` and return its last line, which is JSON.

    It ends with this process, whatever ends this one.

    Raises:
        BrokeOff: it ended without a result; `what` begins the sentence.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=environment.ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stderr.splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BrokeOff(f"{what} broke off: {reason}")
    return json.loads(done.stdout.splitlines()[-1])
