"""A table whose first head cell is empty."""

from __future__ import annotations

from dataclasses import replace

from course_samples import example

from learnhub.coursefile.compile.text import compile_lesson

EXAMPLE = example()


def html(markdown: str) -> str:
    lesson = replace(EXAMPLE.lessons[0], markdown=markdown)
    document = replace(EXAMPLE, lessons=(lesson, *EXAMPLE.lessons[1:]))
    return compile_lesson(document, lesson.id, lambda path: f"/media/{path}").html


def test_a_corner_without_words_is_no_head_cell() -> None:
    made = html("## Flows\n\n| | dry | wet |\n| --- | ---: | --- |\n| Alta | 1 | 2 |\n")
    head = made[made.index("<thead>") : made.index("</thead>")]
    assert head.count("<th ") == head.count("</th>") == 2
    assert head.count("<td") == head.count("</td>") == 1
    assert '<th scope="col" class="r">dry</th>' in head
