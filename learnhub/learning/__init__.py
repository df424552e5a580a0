"""Enrolment, progress, quizzes, completion, certificates, and what a course team may see of them."""
