"""The limits of the course file in one place. Sizes are bytes unless the name says otherwise."""

from typing import Final

TEXT_FILE: Final = 1_000_000
TEXT_TOTAL: Final = 5_000_000
ASSETS_TOTAL: Final = 50_000_000
LESSON_TEXT: Final = 50_000
FILES: Final = 2_000
ZIP_RATIO: Final = 200
ZIP_RATIO_FLOOR: Final = 100_000
SVG_FILE: Final = 500_000
SVG_DEPTH: Final = 60

YAML_NODES: Final = 200_000
YAML_DEPTH: Final = 20
BOX_DEPTH: Final = 3
FORMULA_CHARACTERS: Final = 2_000

ID_CHARACTERS: Final = 60
TITLE_CHARACTERS: Final = 160
LINE_CHARACTERS: Final = 1_000
PROMPT_CHARACTERS: Final = 8_000

STEPS: Final = 500
MODULES: Final = 20
QUESTIONS: Final = 200
CHOICES: Final = 20
GLOSSARY: Final = 300
REFERENCES: Final = 200
OUTCOMES: Final = 20
TASK_TEXT: Final = 20_000
CRITERIA: Final = 12
CRITERION_POINTS: Final = 100
ANSWER_WORDS: Final = 20_000
RESERVED_IDS: Final = frozenset(
    {
        "assignment", "attempts", "changes", "cohorts", "download", "enrol", "glossary", "insights", "learners",
        "leave", "messages", "people", "quiz", "report", "text", "v", "versions",
    }
)  # fmt: skip
"""Second parts of a course's addresses that are not lessons."""
SUMMARY_WORDS: Final = (20, 80)
