"""What `serve` does before it forks leaves no connection behind: two processes on one would ruin each other's work."""

from __future__ import annotations

from flask import Flask

from learnhub.cli.serve import greet
from learnhub.cli.startup import WRITING, ask_once, compile_pages, let_go
from learnhub.db import db, reading


def test_the_greeting_gives_its_connection_back(app: Flask) -> None:
    greet(app, app.config["SETTINGS"])
    assert "Connections in pool: 0" in db.engine.pool.status()


def test_letting_go_closes_what_is_open(app: Flask) -> None:
    reading().connection()
    let_go()
    assert "Connections in pool: 0" in db.engine.pool.status()
    assert not db.session().in_transaction()


def test_the_templates_of_the_preview_are_compiled_before_the_fork(app: Flask) -> None:
    cache = app.jinja_env.cache
    assert cache is not None
    cache.clear()
    compile_pages()
    assert {name for _loader, name in cache} >= set(WRITING)


def test_the_catalogue_is_there_before_the_fork(app: Flask) -> None:
    cache = app.jinja_env.cache
    assert cache is not None
    cache.clear()
    ask_once()
    assert "catalogue/catalogue.html" in {name for _loader, name in cache}
    let_go()
    assert "Connections in pool: 0" in db.engine.pool.status()
