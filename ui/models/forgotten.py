"""What a network that was taught a few pictures has forgotten of all others."""

from fashion_model.runs.events import Ending
from fashion_model.words import percent


def in_words(ending: Ending) -> str:
    """Return in words what the last event of a child run says of the test pictures."""
    before, after = ending.test_accuracy_before or 0.0, ending.test_accuracy or 0.0
    numbers = f"On the test pictures it is right in **{percent(after)}**, before {percent(before)}"
    points = 100 * (after - before)
    if round(points, 1) == 0:
        return f"{numbers}: it forgot nothing that shows."
    if points > 0:
        return f"{numbers}: it even gained there."
    return f"{numbers}: the price of learning something new."
