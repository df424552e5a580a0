"""Definitions, units and additivity of the indicators as words to be translated.

Some are put together in the catalogue, and what collects words for translators reads nothing but literals. A test holds
these to the catalogue, word by word. The English text is the one that holds.
"""

from __future__ import annotations

from learnhub.kernel.errors import N_

DEFINITIONS = (
    N_("Distinct persons with an enrolment in the period."),
    N_("Distinct persons with a session, a submitted quiz attempt or a completion in the period."),
    N_(
        "Distinct persons with a day attended of a training event in the period; mode tells in person "
        "from live online, and who did both counts once in the total."
    ),
    N_(
        "Distinct persons with at least one learning fact in the period: a session, a submitted quiz "
        "attempt, a completion, or a day attended of a training event."
    ),
    N_("Learners reached whose first learning fact ever, anywhere in the network, lies in the period."),
    N_("Learners reached who had a learning fact before the period."),
    N_("Learners reached both online and in person in the period."),
    N_(
        "Distinct countries and areas where learners reached live; those of unknown residence give none. "
        "set=member_states counts Member States of UNESCO alone."
    ),
    N_("Learners reached by at least two centres in the period; a co-organised event is its lead centre's."),
    N_("Enrolments in the period; one per person and course, however often the person enrolled."),
    N_("Enrolments in the period without those that are withdrawn, as known at the as-of."),
    N_("Enrolments of the period with an online learning fact by the as-of."),
    N_(
        "Enrolments of the period with an online learning fact by the as-of. Divided by enrolments of the"
        " period, as known at the as-of, so that young cohorts mature."
    ),
    N_(
        "Enrolments of the period by how far they came by the as-of, each on one rung: certified (a "
        "certificate that is not revoked), completed, explored (progress of 50 % and more), viewed (any "
        "learning fact), no_show. Without ladder all rungs together, that is E01."
    ),
    N_("Enrolments completed in the period, whenever they began."),
    N_("Distinct persons with a completion in the period."),
    N_(
        "Enrolments of the period completed. Divided by enrolments of the period, as known at the as-of, "
        "so that young cohorts mature."
    ),
    N_(
        "Enrolments of the period completed. Divided by active enrolments of the period, as known at the "
        "as-of, so that young cohorts mature."
    ),
    N_(
        "Active enrolments of the period, not completed, that are withdrawn or have had no learning fact "
        "in the 90 days before the as-of. Divided by active enrolments of the period, as known at the as-"
        "of, so that young cohorts mature."
    ),
    N_("Enrolments whose first certificate was issued in the period."),
    N_(
        "Enrolments whose first certificate was issued in the period and that hold one that is not "
        "revoked by the as-of."
    ),
    N_(
        "Active enrolments of the period with a certificate that is not revoked. Divided by active "
        "enrolments of the period, as known at the as-of, so that young cohorts mature."
    ),
    N_(
        "Hours of sessions that start in the period, measured: each session to its first 120 minutes, "
        "without minutes that an earlier session of the same person covers."
    ),
    N_(
        "Hours attended of training events on days of the period; blank hours stand for the scheduled "
        "hours spread over the days of the event."
    ),
    N_("Hours online and hours attended together (H01 + H02). Never mixed with nominal hours."),
    N_("The nominal hours of the course for each completion in the period."),
    N_(
        "Days attended in person: 1 for a day of 4 hours and more, else one half. unit=months divides by "
        "30.417."
    ),
    N_("Training events held that end in the period, also those of which only heads are known."),
    N_(
        "Pairs of person and training event with at least one day attended, for events that end in the "
        "period."
    ),
    N_("Participations with four fifths or more of the scheduled hours, divided by participations."),
    N_(
        "Registrants of training events that were never present, divided by registrants. Who came without"
        " registering is a registrant."
    ),
    N_(
        "Heads counted without names at events that end in the period, of trainings or of outreach "
        "(kind); never added to persons."
    ),
    N_("Pairs of the first submitted pre-test and the first post-test submitted after it, of one enrolment."),
    N_("Mean of the post-test score less the pre-test score, over matched pairs; scores in per cent."),
    N_(
        "Mean gain divided by the gain that was possible: (mean post - mean pre) / (100 - mean pre). "
        "variant=individual takes the mean of each pair's own, over pairs with a pre-test below 100."
    ),
    N_(
        "d: mean gain / s, s being the root of the mean of both variances (n - 1). g = J d with J = 1 - 3"
        " / (4 (n - 1) - 1). r: correlation of pre and post. lo, hi: g -/+ 1.96 J root V with V = (1 / n "
        "+ d squared / 2 n) 2 (1 - r). t: mean gain / (s of gains / root n)."
    ),
    N_(
        "Cronbach's alpha over first submitted attempts of the quiz: p / (p - 1) (1 - sum of the "
        "variances of p items / variance of the totals). One course at a time."
    ),
    N_(
        "Over first submitted attempts of the quiz, of one item (numbered from 1): facility is its mean "
        "mark, discrimination 100 times its correlation with the other items' total. One course at a "
        "time."
    ),
    N_(
        "First submitted post-tests that reach the course's pass mark, divided by first submitted post-tests."
    ),
    N_("Women among learners reached of known gender: F / (F + M + X)."),
    N_(
        "Women divided by men among learners reached. variant=adjusted lies between 0 and 2: where women "
        "are more it is 2 - M / F. Undefined without men."
    ),
    N_(
        "Learners reached who live in a country of the group, among those of known country. ANY is any of"
        " LDC, LLDC and SIDS; AFRICA is Priority Africa."
    ),
    N_("Learners reached aged 15 to 24 among those of known age."),
    N_(
        "Of how many of those counted something is known: gender, country or age of learners reached, or "
        "the SDG of the courses of enrolments (attr=sdg)."
    ),
    N_(
        "Learners reached through courses and events that are mapped to the code, each counted whole. "
        "Figures overlap between codes; do not add."
    ),
    N_(
        "Enrolments of the period by the weights of their course on the code; with the unmapped ones "
        "(none) the codes of a framework add up to all enrolments."
    ),
    N_("Answers of 4 or 5 of 5 among answers to the reaction survey (L1)."),
    N_("100 times the share of answers 9 and 10 less the share of 0 to 6, of the reaction survey (L1)."),
    N_("Persons and courses with an answer within the window, divided by those invited."),
    N_("Answers yes among yes, no and intend of the follow-up survey (L3)."),
)
UNITS = (
    N_("persons"),
    N_("countries"),
    N_("enrolments"),
    N_("certificates"),
    N_("events"),
    N_("participations"),
    N_("pairs"),
    N_("hours"),
    N_("days"),
    N_("ratio"),
    N_("percentage points"),
    N_("points"),
    N_("number"),
)
ADDITIVITY = (
    N_("over gender, age, country, region"),
    N_("over gender, age, country, region, and over periods"),
    N_("over gender and age; a person who moved in the period is in both countries"),
    N_(
        "over gender, age, country, region, over themes, and over periods; a co-organised event counts in"
        " each of its centres"
    ),
    N_("over themes and periods; a co-organised event counts in each of its centres"),
    N_("over gender, age, country, region, over centres, courses, themes, and over periods"),
    N_("over regions alone"),
    N_("not at all; the rate of a whole is made anew from its own numerator and denominator"),
    N_("not at all"),
)
