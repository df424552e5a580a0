"""The composition root: knows every room, and no room knows it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from flask_wtf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from learnhub import __version__
from learnhub.access.identity import Identity
from learnhub.accounts.hooks import Hooks, set_hooks
from learnhub.accounts.passwords import set_turns
from learnhub.accounts.throttling import sweep as sweep_throttle
from learnhub.accounts.views import bp as accounts_pages
from learnhub.accounts.views.sign_in import sign_in_page
from learnhub.api.views import bp as api_data
from learnhub.api.views import pages as api_pages
from learnhub.catalogue.files import FileStore
from learnhub.catalogue.hooks import Hooks as CatalogueHooks
from learnhub.catalogue.hooks import set_hooks as set_catalogue_hooks
from learnhub.catalogue.shelf import at_least, shelf
from learnhub.catalogue.views import bp as catalogue_pages
from learnhub.centres.snapshot import reference
from learnhub.centres.views import bp as centre_pages
from learnhub.centres.who import load_identity
from learnhub.config import Settings, load_settings, secret_key
from learnhub.credentials.clearing import document_tasks
from learnhub.credentials.press import sweep as sweep_certificates
from learnhub.credentials.views import bp as credentials_pages
from learnhub.db import db, reading, transaction
from learnhub.jobs.mail import FORGET_LETTERS, letters_task, mail_task
from learnhub.jobs.service import sweep as sweep_jobs
from learnhub.jobs.worker import Task
from learnhub.kernel.clock import now
from learnhub.learning.carrying import move_tasks
from learnhub.learning.clearing import file_tasks
from learnhub.learning.drafts import sweep as sweep_drafts
from learnhub.learning.hooks import Hooks as LearningHooks
from learnhub.learning.hooks import enrol_new_person, titles_of
from learnhub.learning.hooks import set_hooks as set_learning_hooks
from learnhub.learning.keyjobs import key_tasks
from learnhub.learning.posting import message_tasks
from learnhub.learning.queries import handed_in, who_learns
from learnhub.learning.service.progress import end_stale_sessions
from learnhub.learning.views import bp as learning_pages
from learnhub.ledger.service import seal
from learnhub.reach import chain
from learnhub.reach.errands import FOLDER as WORK
from learnhub.reach.errands import Office
from learnhub.reach.releases.jobs import release_tasks
from learnhub.reach.releases.reports import plan_reports, send_reports
from learnhub.reach.views import bp as reach_pages
from learnhub.reach.views.achieved import achieved
from learnhub.records.views import bp as records_pages
from learnhub.records.work import NAME as FIND_DUPLICATES
from learnhub.records.work import find_duplicates, plan_look
from learnhub.studio.hooks import Hooks as StudioHooks
from learnhub.studio.hooks import Learners
from learnhub.studio.hooks import set_hooks as set_studio_hooks
from learnhub.studio.queries.media import may_see_file
from learnhub.studio.service.publishing import JOB as PUBLISH_DRAFT
from learnhub.studio.service.publishing import publish_planned
from learnhub.studio.telling import comment_tasks
from learnhub.studio.views import bp as studio_pages
from learnhub.training.queries import titles_of_trainings
from learnhub.training.views import bp as training_pages
from learnhub.training.views.mine import on_my_learning
from learnhub.web.edge import Edge, PageStore, StaticFiles
from learnhub.web.errors import init_errors
from learnhub.web.fragments import init_fragments
from learnhub.web.handback import init_handback
from learnhub.web.i18n import init_languages
from learnhub.web.identity import init_identity
from learnhub.web.navigation import NAVIGATION, landing
from learnhub.web.observe import init_observation
from learnhub.web.queries import page_version
from learnhub.web.security import HEADERS, init_security
from learnhub.web.templating import STATIC, address, init_templating

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROOMS = (
    accounts_pages, centre_pages, catalogue_pages, learning_pages, credentials_pages, reach_pages, records_pages,
    api_data, api_pages, studio_pages, training_pages,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Opens no connection and starts nothing."""
    settings = settings or load_settings()
    app = Flask(
        "learnhub", static_folder=None, template_folder="web/templates", instance_path=str(settings.instance)
    )
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SQLALCHEMY_DATABASE_URI=settings.url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1_000_000,
        MAX_FORM_PARTS=5_000,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        SETTINGS=settings,
    )
    db.init_app(app)
    set_turns(settings.hash_at_once)
    init_languages(app)
    init_security(app, secure_cookies=settings.secure_cookies)
    CSRFProtect(app)
    init_identity(app, _identify)
    init_errors(app)
    init_handback(app, sign_in_page)
    init_observation(app, settings)
    init_fragments(app)
    static = StaticFiles(STATIC)
    init_templating(app, static, NAVIGATION, demo=settings.demo)
    for room in ROOMS:
        app.register_blueprint(room)
    set_hooks(
        app,
        Hooks(_country_choices, enrol_new_person, _centre_choices, _helper, _course_title, _landing, _titles),
    )
    set_learning_hooks(app, LearningHooks(on_my_learning))
    set_catalogue_hooks(app, CatalogueHooks(may_see_file, achieved))
    set_studio_hooks(app, StudioHooks(_who_learns, handed_in))
    _put_edge_in_front(app, settings, static)
    return app


