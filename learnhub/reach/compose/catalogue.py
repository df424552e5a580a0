"""Words of the catalogue that documents print in six languages: names of indicators, and of their arguments."""

from __future__ import annotations

from learnhub.kernel.errors import N_

# names that other pages do not have as words of their own; a test holds them to the catalogue
INDICATOR_NAMES = (
    N_("Active online learners"), N_("Event participants"), N_("Blended learners"), N_("Multi-centre learners"),
    N_("Enrolments not withdrawn"), N_("Active enrolments"), N_("Show rate"), N_("Status ladder"),
    N_("Completion rate of enrolled"), N_("Completion rate of active"), N_("Drop-out rate"),
    N_("Certificates issued"), N_("Certificates valid"), N_("Certification rate"), N_("Online learner-hours"),
    N_("Event participant-hours"), N_("Learner-hours, total"), N_("Nominal learner-hours"), N_("Participant-days"),
    N_("Participations"), N_("Full-attendance rate"), N_("No-show rate"), N_("Unnamed head-count"),
    N_("Matched pairs"), N_("Mean gain"), N_("Normalised gain"), N_("Effect size"), N_("Reliability of a quiz"),
    N_("Item statistics"), N_("First-attempt pass rate"), N_("Gender parity index"),
    N_("Share from a country group"), N_("Youth share"), N_("Coverage"), N_("Learners per code"),
    N_("Enrolments per code"), N_("Satisfaction"), N_("Net promoter score"), N_("Application rate"),
)  # fmt: skip
ARGUMENTS = {
    "lo": N_("lower end of the interval"),
    "hi": N_("upper end of the interval"),
    "certified": N_("certified"),
    "completed": N_("completed"),
    "explored": N_("explored"),
    "viewed": N_("viewed"),
    "no_show": N_("no show"),
    "adjusted": N_("adjusted"),
    "outreach": N_("outreach"),
    "training": N_("training"),
    "gender": N_("Gender"),
    "country": N_("Country"),
    "age": N_("Age"),
}
