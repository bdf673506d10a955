"""People at their own devices: signing in, choosing in long lists, agreeing to a question."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, expect

from complaints.models import User

PASSWORD = "a-password-of-the-journey"
PHONE = 360
DESKTOP = 1440
Visit = Callable[..., Page]


def give_passwords(people: Iterable[User]) -> None:
    for one in people:
        one.set_password(PASSWORD)
        one.save(update_fields=["password"])


def watched(page: Page, faults: list[str]) -> Page:
    """Keep what the page says to nobody; a refusal's own status is told as an error and is none."""

    def hear(said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
            faults.append(f"{page.url}: {said.text}")

    page.on("console", hear)
    return page


def sign_in(page: Page, server: str, person: User) -> None:
    """By the form, as a person does."""
    page.goto(f"{server}/login/")
    fill_login(page, person)


def fill_login(page: Page, person: User) -> None:
    page.get_by_label("账号").fill(person.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def signed_in(page: Page, server: str, person: User) -> Page:
    """With a session that was opened elsewhere: where signing in is not what is tried."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
    )
    return page


def choose(page: Page, name: str, words: str) -> None:
    """An option of a searchable list, found by what is typed."""
    # The select that the list stands for keeps the same name.
    box = page.get_by_role("combobox", name=name).and_(page.locator("input"))
    box.locator("..").click()
    box.press_sequentially(words)
    page.locator(".ts-dropdown").get_by_role("option", name=words).first.click()


def press(page: Page, name: str) -> None:
    """A button that a script makes better; pressed sooner it does its plain work without one."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible()
    page.wait_for_load_state()
    # What is still being fetched may move the button between a finger's down and up.
    expect(page.locator(".htmx-request")).to_have_count(0)
    button.click()


def agree(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="确定").click()


def expect_said(page: Page, words: str) -> None:
    """The message after a step."""
    expect(page.locator("#messages")).to_contain_text(words)
