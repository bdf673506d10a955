import pytest
from django.test import Client

from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.models import ComplaintEvent, User
from dispatch.actions.labels import LABELS_MAX, put_label, take_label
from dispatch.models import Label, Labelling
from tests import make
from tests.make import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make.office()


@pytest.fixture
def label(office: Office) -> Label:
    return Label.objects.create(name="重点督办", colour="late", area=office.places.street)


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_label_hangs_once_and_its_history_tells_of_it(office: Office, label: Label) -> None:
    row = make.received(office)
    by = office.people.triage
    assert put_label(row.pk, label.pk, by=by)
    assert not put_label(row.pk, label.pk, by=by)
    assert Labelling.objects.get().by == by
    assert take_label(row.pk, label.pk, by=by)
    assert not take_label(row.pk, label.pk, by=by)
    told = ComplaintEvent.objects.filter(verb__in=("label", "unlabel")).order_by("pk")
    assert [(one.verb, one.facts) for one in told] == [
        ("label", {"label": "重点督办"}),
        ("unlabel", {"label": "重点督办"}),
    ]
    row.refresh_from_db()
    # Whoever edits it meanwhile is not overtaken by a label.
    assert row.version == 1
    html = desk(by).get(f"/office/{row.number}/").content.decode()
    assert "贴名签" in html
    assert "重点督办" in html


def test_the_ticket_shows_its_labels_and_leads_to_hanging_them_where_one_may(
    office: Office, label: Label
) -> None:
    branch = make.dispatched(office)
    number = branch.complaint.number
    put_label(branch.complaint_id, label.pk, by=office.people.triage)
    html = desk(office.people.triage).get(f"/office/{number}/").content.decode()
    assert f"/office/together/labels/?numbers={number}" in html
    html = desk(office.people.handler).get(f"/office/{number}/").content.decode()
    assert "重点督办" in html
    assert "/office/together/labels/" not in html


def test_units_and_neighbours_hang_none(office: Office, label: Label) -> None:
    branch = make.dispatched(office)
    with pytest.raises(NotAllowed):
        put_label(branch.complaint_id, label.pk, by=office.people.handler)
    with pytest.raises(NotFound):
        put_label(branch.complaint_id, label.pk, by=office.people.next_triage)


def test_a_label_of_another_street_or_an_archived_one_is_not_offered(
    office: Office, label: Label
) -> None:
    row, by = make.received(office), office.people.triage
    Label.objects.create(name="别处的", area=office.places.next_street)
    everybodys = Label.objects.create(name="人人可用")
    assert set(Label.objects.in_reach(by)) == {label, everybodys}
    put_label(row.pk, label.pk, by=by)
    Label.objects.filter(pk=label.pk).update(is_archived=True)
    with pytest.raises(Invalid):
        put_label(make.received(office).pk, label.pk, by=by)
    # Archived, it hangs where it hung and can be taken off.
    assert take_label(row.pk, label.pk, by=by)


def test_there_is_a_limit_to_how_many_hang_on_one(office: Office) -> None:
    row, by = make.received(office), office.people.triage
    for number in range(LABELS_MAX):
        put_label(row.pk, Label.objects.create(name=f"名签{number}").pk, by=by)
    with pytest.raises(Invalid):
        put_label(row.pk, Label.objects.create(name="再一个").pk, by=by)


def test_the_board_shows_labels_and_finds_by_them(office: Office, label: Label) -> None:
    row, other = make.received(office), make.received(office)
    put_label(row.pk, label.pk, by=office.people.triage)
    html = desk(office.people.triage).get(f"/office/?queue=new&label={label.pk}").content.decode()
    assert row.number in html
    assert other.number not in html
    assert html.count("重点督办") >= 2
    found = desk(office.people.triage).get(f"/api/v1/complaints/?label={label.pk}").json()
    assert [one["number"] for one in found["results"]] == [row.number]
