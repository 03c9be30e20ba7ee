"""Connect to a cluster; Ray is imported where one is asked for, and answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fashion_model.cluster.address import why_unusable
from fashion_model.cluster.messages import ClusterError

if TYPE_CHECKING:
    from fashion_model.cluster.driver import Cluster


def connect(address: str) -> Cluster:
    """The cluster at `address`; a process has one.

    Raises:
        ClusterError: it can't be used, in words.
    """
    why = why_unusable(address)
    if why is not None:
        raise ClusterError(why)
    os.environ["RAY_ENABLE_AUTO_CONNECT"] = "0"  # else Ray starts a cluster of its own, unasked
    from fashion_model.cluster.driver import Cluster

    return Cluster(address)
