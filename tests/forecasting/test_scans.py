"""A scan is a row: asked for once a period, claimed by one worker, done in one transaction."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complaints.errors import NotAllowed, WrongState
from complaints.models import Actor
from complaints.states import RUN_LIFE, RunStatus, RunVerb, run_after
from forecasting.actions import (
    ATTEMPTS_MAX,
    LEASE,
    claim_scan,
    request_scan,
    run_daily_counts,
)
from forecasting.models import DailyCount, ScanRun
from forecasting.selectors import season_table
from forecasting.tasks import request_nightly_count, run_requested_scans
from tests import make

DAY = date(2026, 11, 3)


@pytest.mark.parametrize("status", list(RunStatus))
@pytest.mark.parametrize("verb", list(RunVerb))
def test_each_verb_runs_from_the_states_of_the_table_and_no_other(status, verb):
    if (status, verb) in RUN_LIFE:
        assert run_after(status, verb) == RUN_LIFE[status, verb]
    else:
        with pytest.raises(WrongState):
            run_after(status, verb)


def asked(**more):
    return request_scan("daily_counts", by=Actor.MACHINE, as_of_on=DAY, **more)


@pytest.mark.django_db
def test_the_nightly_count_is_asked_for_once_a_day_however_many_schedulers_run():
    assert request_nightly_count() is True
    assert request_nightly_count() is False
    assert ScanRun.objects.count() == 1


@pytest.mark.django_db
def test_a_run_is_claimed_by_one_worker():
    asked()
    assert claim_scan() is not None
    assert claim_scan() is None


@pytest.mark.django_db
def test_a_lost_workers_run_is_claimed_again_after_its_lease_and_the_lost_one_writes_nothing():
    made = make.office()
    make.received(made)
    asked()
    start = timezone.now()
    lost = claim_scan(at=start)
    later = claim_scan(at=start + LEASE + timedelta(seconds=1))
    assert later.pk == lost.pk
    assert run_daily_counts(lost.pk, attempt=lost.attempts) == 0
    assert DailyCount.objects.count() == 0
    assert run_daily_counts(later.pk, attempt=later.attempts) == 1


@pytest.mark.django_db
def test_a_run_that_always_breaks_off_is_given_up_with_a_cause():
    asked()
    at = timezone.now()
    for _ in range(ATTEMPTS_MAX):
        assert claim_scan(at=at) is not None
        at += LEASE + timedelta(seconds=1)
    assert claim_scan(at=at) is None
    run = ScanRun.objects.get()
    assert (run.status, bool(run.cause)) == ("failed", True)


@pytest.mark.django_db
def test_complaints_are_counted_by_the_day_in_beijing_and_a_second_run_changes_nothing():
    made = make.office()
    midnight = make.START.astimezone(make.BEIJING).replace(hour=0, minute=0, second=0)
    for minutes in (-1, 0, 1):
        make.filed(made, at=midnight + timedelta(minutes=minutes), key=str(minutes))
    for _ in range(2):
        asked()
        assert run_requested_scans() == 1
        counts = dict(DailyCount.objects.values_list("day", "count"))
        assert counts == {midnight.date() - timedelta(days=1): 1, midnight.date(): 2}


@pytest.mark.django_db
def test_the_table_shows_a_leader_his_district_and_a_neighbour_only_his_street():
    made = make.office()
    make.received(made)
    asked()
    run_requested_scans()
    leader = season_table(made.people.district_leader, on=DAY)
    assert [(row.total, row.counts[-1]) for row in leader.rows] == [(1, 1)]
    assert season_table(made.people.next_triage, on=DAY).rows == ()


@pytest.mark.django_db
def test_only_those_who_dispatch_or_lead_may_ask_for_a_count():
    made = make.office()
    with pytest.raises(NotAllowed):
        request_scan("daily_counts", by=made.people.handler, as_of_on=DAY)


@pytest.mark.django_db
def test_the_page_shows_the_year_and_takes_a_request(client):
    made = make.office()
    make.received(made)
    client.force_login(made.people.triage)
    assert client.get("/foresee/").status_code == 200
    assert client.post("/foresee/count/").status_code == 302
    assert ScanRun.objects.get().requested_by == made.people.triage
    client.force_login(made.people.handler)
    assert client.get("/foresee/").status_code == 403
