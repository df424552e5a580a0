"""An assignment as its learner meets it: read, write, hand in, take back, revise, ask for another look."""

from __future__ import annotations

from flask import Flask
from learning_support import COURSE, Browser, WithRole, forms_of, plain_text
from marking_support import GOOD, POOR, give
from work_support import CONFIRM, HAND, PLAN, SAVE, hand_in, works, write

from learnhub.access.identity import Role


def test_everybody_may_read_the_task_and_the_criteria(planned: Flask, visitor: Browser) -> None:
    text = plain_text(visitor.text(PLAN))
    assert "Write a plan for a river that you know." in text
    assert "The hazard has numbers 4 points" in text
    assert "6 of 10 points to pass" in text
    assert "Enrol, free" in text
    assert "textarea" not in visitor.text(PLAN)


def test_the_whole_text_has_the_task_and_the_criteria(planned: Flask, visitor: Browser) -> None:
    text = plain_text(visitor.text(f"{COURSE}/text"))
    assert "Write a plan for a river that you know." in text
    assert "The hazard has numbers 4 points" in text


def test_links_of_the_task_lead_into_the_course_from_wherever_it_stands(
    planned: Flask, visitor: Browser, with_role: WithRole, writer: Browser
) -> None:
    hand_in(writer, "My plan.")
    marker = with_role(Role.FACILITATOR, "icharm")
    lesson = f'href="{COURSE}/staff-gauge"'
    assert lesson in visitor.text(f"{COURSE}/text")
    assert lesson in marker.text(f"/en/studio/marking/{works()[0].key}")
    assert 'href="../staff-gauge"' in visitor.text(PLAN)


def test_what_is_not_there_is_not_found(writer: Browser) -> None:
    assert writer.get(f"{COURSE}/assignment/final").status_code == 404
    assert writer.get(f"{COURSE}/assignment/none").status_code == 404


def test_who_is_not_enrolled_can_hand_nothing_in(planned: Flask, browser: Browser) -> None:
    token = browser.form(PLAN, "/enrol").values["csrf_token"]
    for address in (PLAN, f"{PLAN}/text", CONFIRM, f"{PLAN}/take-back", f"{PLAN}/appeal"):
        assert browser.send(address, {"csrf_token": token, "text": ["mine"]}).status_code == 404, address
    assert works() == []


def test_looking_stores_nothing(writer: Browser) -> None:
    assert "Nothing saved yet" in writer.text(PLAN)
    assert works() == []


def test_what_is_written_is_there_when_one_comes_back(writer: Browser) -> None:
    answer = write(writer, "First the Niger.\r\n\r\nThen <b>its</b> people.")
    assert answer.status_code == 303
    page = writer.text(PLAN)
    assert ">\nFirst the Niger.\n\nThen &lt;b&gt;its&lt;/b&gt; people.</textarea>" in page
    assert "All changes saved" in page
    assert "Words: 8" in plain_text(page)


def test_an_empty_work_is_not_handed_in(writer: Browser) -> None:
    answer = write(writer, "  \n", HAND)
    assert answer.status_code == 422
    assert "There is nothing to hand in yet. Write your answer, or choose a file." in plain_text(answer.text)
    assert writer.get(CONFIRM).location == PLAN


def test_handing_in_asks_first_and_can_be_taken_back(writer: Browser) -> None:
    assert write(writer, "My plan.", HAND).location == CONFIRM
    assert works()[0].state == "draft"
    assert "My plan." in writer.text(CONFIRM)
    assert writer.press(CONFIRM, "").status_code == 303
    assert works()[0].state == "handed_in"
    page = writer.text(PLAN)
    assert "waiting for marks" in plain_text(page)
    assert not [form for form in forms_of(page) if form.action == PLAN]
    assert writer.press(PLAN, "/take-back").status_code == 303
    work = works()[0]
    assert (work.state, work.handed_in_at, work.text) == ("draft", None, "My plan.")


def test_what_changed_after_the_last_look_is_not_handed_in(writer: Browser) -> None:
    write(writer, "My plan.", HAND)
    before = writer.form(CONFIRM)
    write(writer, "Another plan.")
    assert writer.submit(before, ("", ""), {}).status_code == 303
    assert works()[0].state == "draft"
    assert "changed on another page or device" in plain_text(writer.text(PLAN))


