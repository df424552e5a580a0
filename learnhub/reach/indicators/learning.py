"""L01 to L07: what quizzes before and after a course tell."""

from __future__ import annotations

from learnhub.reach.indicators.shape import (
    DIMENSIONS,
    ITEM,
    Adds,
    Argument,
    Base,
    Counted,
    Finish,
    Indicator,
    Of,
    Only,
    Shape,
    Tally,
)

PAIR = "the first submitted pre-test and the first post-test submitted after it, of one enrolment"
POST_DAY = "day of the post-test in the period, UTC; residence on that day"
TRY_DAY = "day of the first attempt in the period, UTC; residence on that day"
UNSCORED = "attempts without marks, or whose marks were erased, are left out"
QUIZ = Argument("quiz", ("pre", "post"), "post")
FIRST_TRIES = "first submitted attempts of the quiz"


def _pairs(finish: Finish) -> Shape:
    return Shape(Base.PAIR, "day", numerator=Tally(Of.ROWS), finish=finish)


def _tries(finish: Finish) -> Shape:
    return Shape(Base.FIRST_TRY, "day", numerator=Tally(Of.ROWS, (Only.FROM_TEST,)), finish=finish)


def _of_pairs(
    code: str,
    name: str,
    definition: str,
    unit: Counted,
    finish: Finish,
    *arguments: Argument,
    fraction: tuple[str, str] = ("", ""),
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        definition=definition,
        numerator=fraction[0] or definition,
        denominator=fraction[1],
        unit=unit,
        additivity=Adds.ALL if finish is Finish.COUNT else Adds.NOWHERE,
        time_basis=POST_DAY,
        shape=_pairs(finish),
        arguments=arguments,
        shapes={("variant", "individual"): _pairs(Finish.INDIVIDUAL)},
        missing_rule=UNSCORED,
    )


LEARNING = (
    _of_pairs("L01", "Matched pairs", f"Pairs of {PAIR}.", Counted.PAIRS, Finish.COUNT),
    _of_pairs(
        "L02",
        "Mean gain",
        "Mean of the post-test score less the pre-test score, over matched pairs; scores in per cent.",
        Counted.PERCENTAGE_POINTS,
        Finish.GAIN,
        fraction=("Sum of post-test less pre-test scores.", "Matched pairs."),
    ),
    _of_pairs(
        "L03",
        "Normalised gain",
        "Mean gain divided by the gain that was possible: (mean post - mean pre) / (100 - mean pre). "
        "variant=individual takes the mean of each pair's own, over pairs with a pre-test below 100.",
        Counted.NUMBER,
        Finish.NORMALISED,
        Argument("variant", ("pooled", "individual"), "pooled"),
        fraction=("Mean post-test less mean pre-test.", "100 less mean pre-test."),
    ),
    _of_pairs(
        "L04",
        "Effect size",
        "d: mean gain / s, s being the root of the mean of both variances (n - 1). g = J d with "
        "J = 1 - 3 / (4 (n - 1) - 1). r: correlation of pre and post. lo, hi: g -/+ 1.96 J root V with "
        "V = (1 / n + d squared / 2 n) 2 (1 - r). t: mean gain / (s of gains / root n).",
        Counted.NUMBER,
        Finish.EFFECT,
        Argument("stat", ("g", "d", "lo", "hi", "t", "r"), "g"),
        fraction=("Mean gain, corrected for small samples (J).", "s, the mean standard deviation."),
    ),
    Indicator(
        code="L05",
        name="Reliability of a quiz",
        definition=f"Cronbach's alpha over {FIRST_TRIES}: p / (p - 1) (1 - sum of the variances of p items / "
        "variance of the totals). One course at a time.",
        numerator="p / (p - 1) times variance of the totals less the sum of the variances of items (n - 1).",
        denominator="Variance of the totals (n - 1).",
        unit=Counted.NUMBER,
        additivity=Adds.NOWHERE,
        time_basis=TRY_DAY,
        shape=_tries(Finish.ALPHA),
        arguments=(QUIZ,),
        missing_rule=UNSCORED,
    ),
    Indicator(
        code="L06",
        name="Item statistics",
        definition=f"Over {FIRST_TRIES}, of one item (numbered from 1): facility is its mean mark, "
        "discrimination 100 times its correlation with the other items' total. One course at a time.",
        numerator="Sum of marks of the item.",
        denominator="First submitted attempts with the item.",
        unit=Counted.NUMBER,
        additivity=Adds.NOWHERE,
        time_basis=TRY_DAY,
        shape=_tries(Finish.ITEM),
        arguments=(QUIZ, Argument("stat", ("facility", "discrimination"), "facility")),
        disaggregations=(*DIMENSIONS, ITEM),
        missing_rule=UNSCORED,
    ),
    Indicator(
        code="L07",
        name="First-attempt pass rate",
        definition="First submitted post-tests that reach the course's pass mark, divided by first "
        "submitted post-tests.",
        numerator="First submitted post-tests that reach the pass mark.",
        denominator="First submitted post-tests.",
        unit=Counted.RATIO,
        additivity=Adds.POOLED,
        time_basis=TRY_DAY,
        shape=Shape(
            Base.FIRST_TRY,
            "day",
            numerator=Tally(Of.ROWS, (Only.POST_TEST, Only.PASSED)),
            denominator=Tally(Of.ROWS, (Only.POST_TEST,)),
            finish=Finish.RATIO,
        ),
        missing_rule=UNSCORED,
    ),
)

# No indicator of the catalogue: what L01 to L04 must be read with.
MATCHED_SHARE = Indicator(
    code="L01",
    name="Matched share",
    definition="Enrolments with a post-test after the first pre-test, among those whose first pre-test is of the "
    "period, as known at the as-of.",
    numerator="First submitted pre-tests of the period that a post-test follows by the as-of.",
    denominator="First submitted pre-tests of the period.",
    unit=Counted.RATIO,
    additivity=Adds.POOLED,
    time_basis=TRY_DAY,
    shape=Shape(
        Base.FIRST_TRY,
        "day",
        numerator=Tally(Of.ROWS, (Only.PRE_TEST, Only.MATCHED)),
        denominator=Tally(Of.ROWS, (Only.PRE_TEST,)),
        finish=Finish.RATIO,
    ),
)