def engine_options(settings: Settings) -> dict[str, Any]:
    """A connection for every thread, so that nobody waits for one; statements are kept compiled."""
    if settings.url.startswith("sqlite"):
        return {
            "pool_size": settings.threads + 2,
            "max_overflow": 8,
            "pool_use_lifo": True,
            "query_cache_size": 1000,
            "hide_parameters": True,  # of a statement that failed: names and addresses stay out of logs
        }
    return {
        "pool_size": min(settings.threads, 16),
        "max_overflow": 16,
        "pool_pre_ping": True,
        "query_cache_size": 1000,
        "hide_parameters": True,
    }


def _identify(token: str) -> Identity | None:
    return load_identity(reading(), token, now())


def _country_choices(language: str) -> list[tuple[str, str]]:
    return reference(reading()).country_choices(language)


def _centre_choices(language: str) -> list[tuple[str, str]]:
    return reference(reading()).centre_choices(language)


def _helper(code: str) -> str:
    card = shelf(reading()).known(code)
    return card.centre_id if card else ""


def _course_title(code: str) -> str | None:
    card = shelf(reading()).by_code.get(code)
    return card.title if card else None


def _titles(session: Session, person_id: int) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    studied, trained = titles_of(session, person_id), titles_of_trainings(session, person_id)
    return lambda row: {**studied(row), **trained(row)}


def _who_learns(session: Session, course_id: int) -> Learners:
    return Learners(*who_learns(session, course_id))


def _landing(token: str) -> str:
    endpoint, values = landing(_identify(token) or Identity())
    return address(endpoint, **values)


def _put_edge_in_front(app: Flask, settings: Settings, static: StaticFiles) -> None:
    lock = threading.Lock()

    def read_version() -> tuple[int, date] | None:
        with lock, app.app_context():
            session = reading()
            try:
                version = page_version(session)
                at_least(session, version)
            except SQLAlchemyError:  # who needs the database says so
                return None
            return version, now().date()

    pages = PageStore(read_version)
    edge = Edge(app.wsgi_app, static, pages, cookie=app.config["SESSION_COOKIE_NAME"], headers=HEADERS)
    app.extensions["learnhub.edge"] = edge
    entrance: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]] = edge
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        entrance = ProxyFix(edge, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = entrance  # type: ignore[assignment, method-assign]


def tasks(settings: Settings) -> dict[str, Task]:
    """What the worker can do, by the name of the job."""
    made_by = f"learnhub {__version__}"
    return {
        "mail": mail_task(settings),
        FORGET_LETTERS: letters_task(settings),
        FIND_DUPLICATES: find_duplicates,
        **message_tasks(settings),
        **move_tasks(),
        **key_tasks(settings),
        **file_tasks(settings),
        **document_tasks(settings),
        **comment_tasks(settings),
        PUBLISH_DRAFT: _publish_task(settings),
        **release_tasks(settings, generator=made_by),
    }


def _publish_task(settings: Settings) -> Task:
    """Publish a draft at the time that was set for it."""

    def publish(payload: dict[str, Any], instant: datetime) -> None:
        with transaction() as session:
            publish_planned(session, plan_id=payload["plan"], files=FileStore(settings.instance), now=instant)

    return publish


def each_minute(instant: datetime) -> None:
    """What has to be done all the time: end study sessions, seal the ledger, sweep what is over."""
    with transaction() as session:
        end_stale_sessions(session, now=instant)
        sweep_throttle(session, instant)
        sweep_jobs(session, now=instant)
        plan_look(session, now=instant)
    with transaction() as session:
        seal(session, now=instant)
    settings: Settings = current_app.config["SETTINGS"]
    with transaction() as session:
        plan_reports(session, now=instant)
        send_reports(session, public_url=settings.public_url, now=instant)
    chain.look_in_passing(reading(), settings.folder(chain.FOLDER), instant)
    Office(settings.folder(WORK)).sweep()
    sweep_certificates(settings.folder("certificates"), now=instant)
    sweep_drafts(settings, now=instant)
