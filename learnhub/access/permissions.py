"""The names of what may be done. `policy` says who may; docs/access.md says it in words."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One act, or one kind of page, that needs somebody's leave."""

    OWN = "own"
    VIEW_COURSE = "view_course"
    EDIT_COURSE = "edit_course"
    REVIEW_COURSE = "review_course"
    MANAGE_COURSE = "manage_course"
    VIEW_COURSE_REPORT = "view_course_report"
    GUIDE_LEARNERS = "guide_learners"
    IMPORT_PEOPLE = "import_people"
    RECOVER_ACCOUNT = "recover_account"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_ROLES = "manage_roles"
    VIEW_REACH = "view_reach"
    EXPORT_REACH = "export_reach"
    KEEP_RECORDS = "keep_records"
    KEEP_TRAININGS = "keep_trainings"
    KEEP_PROJECTS = "keep_projects"
    MAKE_RELEASE = "make_release"
    OPERATE = "operate"