def test_handing_in_twice_is_once(writer: Browser) -> None:
    write(writer, "My plan.", HAND)
    form = writer.form(CONFIRM)
    for _ in range(2):
        assert writer.submit(form, ("", ""), {}).status_code == 303
    assert [work.state for work in works()] == ["handed_in"]


def test_two_pages_meet_and_nothing_is_lost(writer: Browser) -> None:
    one, other = writer.form(PLAN, PLAN), writer.form(PLAN, PLAN)
    assert writer.submit(one, SAVE, {"text": ["From the telephone."]}).status_code == 303
    answer = writer.submit(other, SAVE, {"text": ["From the office."]})
    assert answer.status_code == 409
    assert ">\nFrom the office.</textarea>" in answer.text
    assert "From the telephone." in plain_text(answer.text)
    assert works()[0].text == "From the telephone."
    again = next(form for form in forms_of(answer.text) if form.action == PLAN)
    assert writer.submit(again, SAVE, {"text": ["From both."]}).status_code == 303
    assert works()[0].text == "From both."


def test_a_text_for_a_try_that_is_over_is_shown_and_not_stored(writer: Browser) -> None:
    late = writer.form(PLAN, PLAN)
    hand_in(writer, "My plan.")
    answer = writer.submit(late, SAVE, {"text": ["A word more."]})
    assert answer.status_code == 409
    assert "A word more.</textarea>" in answer.text
    assert works()[0].text == "My plan."


def test_returned_work_is_revised_and_handed_in_again(writer: Browser, with_role: WithRole) -> None:
    marker = with_role(Role.FACILITATOR, "icharm")
    hand_in(writer, "A short plan.")
    give(
        marker, works()[0].key, POOR, **{"remark-hazard": "Give the height of the flood.", "remark": "Go on."}
    )
    page = writer.text(PLAN)
    text = plain_text(page)
    assert "To be revised 2 of 10 points" in text
    assert "Give the height of the flood." in text
    assert ">\nA short plan.</textarea>" in page
    hand_in(writer, "A longer plan.")
    give(marker, works()[1].key, GOOD)
    text = plain_text(writer.text(PLAN))
    assert "Passed 8 of 10 points" in text
    assert "Try 1, handed in" in text
    assert [(work.number, work.state) for work in works()] == [(1, "revise"), (2, "passed")]
    assert "textarea" not in writer.text(PLAN)


def test_marked_work_is_not_taken_back(writer: Browser, with_role: WithRole) -> None:
    hand_in(writer, "My plan.")
    form = writer.form(PLAN, "/take-back")
    give(with_role(Role.FACILITATOR, "icharm"), works()[0].key, GOOD)
    writer.submit(form, ("", ""), {})
    assert works()[0].state == "passed"


def test_another_look_can_be_asked_for_after_one_began_to_revise(
    writer: Browser, with_role: WithRole
) -> None:
    hand_in(writer, "My plan.")
    give(with_role(Role.FACILITATOR, "icharm"), works()[0].key, POOR)
    write(writer, "My plan, once more.", HAND)
    assert writer.press(PLAN, "/appeal", reason="The height is on page 2.").status_code == 303
    assert writer.press(CONFIRM, "").status_code == 303
    assert [work.state for work in works()] == ["revise", "draft"]
    assert "Wait for the answer" in plain_text(writer.text(PLAN))
    give(with_role(Role.CENTRE_COORDINATOR, "icharm"), works()[0].key, GOOD)
    page = writer.text(PLAN)
    assert "textarea" not in page
    assert "My plan, once more." in page


def test_another_look_is_asked_for_once_and_holds_the_next_try(writer: Browser, with_role: WithRole) -> None:
    hand_in(writer, "My plan.")
    give(with_role(Role.FACILITATOR, "icharm"), works()[0].key, POOR)
    nothing = writer.press(PLAN, "/appeal", reason=" ")
    assert nothing.status_code == 422
    assert "Write in at most 1,000 characters" in plain_text(nothing.text)
    assert writer.press(PLAN, "/appeal", reason="The height is on page 2.").status_code == 303
    page = writer.text(PLAN)
    assert "waiting for another look" in plain_text(page)
    assert "textarea" not in page
    give(with_role(Role.CENTRE_COORDINATOR, "icharm"), works()[0].key, GOOD)
    assert "Passed 8 of 10 points" in plain_text(writer.text(PLAN))
