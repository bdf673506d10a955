"""The first rules come with the program, and each names a unit that is there."""

import pytest
from django.core.management import call_command

from complaints.actions.ground import load_ground
from complaints.errors import NotAllowed
from complaints.files.seeds import read_ground
from complaints.models import Actor, Organisation
from dispatch.actions.rules import load_rules
from dispatch.files.seeds import read_rules
from dispatch.models import RoutingRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def _laid():
    load_ground(read_ground(), by=Actor.MACHINE)


@pytest.mark.usefixtures("_laid")
def test_rules_are_loaded_once_and_in_order():
    rules = read_rules()
    assert load_rules(rules, by=Actor.MACHINE) == len(rules)
    RoutingRule.objects.filter(position=9000).update(office_key="general_support")
    assert load_rules(rules, by=Actor.MACHINE) == 0
    assert RoutingRule.objects.get(position=9000).office_key == "general_support"
    kept = list(RoutingRule.objects.values_list("position", flat=True))
    assert kept == [rule.position for rule in rules]


@pytest.mark.usefixtures("_laid")
def test_the_demonstrations_own_bodies_act_in_their_own_district_only():
    load_rules(read_rules(), by=Actor.MACHINE)
    named = RoutingRule.objects.filter(target=RoutingRule.Target.ORGANISATION)
    assert named.exists()
    assert not named.exclude(area__code="110107").exists()


@pytest.mark.usefixtures("_laid")
def test_each_office_named_by_a_rule_is_in_each_street():
    load_rules(read_rules(), by=Actor.MACHINE)
    keys = set(RoutingRule.objects.exclude(office_key="").values_list("office_key", flat=True))
    for street in Organisation.objects.filter(kind="subdistrict"):
        offices = Organisation.objects.filter(area=street.area).values_list("office_key", flat=True)
        assert keys <= set(offices)


def test_without_the_demonstration_the_rules_need_no_organisation():
    call_command("load_ground", verbosity=0)
    call_command("load_rules", verbosity=0)
    assert RoutingRule.objects.count() == len(read_rules(demonstration=False))


def test_only_an_administrator_or_the_machine_loads_rules():
    with pytest.raises(NotAllowed):
        load_rules([], by=Actor.FEED)
