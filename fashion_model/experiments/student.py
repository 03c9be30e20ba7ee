"""Student's t distribution: its distribution function, its tail and its quantile.

Ten digits, for degrees of freedom up to ten thousand, without SciPy, which the server would have to
install and load for these alone. Everything takes numbers or arrays, broadcasts them, and gives
float64 arrays (of no dimension for numbers): simulations ask hundred thousands at once.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from fashion_model.arrays import Float64Array

_TERMS = 500  # of the continued fraction; a few dozen are the rule
_STEPS = 200  # of Newton's method; about ten are the rule
_PRECISION = 1e-15
_TINY = 1e-300  # stands for a zero that would be divided by

_log_gamma = np.frompyfunc(math.lgamma, 1, 1)  # NumPy has none
_normal_quantile = np.frompyfunc(NormalDist().inv_cdf, 1, 1)


def cdf(t: npt.ArrayLike, df: npt.ArrayLike) -> Float64Array:
    """The probability of a value up to `t`, with `df` > 0 degrees of freedom, whole or not."""
    t = np.asarray(t, np.float64)
    return np.where(t > 0, 1 - tail(np.abs(t), df), tail(np.abs(t), df))


def tail(t: npt.ArrayLike, df: npt.ArrayLike) -> Float64Array:
    """The probability of a value above `t`; where it is tiny, it keeps its digits.

    By the incomplete beta function: Abramowitz and Stegun, 26.7.1 with 26.5.27.
    """
    t, df = _checked(t, df)
    share = df / (df + t * t)
    upper = 0.5 * incomplete_beta(df / 2, np.full_like(df, 0.5), share, t * t / (df + t * t))
    return np.where(t >= 0, upper, 1 - upper)


def quantile(probability: npt.ArrayLike, df: npt.ArrayLike) -> Float64Array:
    """The value that is exceeded with 1 - `probability`.

    Newton's method, from the normal distribution's quantile outwards: Student's lies further out,
    and as his distribution function is concave there, no step leads beyond it.

    Raises:
        ValueError: a probability that is not between 0 and 1, or `df` <= 0.
    """
    probability, df = _checked(probability, df)
    if not ((probability > 0) & (probability < 1)).all():
        raise ValueError("A probability lies between 0 and 1.")
    beyond = np.minimum(probability, 1 - probability)
    t = -np.asarray(_normal_quantile(beyond), np.float64)
    for _ in range(_STEPS):
        step = (tail(t, df) - beyond) / _density(t, df)
        t = t + step
        if (np.abs(step) <= 1e-13 * (1 + t)).all():
            break
    return np.where(probability < 0.5, -t, t)


def incomplete_beta(
    a: Float64Array, b: Float64Array, x: Float64Array, rest: Float64Array
) -> Float64Array:
    """The regularised incomplete beta function I_x(a, b); arrays of one shape.

    `rest` is 1 - x, which whoever calls knows to more digits than a difference would have.
    The continued fraction (DLMF 8.17.22) converges fast for x below (a + 1) / (a + b + 2); beyond
    that I_x(a, b) = 1 - I_rest(b, a) has it do so.
    """
    turned = x > (a + 1) / (a + b + 2)
    a, b = np.where(turned, b, a), np.where(turned, a, b)
    x, rest = np.where(turned, rest, x), np.where(turned, x, rest)
    with np.errstate(divide="ignore"):  # the logarithm of 0, whose exponential is 0 again
        front = np.exp(a * np.log(x) + b * np.log(rest) - _log_beta(a, b)) / a
    value = front / _fraction(a, b, x)
    return np.where(turned, 1 - value, value)


def _fraction(a: Float64Array, b: Float64Array, x: Float64Array) -> Float64Array:
    """The continued fraction 1 + d1 / (1 + d2 / (1 + ...)), by the method of Lentz (1976)."""
    value = upper = np.ones_like(x)
    lower = np.zeros_like(x)
    for term in range(1, _TERMS):
        half = term // 2
        if term % 2:
            part = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            part = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / _not_zero(1 + part * lower)
        upper = _not_zero(1 + part / upper)
        value = value * upper * lower
        if (np.abs(upper * lower - 1) <= _PRECISION).all():
            break
    return value


def _not_zero(values: Float64Array) -> Float64Array:
    return np.where(np.abs(values) < _TINY, _TINY, values)


def _log_beta(a: Float64Array, b: Float64Array) -> Float64Array:
    parts = _log_gamma(a) + _log_gamma(b) - _log_gamma(a + b)
    return np.asarray(parts, np.float64)


def _density(t: Float64Array, df: Float64Array) -> Float64Array:
    logs = -(df + 1) / 2 * np.log1p(t * t / df) - _log_beta(df / 2, np.full_like(df, 0.5))
    return np.asarray(np.exp(logs) / np.sqrt(df), np.float64)


def _checked(values: npt.ArrayLike, df: npt.ArrayLike) -> tuple[Float64Array, Float64Array]:
    """Both as float64 of one shape."""
    first, second = np.broadcast_arrays(np.asarray(values, np.float64), np.asarray(df, np.float64))
    if not (second > 0).all():
        raise ValueError("Degrees of freedom are more than 0.")
    return first, second
