"""Who sees what: one row of rules for each view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from learnhub.reach.disclosure.kinds import Kind, kind_of
from learnhub.reach.disclosure.lines import K
from learnhub.reach.disclosure.rounding import BASE, SHARE_BASE, rounded_count, rounded_share
from learnhub.reach.disclosure.rules import N_MEAN
from learnhub.reach.publication.observation import Observation
from learnhub.reach.publication.parameters import View


@dataclass(frozen=True, slots=True)
class ViewRules:
    """What is done to figures for a view. `tells_why`: a suppressed cell says whether it is primary or secondary."""

    suppressed: bool
    round_to: int | None
    tells_why: bool
    k: int = K
    n_mean: int = N_MEAN

    def rounded(self, each: Observation) -> Observation:
        """The figure as an open file shows it, without the numbers that would rebuild the exact one.

        Counts and sums are rounded to the base, shares to a whole per cent; a share over fewer than 20 is left out.
        """
        if self.round_to is None or each.value is None or kind_of(each.indicator) is Kind.FREE:
            return each
        bare = replace(each, numerator=None, denominator=None)
        if each.unit == "ratio":
            if each.denominator is None or each.denominator < SHARE_BASE:
                return bare.without_value()
            share = rounded_share(each.numerator or 0, each.denominator)
            return replace(bare, value=share)
        if kind_of(each.indicator) in {Kind.MEAN, Kind.ODDS}:
            return replace(bare, value=Fraction(rounded_count(each.value * 10, 1), 10))
        value = rounded_count(each.value, self.round_to)
        return replace(bare, value=value, rounded_to=self.round_to)


RULES: Mapping[View, ViewRules] = {
    View.INTERNAL: ViewRules(suppressed=False, round_to=None, tells_why=True),
    View.PARTNER: ViewRules(suppressed=True, round_to=None, tells_why=False),
    View.PUBLIC: ViewRules(suppressed=True, round_to=BASE, tells_why=False),
}
