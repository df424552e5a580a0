"""Quizzes as values: question kinds, drawing a paper, reading answers, grading. Pure: no web, no database."""
