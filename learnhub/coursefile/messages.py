"""Every sentence of the reader of course files, in English; `problems.say` fills them.

A sentence says what is wrong and, after the first semicolon, how to mend it. Pages say the same in the reader's
language and in words of forms, by the code (`learnhub.studio.problemwords`).
"""

from __future__ import annotations

from typing import Final

_YAML: Final = {
    "yaml-second": "a second document begins here; keep one document in the file",
    "yaml-alias": "aliases (*name) are not read; write the value out, or put the text in quotes",
    "yaml-anchor": "anchors (&name) are not read; remove it, or put the text in quotes",
    "yaml-tag": "tags (!name) are not read; remove it, or put the text in quotes",
    "yaml-values": "the file has more than %(most)s values; make it smaller",
    "yaml-key": "a key must be one word; put text that begins with [ or { in quotes",
    "yaml-key-twice": "the key `%(name)s` stands here again (first on line %(line)s); keep one of the two",
    "yaml-nested": "nested more than %(most)s levels deep; flatten it",
    "yaml-control": "there is an invisible control character here; delete it",
    "yaml-tab": "a tab stands where spaces are needed; indent with spaces",
    "yaml-colon": (
        "a colon followed by a space begins a value here; put the whole text in quotes, "
        "or indent this line as those of its kind are"
    ),
    "yaml-breaks": (
        "the YAML breaks here (%(what)s); check indentation, and put text with : # [ ] { } in quotes"
    ),
}
_VALUES: Final = {
    "nothing": "there is nothing here; needed are %(names)s",
    "missing": "`%(name)s` is missing; add it",
    "no-kind": "`kind` is missing; add one of %(kinds)s",
    "unknown-key": "the key `%(name)s` is not known here; known are %(names)s",
    "unknown-key-near": "the key `%(name)s` is not known here; did you mean `%(near)s`?",
    "unknown-key-comma": (
        "the key `%(name)s` is not known here; if it is the end of a text, put all of that in quotes"
    ),
    "want-text": "write text here%(given)s",
    "want-integer": "write a whole number here%(given)s",
    "want-truth": "write true or false here%(given)s",
    "want-list": "write a list here%(given)s",
    "want-keys": "write keys and values here%(names)s%(given)s",
    "one-of": "write one of %(names)s%(given)s",
    "question-kind": "`%(text)s` is not a kind of question; kinds are %(kinds)s",
    "empty": "write some text here",
    "none": "write 1 or more entries here",
    "too-few": "write %(n)s or more entries here",
    "too-long": "there are %(n)s characters; at most %(most)s are allowed",
    "too-many": "there are %(n)s entries; at most %(most)s are allowed",
    "at-least": "write a number of %(n)s or more%(given)s",
    "at-most": "write a number of %(n)s or less%(given)s",
    "other": "%(text)s",
    "not-an-id": (
        "`%(text)s` is not an id: use lower case letters, digits and single hyphens between them, "
        "at most %(most)s characters"
    ),
    "not-a-code": (
        "`%(text)s` is not a code: use capital letters, digits and hyphens, as in the list of codes"
    ),
    "not-a-decimal": (
        '`%(text)s` is not a decimal number: write digits with a point, in quotes, such as "16.7"'
    ),
    "factor": "the factor must be greater than 0",
    "not-a-tolerance": (
        '`%(text)s` is not a tolerance: write "0.1" (absolute), "2 %%" of the answer, or "0"'
    ),
    "not-a-weight": ('`%(text)s` is not a weight: write a fraction such as "1/2" or a decimal such as "0.5"'),
    "weight-range": "a weight is more than 0 and at most 1",
    "not-a-version": "`%(text)s` is not a version: write its date as year-month-day, such as 2026-11-22",
    "web-address": "write a web address that begins with https:// and has no spaces",
    "orcid": "write the ORCID as 0000-0000-0000-0000; the last character is a check digit",
}
_COURSE: Final = {
    "summary-words": "words in the summary: %(n)s; write %(least)s to %(most)s",
    "step-form": "a step is one of `lesson: ID`, `quiz: ID` or `assignment: ID`",
    "term-halves": ("a shared term has both `resource: CODE` and `version: DATE`; one of them is missing"),
    "licence-terms": "`%(name)s` is under %(theirs)s; what is made from it can't be under %(licence)s",
    "origin-self": "`%(name)s` is this course itself; name the course that it was made from, or remove it",
    "twice": "`%(text)s` stands twice %(where)s (first on line %(line)s); keep one",
    "weights-sum": "the weights of %(framework)s sum to %(sum)s; change them so that they sum to 1",
    "too-many-steps": "the course has %(n)s steps; at most %(most)s are allowed",
    "no-step-file": "there is no file %(name)s; write it or correct the id",
    "no-step": "no step of course.yaml has this %(kind)s; add `- %(kind)s: %(name)s` or remove the file",
    "id-shared": "%(what)s has the id `%(name)s` too; rename one of the two",
    "second-test": "`%(name)s` is a second %(kind)s-test; a course has at most one",
    "pre-place": "the pre-test stands elsewhere; make it the first step of the first module",
    "post-place": "the post-test stands elsewhere; make it the last step of the last module",
    "no-quiz": "there is no quiz `%(name)s`; correct the id or write quizzes/%(name)s.yaml",
    "no-assignment": "there is no assignment `%(name)s`; correct the id or write assignments/%(name)s.yaml",
    "file-words": "a file has no `most_words`; remove it or let learners write a text",
    "points-too-many": "`pass_points` asks for %(n)s of %(most)s points; lower it or give the criteria more",
    "not-passable": "`%(name)s` cannot be passed, it has no `pass_mark`; add one to the quiz",
    "minutes-sum": "the steps take %(n)s minutes (%(parts)s), not %(told)s; make the two agree",
    "no-outcome": "`%(name)s` is not an outcome of course.yaml; add it there or correct it",
    "unmeasured": "no question measures `%(name)s`; write `outcome: %(name)s` on a question",
}
_QUIZ: Final = {
    "alike": "`%(text)s` stands twice among the %(what)s; make each different",
    "one-right": "%(n)s options are marked `correct: true`; a single question has exactly one",
    "some-right": "no option is marked `correct: true`; mark at least one",
    "units-need-unit": "`units` gives factors to `unit`, which is missing; add `unit`",
    "not-a-unit": "is not written as a unit",
    "test-draw": "a %(kind)s-test asks everybody the same questions; remove `draw`",
    "test-pass-mark": "a %(kind)s-test has no pass mark; remove `pass_mark`",
    "final-pass-mark": "a final quiz needs `pass_mark`, in per cent",
    "draw-too-many": "`draw` asks for %(drawn)s of %(there)s questions; lower it or add questions",
    "pair-outside": "pairs join questions of the pre-test and the post-test; remove it here",
    "pair-twice": "`%(text)s` stands twice in this test; give each question its own pair",
    "pair-alone": "no question of the %(test)s has `pair: %(name)s`; add it there or remove it here",
    "pair-outcomes": "the two questions of `%(name)s` have different outcomes; make them the same",
    "quiz-headings": "headings and boxes do not fit into a quiz; write plain paragraphs",
}
_LESSON: Final = {
    "lesson-empty": "the lesson has no text; write it below the front matter",
    "lesson-long": "the text has %(n)s bytes; at most %(most)s are allowed, split the lesson",
    "no-activity": "the lesson has no activity; add a box `::: activity What to do`",
    "heading-first": "the text begins with a heading; begin with a paragraph (the title stands above it)",
    "heading-level": "a heading of level %(n)s; sections are `##`, subsections `###`",
    "heading-early": "a subsection `###` before the first section; make it `##`",
    "heading-underlined": ("an underlined heading; write `## ` before it, or a blank line before the ---"),
    "boxes-deep": "boxes stand more than %(n)s deep in one another; take one out",
    "html": "raw HTML `%(text)s`; use Markdown, or write &lt; for the sign <",
    "picture-inside": "a picture inside a line; put it alone in its paragraph, with a caption",
    "no-description": "the figure has no description; write in words what it says: ![words](…)",
    "no-caption": 'the figure has no caption; write ![words](assets/name.svg "caption")',
    "not-a-file": "`%(name)s` is not a file of the course; put it into assets/ and write assets/NAME",
    "no-file": "there is no file %(name)s; add it or correct the name",
    "no-file-near": "there is no file %(name)s; did you mean %(near)s?",
    "file-kind": "%(name)s is %(kind)s, which is not %(what)s; choose another file",
    "no-lesson": "there is no lesson `%(name)s`; correct the id",
    "no-lesson-near": "there is no lesson `%(name)s`; did you mean lesson:%(near)s?",
    "link-nowhere": "the link `%(name)s` leads nowhere; use lesson:ID, assets/NAME, https://… or mailto:…",
    "no-term": "`%(name)s` is not in the glossary of course.yaml; add it there",
    "no-term-near": (
        "`%(name)s` is not in the glossary of course.yaml; add it there; did you mean `%(near)s`?"
    ),
    "no-reference": "`%(name)s` is not in the references of course.yaml; add it there",
    "no-reference-near": (
        "`%(name)s` is not in the references of course.yaml; add it there; did you mean `%(near)s`?"
    ),
    "box-kind": "`%(name)s` is not a kind of box; kinds are %(kinds)s",
    "box-open": "this box is not closed; write ::: on a line of its own after it",
    "check-answer": ("this check has no answer; write the line ---answer--- and the answer below it"),
    "media-open": "this %(kind)s block is not closed; write ::: on a line of its own after it",
    "media-title": "the %(kind)s has no title; write it after the file name",
    "media-line": "`%(line)s` is not known here; lines are %(names)s, each once",
    "media-needs": "the %(kind)s has no `%(name)s:`; people who cannot hear, see or load it need it",
    "media-minutes": "write the minutes as a whole number",
    "formula-long": "the formula has more than %(n)s characters; split it%(at)s",
    "formula-braces": (
        "the braces of the formula do not close one another, or are nested deeper than %(most)s%(at)s"
    ),
    "formula-unread": (
        "the formula cannot be read; check that braces, \\left and \\right, \\begin and \\end come in pairs, "
        "and that each command, ^ and _ has what belongs to it%(at)s"
    ),
    "formula-environment": (
        "`%(name)s` is not known between \\begin and \\end; use aligned, cases, array or a matrix%(at)s"
    ),
    "formula-other": "the formula holds something else than mathematics; use plain TeX%(at)s",
    "formula-command": "the command %(name)s is not known; write it in plain TeX%(at)s",
    "left-formula": (
        "a displayed formula stands alone in its paragraph, between $$ and $$; put blank lines round it"
    ),
    "left-term": "this glossary mark is not complete; write [[term]] or [[term|words]]",
    "left-citation": "this citation is not complete; write [@id] with the id of a reference",
    "left-footnote": (
        "there is no such footnote; write its text on a line that begins with this mark and a colon"
    ),
    "left-close": "this line closes a box that is not open; remove it",
    "left-link": (
        "this link is not complete, or a term or citation stands in its words; mend it or take that out"
    ),
    "left-answer": ("an answer mark stands on a line of its own inside a `check` box; move it there"),
    "left-figure": 'this figure is not complete; write ![words](assets/name.svg "caption")',
}
_SHARED: Final = {
    "embed-open": "this mark is not closed; write ::: on a line of its own after it",
    "embed-inside": "`%(line)s` stands inside of what is embedded; write it before or after it",
    "embed-form": (
        "this does not say what is embedded, and which version; "
        "write `::: embed cases/CODE DATE` or `::: embed sites/CODE DATE`"
    ),
    "no-shared": "there is no file %(name)s; add it or correct the code",
    "no-shared-near": "there is no file %(name)s; did you mean %(near)s?",
    "embed-version": "%(name)s holds the version %(held)s, not %(version)s; make the two agree",
    "not-embedded": "no lesson embeds this; write `::: embed %(mark)s DATE` or remove it",
}
_FILES: Final = {
    "no-course": (
        "course.yaml is missing; put it beside lessons/: it says what the course is and in which order it goes"
    ),
    "no-course-near": "course.yaml is missing; rename %(near)s, which looks like it",
    "name-case": "another file has this name but for capital letters; rename one of the two",
    "no-place": (
        "this name has no place in a course; "
        "use course.yaml, lessons/ID.md, quizzes/ID.yaml, assignments/ID.yaml, cases/ID.yaml, sites/ID.yaml "
        "or assets/NAME"
    ),
    "file-id": (
        "`%(text)s` is not an id; use lower case letters, digits and hyphens, at most %(most)s characters"
    ),
    "id-taken": "`%(text)s` is the address of a page of every course; choose another id",
    "no-front": "the front matter is missing; begin with a line ---, then title, minutes, outcomes, then ---",
    "not-utf8": "the text is not UTF-8; save it as UTF-8",
    "asset-name": (
        "name assets with letters a-z, digits, hyphens and underscores, and an ending in small letters such as "
        ".svg; folders in assets/ stand at most three deep"
    ),
    "asset-kind": "this kind of file is not carried; kinds are %(kinds)s",
    "unused-file": "no lesson or quiz uses this file; link it or remove it",
    "file-empty": "the file is empty; put the real file here or remove it",
    "wrong-content": "the content is not %(kind)s; save it as %(kind)s or correct the ending of its name",
    "zero-bytes": "the content is not %(kind)s; there are zero bytes in it",
    "captions-head": "captions begin with a line WEBVTT; add it",
    "copy-unread": "the size of this picture cannot be read; save it anew",
    "copy-width": "the name says %(told)s pixels, the picture is %(n)s pixels wide",
    "copy-wide": "this copy is not narrower than the picture itself, which is %(n)s pixels wide",
    "copy-shape": "this copy has other proportions than the picture itself",
    "svg-large": "the drawing is larger than %(most)s kB; simplify its paths",
    "svg-xml": "the drawing is not well-formed XML (%(what)s); save it again as plain SVG",
    "svg-doctype": ("a document type or entity is not allowed in a figure; remove the <!DOCTYPE …> lines"),
    "svg-instruction": "the instruction <?%(name)s …?> is not allowed in a figure; remove it",
    "svg-nested": "the drawing is nested more than %(most)s levels deep; ungroup it",
    "svg-element": "the element <%(name)s> is not allowed in a figure; draw with shapes and text only",
    "svg-root": 'the first element must be <svg … viewBox="0 0 WIDTH HEIGHT">, each 1 to 10000; add it',
    "svg-event": "the event attribute `%(name)s` is not allowed in a figure; remove it",
    "svg-style": (
        "the attribute `%(name)s` is not allowed in a figure; use attributes such as fill and stroke"
    ),
    "svg-reference": (
        "the reference `%(text)s` leads out of the figure; remove it or point to an #id inside"
    ),
    "svg-value": "the value of `%(name)s` is not allowed in a figure; write a plain value",
    "svg-target": "the reference in `%(name)s` leads out of the figure; point to an #id inside",
}
_SOURCES: Final = {
    "no-folder": "there is no such folder; give the folder that holds course.yaml",
    "too-many-files": "the course has more than %(most)s files; remove some",
    "file-large": "the file has %(n)s bytes; at most %(most)s are allowed",
    "assets-large": "the assets have more than %(most)s MB together; make them smaller",
    "texts-large": "the texts have more than %(most)s MB together; split the course",
    "special-file": "this is a link or a special file; put the real file here",
    "zip-unread": (
        "the file cannot be read as a zip (%(what)s); give the folder of the course, or make its zip again"
    ),
    "zip-several": "the zip holds several courses (%(names)s); make a zip of each",
    "zip-files": "the zip has more than %(most)s files; remove some",
    "zip-leads-out": (
        "the name `%(name)s` leads out of the course folder, or has signs such as : that no file here has; "
        "rename the file, and make the zip from inside the folder"
    ),
    "zip-length": "the file is not as long as the zip says; make the zip again",
    "zip-twice": "this name stands twice in the zip; keep one",
    "zip-encrypted": "this file is encrypted; make the zip without a password",
    "zip-special": "this is a link or a special file; put the real file into the zip",
    "zip-ratio": "this file is compressed beyond belief; put the real file into the zip",
}

MESSAGES: Final[dict[str, str]] = {
    **_YAML, **_VALUES, **_COURSE, **_QUIZ, **_LESSON, **_SHARED, **_FILES, **_SOURCES,
}  # fmt: skip
"""The sentences by their codes."""
