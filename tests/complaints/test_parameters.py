from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from complaints.errors import Invalid
from complaints.files.seeds import read_parameters
from complaints.models import Parameter
from complaints.selectors.parameters import amount_of, span_of
from tests import make

pytestmark = pytest.mark.django_db
KEY = Parameter.Key.REOPEN_WINDOW


def test_every_number_comes_with_the_program_and_says_whose_it_is() -> None:
    seeds = read_parameters()
    assert {seed.key for seed in seeds} == set(Parameter.Key.values)
    assert all(seed.is_ours or "未见" not in seed.source for seed in seeds)


def test_the_number_of_a_day_is_the_newest_in_force_on_it() -> None:
    make.parameters()
    Parameter.objects.create(key=KEY, amount=10, unit="days", since=date(2026, 6, 1), source="通知")
    assert span_of(KEY, on=date(2026, 5, 31)) == timedelta(days=30)
    assert span_of(KEY, on=date(2026, 6, 1)) == timedelta(days=10)


def test_a_number_that_is_not_there_is_not_guessed() -> None:
    with pytest.raises(Invalid, match="没有设置"):
        amount_of(KEY, on=date(2026, 6, 1))


def test_a_span_given_in_times_is_refused() -> None:
    Parameter.objects.create(key=KEY, amount=3, unit="times", since=date(2020, 1, 1), source="通知")
    with pytest.raises(Invalid, match="以时间为单位"):
        span_of(KEY, on=date(2026, 6, 1))


def test_an_office_at_work_gets_the_borders_number_once_and_a_new_one_none() -> None:
    migration = import_module("complaints.migrations.0026_border_distance_of_offices_at_work")
    editor = SimpleNamespace(connection=connection)
    migration.add_it(apps, editor)
    assert not Parameter.objects.exists()
    make.parameters()
    Parameter.objects.filter(key="border_distance").delete()
    for _again in range(2):
        migration.add_it(apps, editor)
    assert Parameter.objects.get(key="border_distance").amount == 50
