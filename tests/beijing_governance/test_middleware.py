"""What every answer carries, whoever asks."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from beijing_governance.middleware import CallerAddressMiddleware
from tests import make

pytestmark = pytest.mark.django_db


def test_pages_are_chinese_whatever_the_browser_prefers(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="zh-Hans"' in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


def test_english_comes_by_choice_and_goes_by_choice(client: Client) -> None:
    answer = client.post("/display/language/", {"language": "en", "next": "/guide/"})
    assert answer["Location"] == "/guide/"
    assert '<html lang="en"' in client.get("/").content.decode()
    client.post("/display/language/", {"language": "zh-hans", "next": "/"})
    assert '<html lang="zh-Hans"' in client.get("/").content.decode()


def test_a_language_that_is_not_offered_changes_nothing(client: Client) -> None:
    client.post("/display/language/", {"language": "../../x", "next": "/"})
    assert '<html lang="zh-Hans"' in client.get("/").content.decode()


def test_large_type_comes_by_choice_and_goes_by_choice(client: Client) -> None:
    client.post("/display/type/", {"type": "large", "next": "/"})
    assert 'class="type-large"' in client.get("/").content.decode()
    client.post("/display/type/", {"type": "usual", "next": "/"})
    assert 'class="type-large"' not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", ""]
)
def test_a_choice_leads_back_into_the_house_only(client: Client, target: str) -> None:
    answer = client.post("/display/type/", {"type": "large", "next": target})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", ["/", "/complaints/new/", "/guide/", "/login/", "/no-such/"])
def test_every_page_carries_the_protecting_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_what_a_signed_in_person_sees_is_not_kept_by_the_browser(client: Client) -> None:
    made = make.office()
    client.force_login(made.people.triage)
    assert "no-store" in client.get("/guide/")["Cache-Control"]
    client.logout()
    assert "no-store" not in client.get("/guide/").get("Cache-Control", "")


def test_signing_out_clears_what_the_browser_kept(client: Client) -> None:
    made = make.office()
    client.force_login(made.people.triage)
    answer = client.post("/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in client.get("/")


@pytest.mark.parametrize("address", ["/", "/complaints/new/", "/no-such/"])
def test_no_page_holds_an_inline_script_or_style(client: Client, address: str) -> None:
    words = client.get(address).content.decode()
    assert "<script>" not in words
    assert "<style" not in words
    assert " style=" not in words
    assert " onclick=" not in words


def test_the_frame_asks_only_for_the_posts_of_the_person(
    client: Client, django_assert_max_num_queries: object
) -> None:
    made = make.office()
    client.force_login(made.people.triage)
    client.get("/complaints/track/")
    # session, person, posts in force, notes not read yet
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        words = client.get("/complaints/track/").content.decode()
    assert "回工作台" in words


@pytest.mark.parametrize(
    ("trusted", "header", "expected"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::7", "2001:db8::7"),
        (True, "no address", "127.0.0.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_only_the_offices_own_proxy_says_where_a_caller_is(settings, trusted, header, expected):
    settings.TRUST_PROXY = trusted
    seen = []

    def answer(request):
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    ask = CallerAddressMiddleware(answer)
    ask(RequestFactory().get("/", headers={"X-Forwarded-For": header}))
    assert seen == [expected]
