"""The frame of every page, and the watch that `visit` keeps over each journey."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Visits

WIDTHS = (360, 1440, 1920)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/", "/complaints/new/", "/complaints/track/", "/login/"])
def test_no_public_page_is_wider_than_its_screen(
    address: str, width: int, live_server: Any, visit: Callable[..., Page]
) -> None:
    page = visit(width=width)
    answer = page.goto(f"{live_server.url}{address}")
    assert answer is not None
    assert answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


@pytest.mark.django_db(transaction=True)
def test_the_residents_pages_stand_without_javascript(
    live_server: Any, visit: Callable[..., Page]
) -> None:
    page = visit(width=360, javascript=False)
    page.goto(f"{live_server.url}/")
    page.goto(f"{live_server.url}/complaints/new/")
    assert page.locator("textarea").count() >= 1
    assert page.locator("form [type=submit]").count() >= 1


def test_a_request_to_elsewhere_is_refused_and_told(browser: Browser) -> None:
    visits = Visits(browser)
    visits().set_content('<img src="http://elsewhere.example/x.png">')
    visits.close()
    assert visits.faults == ["asked for http://elsewhere.example/x.png"]


def test_an_error_in_a_script_is_told(browser: Browser) -> None:
    visits = Visits(browser)
    page = visits()
    with page.expect_event("pageerror"):
        page.set_content("<script>nobody.knows()</script>")
    visits.close()
    assert any("nobody is not defined" in fault for fault in visits.faults)


@pytest.mark.django_db(transaction=True)
def test_a_break_of_the_content_policy_is_told(browser: Browser, live_server: Any) -> None:
    visits = Visits(browser)
    page = visits()
    page.goto(f"{live_server.url}/")
    with page.expect_console_message():
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x')")
    visits.close()
    assert any("Content Security Policy" in fault for fault in visits.faults)
