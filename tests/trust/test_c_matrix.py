"""Every address × every role × own, foreign, secret and no complaint, against the table."""

import re
from collections import defaultdict

import pytest
from django.urls import reverse

from complaints.models import Complaint, Role
from tests import make
from tests.trust.asking import ABSENT, Asked, ask, every_answer
from tests.trust.bodies import PRESSED, TAKE_A_BODY
from tests.trust.doors import OF_ADMIN, SITE, Door, address
from tests.trust.expected import EXPECTED, METHODS
from tests.trust.headers import not_protected
from tests.trust.reading import heard, said
from tests.trust.world import ANONYMOUS, IN_TEXT, NOWHERE, READERS, ROLES, SEALED, world

pytestmark = pytest.mark.django_db

TABLE = {door: row for names, row in EXPECTED for door in names}
ORDER = ("own", "foreign", "secret", "none")
# Open to people without an account: the residents' pages and what watches the process.
PUBLIC = {
    "login", "choose-language", "choose-type", "health-live", "health-ready", "home", "guide",
    "performance",
    "file-new", "file-hints", "receipt", "track", "tracked", "stop-tracking", "tracked-by-link",
    "work", "linked-photo", "nearby-photo", "linked-recording", "recording", "guide-article",
    "tracked-open", "tracked-chase", "tracked-add", "tracked-contact", "tracked-rate",
    "tracked-again", "tracked-withdraw", "photo", "place-outlines", "place-at", "place-offer",
}  # fmt: skip
# The only doors that speak a sealed word, to whom the table says 200; and the caller's own door,
# opened by his token, where he reads his own words.
REVEAL = {"office-reveal", "api-complaint-reveal"}
CALLERS_OWN = {"tracked-by-link"}
ODD_METHODS = {"PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"}
POSTING = re.compile(r'<form[^>]*method="post".*?</form>', re.S | re.I)
OPENERS = READERS | {"handler", "colleague", "neighbour"}


def expected(row: dict[str, str], role: str) -> str:
    """What the row says of a role."""
    named = {who: statuses for statuses, roles in row.items() for who in roles.split()}
    return named.get(role, named.get("*", "no answer in the table"))


def test_c1_every_door_is_in_the_table_and_the_table_names_no_other():
    assert [door.route for door in SITE if not door.name] == []
    assert sorted(METHODS) == sorted({door.name for door in SITE})
    wanted = {f"{method} {name}" for name, methods in METHODS.items() for method in methods.split()}
    assert set(TABLE) == wanted


def test_c1_every_row_answers_for_every_role_once():
    for names, row in EXPECTED:
        told = " ".join(row.values()).split()
        assert len(told) == len(set(told)), names
        assert set(told) <= {*ROLES, "*"}, names


def test_c1_the_bodies_sent_are_whole_so_that_only_right_and_state_refuse():
    taking = {name for name, methods in METHODS.items() if "POST" in methods}
    assert taking - TAKE_A_BODY - PRESSED == set()


@pytest.mark.parametrize("role", ROLES)
def test_a1_a13_c1_c6_d4_every_door_answers_each_role_as_it_must(role):
    """One walk, six questions: the status, what was sealed, no-store, no write by GET, the token
    in every form, headers."""
    faults: dict[str, dict[str, object]] = defaultdict(dict)
    statuses: dict[str, dict[str, str]] = defaultdict(dict)
    spoken: set[str] = set()
    for asked in every_answer(world(), role, SITE):
        statuses[f"{asked.method} {asked.door.name}"][asked.case] = str(asked.answer.status_code)
        spoken.update(heard(said(asked.answer), SEALED))
        for row, fault in _faults(asked, role):
            faults[row][asked.what] = fault
    for door, given in statuses.items():
        line = _line(door, given)
        if line != expected(TABLE[door], role):
            faults["C1"][door] = f"{line}, and not {expected(TABLE[door], role)}"
    assert faults == {}
    # The ear works: whoever may open an identity has heard it.
    assert bool(spoken) is (role in OPENERS)


def _line(door: str, given: dict[str, str]) -> str:
    if "" in given:
        return given[""]
    return " ".join(given.get(case, ABSENT) for case in ORDER)


def _faults(asked: Asked, role: str):
    words = said(asked.answer)
    may_speak = asked.door.name in REVEAL and asked.answer.status_code == 200 and role in OPENERS
    if not may_speak and heard(words, SEALED):
        yield "A1", heard(words, SEALED)
    if role not in READERS and asked.door.name not in CALLERS_OWN and heard(words, IN_TEXT):
        yield "A1", heard(words, IN_TEXT)
    is_kept = "no-store" not in asked.answer.headers.get("Cache-Control", "")
    if role != ANONYMOUS and is_kept:
        yield "A13", asked.answer.headers.get("Cache-Control", "")
    if asked.method == "GET" and asked.writes:
        yield "C6", asked.writes
    # A part that is included alone has no token unless it is handed one.
    if any("csrfmiddlewaretoken" not in form for form in POSTING.findall(words)):
        yield "D3", "a form without a token"
    if missing := not_protected(asked.answer):
        yield "D4", missing


def test_c6_head_answers_like_get_and_writes_nothing():
    made = world()
    client = made.client("triage")
    for door in SITE:
        if "GET" in METHODS[door.name] and door.name != "office-receipt":
            got = ask(client, "GET", address(door, made.own))
            assert ask(client, "HEAD", address(door, made.own)).status_code == got.status_code, door


