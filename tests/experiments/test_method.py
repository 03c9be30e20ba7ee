"""What stands one click away from a verdict."""

from dataclasses import replace

from fashion_model.experiments.line_up import line_up
from fashion_model.experiments.luck import luck
from fashion_model.experiments.method import method, method_of_line_up, method_of_luck
from fashion_model.experiments.significance import compare
from tests.experiments.groups import DEEP, QUICK, group

HIGH = group("0.005", 0.889, 0.891, 0.893)
NEAR = group("0.002", 0.887, 0.890, 0.891)
LOW = group("0.02", 0.861, 0.863, 0.859)


def test_two_settings_that_borrow() -> None:
    assert method(compare(HIGH, NEAR)) == [
        "Compared are accuracies on the validation pictures, each training's best epoch; the test"
        " pictures are not asked. Other validation pictures might give other differences.",
        "How much trainings differ by chance, their spread, was told from these trainings and"
        " from 20 trainings of Quick.",
        "The spread of 0.005 and 0.002 was never measured, so that of Quick stands in: if it is"
        " wider in truth, all is less certain than it says here.",
        "Student's t-test, two-sided, 23 degrees of freedom: p = 0.48; the 95 % interval is −0.32"
        " to 0.65 points.",
        "Better is what has p below 0.05. It makes no difference where two one-sided tests find"
        " less than half a point (here p = 0.083).",
    ]


def test_two_presets_of_one_seed_each() -> None:
    quick = group("Quick", 0.89, spread=replace(QUICK, borrowed=False))
    told = method(compare(group("Deep", 0.91, spread=DEEP), quick))
    assert told[1] == (
        "How much trainings differ by chance, their spread, was told from 5 trainings of Deep and"
        " 20 trainings of Quick."
    )
    assert told[2].startswith("Welch's t-test, two-sided, 6.8 degrees of freedom: p < 0.001;")


def test_a_table_that_was_left_out() -> None:
    wild = group("0.05", 0.85, 0.88, 0.87)
    told = method(compare(wild, NEAR))
    assert told[1] == (
        "The trainings of 0.05 differ among each other more than twice as much as was measured"
        " beforehand, so chance is judged by these trainings alone."
    )
    assert told[2].startswith("Welch's t-test, two-sided, 2.1 degrees of freedom: p = 0.12;")
    alone = method(compare(wild, group("0.001", 0.88)))
    assert alone[2].startswith("Student's t-test, two-sided, 2 degrees of freedom")


def test_many_settings() -> None:
    told = method_of_line_up(line_up([LOW, NEAR, HIGH]))
    assert told[3].startswith(
        "All 3 pairs were tested; p and interval allow for that (Holm, 1979). Of the first two,"
        " 0.005 and 0.002: Student's t-test, two-sided, 23 degrees of freedom: p = 0.48;"
    )
    assert told[-1] == (
        "The best of many looks better than it is: some of its lead is luck, and trained again from"
        " other seeds it will probably be nearer to the others."
    )
    assert method_of_line_up(line_up([NEAR, HIGH])) == method(compare(NEAR, HIGH))


def test_luck() -> None:
    told = method_of_luck(luck(HIGH))
    assert told[1] == (
        "How far two trainings may be apart is told from these 3 trainings and 20 trainings of"
        " Quick (Student's t with 21 degrees of freedom): of twenty pairs, nineteen are nearer to"
        " each other."
    )
    assert told[2].startswith("The spread of 0.005 was never measured, so that of Quick")
    alone = method_of_luck(luck(group("0.05", 0.85, 0.88, 0.87)))
    assert "is told from these 3 trainings (Student's t with 2 degrees" in alone[1]
    assert len(alone) == 2
