"""What every test may ask for: the reference data and a browser. No request leaves here."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.servers.machine import chromium, required_services

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED_DATA = CHECKOUT.parent / "shared" / "data"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
WAIT_MILLISECONDS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's place and fixtures say what it needs, so that nobody forgets a marker."""
    from django.db import connection

    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        if "shared_data" in fixtures:
            item.add_marker(pytest.mark.shared_data)
        if (CHECKOUT / "tests" / "faults") in item.path.parents:
            item.add_marker(pytest.mark.faults)
        if item.get_closest_marker("race") and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="a race for a row's lock needs PostgreSQL"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The reference data beside the checkout; without them a skip by name, in CI a failure."""
    if not SHARED_DATA.is_dir():
        reason = f"the reference data are not at {SHARED_DATA}"
        if required_services():
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED_DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file, as served: in memory all threads would share one connection."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(name)


@pytest.fixture(autouse=True)
def territory_is_read_anew() -> None:
    """Each test lays its own ground; what an earlier one read of its own is no longer true."""
    from complaints.selectors.places import forget_territory

    forget_territory()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless; root needs it without its sandbox."""
    program = chromium()
    if program is None:
        reason = "no Chromium on this machine; CHROMIUM names one"
        if required_services():
            pytest.fail(reason)
        pytest.skip(reason)
    # The driver keeps an event loop in this thread; Django's guard takes that for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield running
        running.close()


class Visits:
    """Opens pages as a person would, and keeps what no page may do."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def __call__(
        self,
        *,
        width: int = 1440,
        height: int = 900,
        javascript: bool = True,
        locale: str = "zh-CN",
    ) -> Page:
        """A new person at a new device: own cookies, own width."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            has_touch=width < 600,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        context.route(lambda url: urlsplit(url).hostname not in LOOPBACK, self._refuse)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on(
            "console",
            lambda said: (
                self.faults.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        self._contexts.append(context)
        return context.new_page()

    def _refuse(self, route: Route) -> None:
        self.faults.append(f"asked for {route.request.url}")
        route.abort()

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visit(width=360)` gives a page; script errors, CSP breaks, foreign requests fail a test."""
    visits = Visits(browser)
    yield visits
    visits.close()
    assert visits.faults == []
