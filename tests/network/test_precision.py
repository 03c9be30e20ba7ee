"""Half as many digits only where Linux says that the processor multiplies them."""

from pathlib import Path

import pytest

from fashion_model.network.build import has_bfloat16


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fpu avx2 avx512f avx512_bf16", True),
        ("fpu amx_bf16 amx_tile", True),
        ("fpu avx2 avx512f", False),
        ("", False),
    ],
)
def test_the_flags_decide(tmp_path: Path, flags: str, expected: bool) -> None:
    told = tmp_path / "cpuinfo"
    told.write_text(f"model name\t: avx512_bf16 by name only\nflags\t\t: {flags}\n")
    assert has_bfloat16(told) is expected


def test_an_unknown_processor_has_none(tmp_path: Path) -> None:
    assert not has_bfloat16(tmp_path / "nothing")
