"""What every chart here is: a Vega-Lite specification as a plain dictionary."""

from typing import Any

Spec = dict[str, Any]
