"""The types of arrays, by what a number in them is; their shapes stand in each docstring.

A module that gives an array a meaning of its own (`Mask`, `Colours`) names it there.
"""

import numpy as np
from numpy.typing import NDArray

UInt8Array = NDArray[np.uint8]  # pixels, and labels of classes
FloatArray = NDArray[np.float32]  # what networks take and give
Float64Array = NDArray[np.float64]  # what is reckoned to all digits, in statistics and sums
IntArray = NDArray[np.int32]  # places in the official data set
BoolArray = NDArray[np.bool_]