@pytest.mark.parametrize("role", [ANONYMOUS, "triage", "admin"])
def test_c6_a_method_that_a_door_does_not_take_is_refused(role):
    made = world()
    client = made.client(role)
    wrong = {}
    for door in (*SITE, *OF_ADMIN):
        where = _admin_address(door) if door.is_admin else address(door, made.own)
        taken = {"GET", "POST"} if door.is_admin else set(METHODS[door.name].split())
        for method in ODD_METHODS | {"GET", "POST"} - taken:
            given = ask(client, method, where).status_code
            # Before an account is asked for, nobody is told which of the usual two a door takes.
            is_asked_in = role == ANONYMOUS and method not in ODD_METHODS
            if given not in ({405, 403, 302} if is_asked_in else {405}):
                wrong[f"{method} {door.name}"] = given
    assert wrong == {}


def test_c2_only_the_named_doors_are_open_without_an_account():
    # DRF says no for itself, and answers 403: the table holds its doors.
    found = {
        door.name for door in SITE
        if not getattr(door.view, "login_required", True) and not door.route.startswith("api/v1/")
    }  # fmt: skip
    assert found == PUBLIC


def test_c2_a_person_without_any_post_sees_nothing():
    made = world()
    nobody = make.person("t-nobody", Role.RESIDENT, made.made.bodies.government)
    nobody.posts.all().delete()
    made.people["nobody"] = nobody
    client = made.client("nobody")
    for door in SITE:
        # An article is no complaint: what is public of it everybody reads.
        is_article = "article" in door.name
        if not door.has_object or is_article or door.name in PUBLIC:
            continue
        if "GET" in METHODS[door.name]:
            given = ask(client, "GET", address(door, made.own)).status_code
            # A receipt leads back; rules are refused as such; the rest is not there.
            rules = 403 if door.name.startswith("office-rule") else 404
            assert given == (302 if door.name == "office-receipt" else rules), door.name
    assert ask(client, "GET", reverse("photo", args=[made.own.photo])).status_code == 404
    assert ask(client, "GET", reverse("month")).status_code == 403


def test_c2_no_post_gives_sight_but_those_that_are_meant_to():
    made = make.office()
    complaint = make.dispatched(made).complaint
    for role in (Role.RESIDENT, Role.LANE_HEAD, Role.STEWARD, Role.JUDGE, Role.PRIVACY_OFFICER,
                 Role.ADMINISTRATOR, Role.SECURITY_ADMIN, Role.AUDITOR):  # fmt: skip
        for body in (made.bodies.city_office, made.bodies.government, made.bodies.hotline):
            who = make.person(f"t-{role.value}-{body.code}", role, body)
            assert not Complaint.objects.visible_to(who).filter(pk=complaint.pk).exists(), role


# The stock admin: the model's pages by whose post they are; None is nobody, whatever his post.
ADMIN = {
    **dict.fromkeys(
        ("complaints_area", "complaints_gazetteerentry", "complaints_organisation",
         "complaints_category", "complaints_clocklimit", "complaints_parameter",
         "complaints_workingsession", "complaints_question", "complaints_elsewhere",
         "complaints_component",
         "complaints_outcome", "complaints_riskword", "complaints_noticetemplate",
         "complaints_calendaryear", "dispatch_routingrule", "dispatch_label", "dispatch_dutyentry",
         "dispatch_scoringscheme"),
        "admin",
    ),
    **dict.fromkeys(("complaints_post", "complaints_user", "auth_user"), "security"),
    **dict.fromkeys(
        ("auth_group", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"), None
    ),
}  # fmt: skip
PARTS = ("password_change", "changelist", "add", "history", "delete", "change")
# The frame of the stock admin, of no model: (signed out, not staff, staff).
FRAME = {
    "index": (302, 302, 200), "login": (200, 200, 302), "logout": (302, 302, 405),
    "password_change": (302, 302, 200), "password_change_done": (302, 302, 200),
    "autocomplete": (302, 302, 403), "jsi18n": (302, 302, 200), "app_list": (302, 302, 200),
    "view_on_site": (302, 302, 404), "": (302, 302, 404),
}  # fmt: skip


@pytest.mark.parametrize("role", [ANONYMOUS, "resident", "triage", "head", "admin", "security"])
def test_c1_the_stock_admin_opens_to_the_post_each_table_belongs_to(role):
    made = world()
    client = made.client(role)
    wrong = {}
    for door in OF_ADMIN:
        given = ask(client, "GET", _admin_address(door)).status_code
        if given not in _of_model(door.name.removeprefix("admin:"), role):
            wrong[door.name] = given
    assert wrong == {}


def _admin_address(door: Door) -> str:
    if door.name == "admin:":
        return "/admin/no-such-page/"  # Every unknown page, and the old address of change pages.
    values = {"object_id": "1", "id": "1", "content_type_id": "1", "app_label": "complaints"}
    asked = set(re.findall(r"<(?:\w+:)?(\w+)>", door.route))
    return reverse(door.name, kwargs={key: value for key, value in values.items() if key in asked})


def _of_model(name: str, role: str) -> set[int]:
    is_staff = role in {"admin", "security"}
    if name in FRAME:
        out, not_staff, staff = FRAME[name]
        return {out if role == ANONYMOUS else staff if is_staff else not_staff}
    model, part = next(
        (name[: -len(part) - 1], part) for part in PARTS if name.endswith(f"_{part}")
    )
    if not is_staff:
        return {302}
    # Where no row has this number, Django leads away with words; its history asks that first.
    if ADMIN[model] == role:
        return {200} if part in {"changelist", "add"} else {200, 302, 404}
    return {302, 403} if part == "history" else {403}


def test_c1_nowhere_is_nowhere():
    world()
    assert not Complaint.objects.filter(number=NOWHERE.number).exists()
