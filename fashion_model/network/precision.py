"""Whether this processor computes with half as many digits, and so twice as fast."""

from pathlib import Path

_INSTRUCTIONS = {"avx512_bf16", "amx_bf16"}  # without one of them bfloat16 is slower, not faster
_PROCESSOR = Path("/proc/cpuinfo")


def policy_for(precision: str) -> str:
    """The Keras dtype policy that `TrainConfig.precision` means on this machine."""
    return "mixed_bfloat16" if precision == "mixed" and has_bfloat16() else "float32"


def has_bfloat16(processor: Path = _PROCESSOR) -> bool:
    """Whether the processor multiplies bfloat16; said by Linux, elsewhere unknown and so no."""
    try:
        text = processor.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return any(
        _INSTRUCTIONS & set(line.split()) for line in text.splitlines() if line.startswith("flags")
    )
