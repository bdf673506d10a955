"""Writing the next version of the routing rules: a draft is changed, and published as a whole."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Conflict, Invalid, NotAllowed, NotFound
from complaints.models import User
from dispatch.models import DoneRule, RoutingRule, RuleSet, RuleTrial, RuleTrialLine
from dispatch.permissions import can_edit_rules
from dispatch.selectors.beside import border_metres
from dispatch.selectors.rule_checks import faults_of, offices_there, rules_of

NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule as typed: what it asks, and what comes of it."""

    position: int
    target: str
    note: str
    since: date
    category_id: int | None = None
    area_id: int | None = None
    demand_kind: str = ""
    channel: str = ""
    words: str = ""
    from_time: time | None = None
    to_time: time | None = None
    season_from: str = ""
    season_to: str = ""
    risk_kind: str = ""
    contract: str = ""
    border: str = ""
    within_m: int | None = None
    organisation_id: int | None = None
    office_key: str = ""
    duty_id: int | None = None
    clock_kind: str = ""
    whistle_kind: str = ""
    co_community: bool = False
    co_property: bool = False
    copy_district: bool = False
    done_rule: str = DoneRule.ALL
    until: date | None = None

    def on(self, rule: RoutingRule) -> RoutingRule:
        """The row as it would be."""
        for name in self.__slots__:
            setattr(rule, name, getattr(self, name))
        return rule


def draft_rules(*, by: User, name: str, at: datetime | None = None) -> RuleSet:
    """A draft with the rules that are in force now."""
    at = at or timezone.now()
    _may_edit(by)
    name = " ".join(name.split())
    if not name or len(name) > NAME_MAX:
        raise Invalid(_("请写一个名称，最多 %(limit)s 字。") % {"limit": NAME_MAX}, field="name")
    with transaction.atomic():
        draft = RuleSet.objects.create(name=name, made_by=by, made_at=at)
        copies = []
        for rule in RoutingRule.objects.filter(rule_set__in=RuleSet.objects.in_force(at)):
            rule.pk = None
            rule.rule_set = draft
            copies.append(rule)
        RoutingRule.objects.bulk_create(copies)
    return draft


def add_rule(draft: int, asked: Asked, *, by: User) -> RoutingRule:
    """One more rule; refused where it can never decide or says another thing than one before."""
    with transaction.atomic():
        return _keep(RoutingRule(rule_set=_locked(draft, by)), asked)


def change_rule(key: int, asked: Asked, *, by: User) -> RoutingRule:
    """Other conditions, another outcome, another place in the order."""
    with transaction.atomic():
        return _keep(_locked_rule(key, by), asked)


def remove_rule(key: int, *, by: User) -> None:
    """Out of the draft."""
    with transaction.atomic():
        _locked_rule(key, by).delete()


def move_rule(key: int, *, by: User, is_up: bool) -> RoutingRule:
    """Change places with the neighbour. At the end it stays where it is."""
    with transaction.atomic():
        rule = _locked_rule(key, by)
        rows = list(RoutingRule.objects.filter(rule_set=rule.rule_set_id).order_by("position"))
        here = [row.pk for row in rows].index(rule.pk)
        there = here - 1 if is_up else here + 1
        if 0 <= there < len(rows):
            one, other = rows[here], rows[there]
            one.position, other.position = other.position, one.position
            RoutingRule.objects.bulk_update([one, other], ["position"])
            return one
    return rule


def discard_draft(key: int, *, by: User) -> str:
    """Throw a draft away; nothing was ever sent by it. Returns its name."""
    with transaction.atomic():
        draft = _locked(key, by)
        RuleTrialLine.objects.filter(trial__rule_set=draft).delete()
        RuleTrial.objects.filter(rule_set=draft).delete()
        RoutingRule.objects.filter(rule_set=draft).delete()
        draft.delete()
        return draft.name


def publish_rules(
    key: int, *, by: User, live_from: datetime | None = None, at: datetime | None = None
) -> RuleSet:
    """From this instant on the draft decides; now where none is given. Never for earlier: what was
    decided stays decided."""
    at = at or timezone.now()
    live_from = live_from or at
    if live_from < at:
        raise Invalid(_("生效时间不能早于现在。"), field="live_from")
    with transaction.atomic():
        draft = _locked(key, by)
        rules = rules_of(draft.pk)
        if not rules:
            raise Invalid(_("这一版还没有规则，不能发布。"))
        on = timezone.localdate(live_from)
        offices = offices_there(on=on)
        wrong = [rule for rule in rules if faults_of(rule, rules, on=on, offices=offices)]
        if wrong:
            places = _("、").join(str(rule.position) for rule in wrong[:10])
            raise Invalid(_("有规则要先改好才能发布：第 %(places)s 条。") % {"places": places})
        draft.live_from, draft.published_by, draft.published_at = live_from, by, at
        try:
            with transaction.atomic():
                draft.save(update_fields=["live_from", "published_by", "published_at"])
        except IntegrityError:
            raise Conflict(
                _("另一版正好在这个时间生效，请换一个时间。"), field="live_from"
            ) from None
    return draft


def recall_rules(key: int, *, by: User, at: datetime | None = None) -> RuleSet:
    """A version that has not begun becomes a draft again: it has decided nothing yet."""
    at = at or timezone.now()
    _may_edit(by)
    with transaction.atomic():
        version = RuleSet.objects.select_for_update(of=("self",)).filter(pk=key).first()
        if version is None:
            raise NotFound(_("没有这一版规则。"))
        if version.live_from is None or version.live_from <= at:
            raise Conflict(_("只有还没有生效的版本可以撤回。"))
        version.live_from = version.published_by = version.published_at = None
        version.save(update_fields=["live_from", "published_by", "published_at"])
    return version


def _keep(rule: RoutingRule, asked: Asked) -> RoutingRule:
    asked.on(rule)
    rules = rules_of(rule.rule_set_id)
    others = [one for one in rules if one.pk != rule.pk]
    if any(one.position == rule.position for one in others):
        raise Invalid(_("这个顺序已经有一条规则，请换一个数。"), field="position")
    on = timezone.localdate()
    _refuse_far(rule, on=on)
    found = faults_of(rule, others, on=on, offices=offices_there(on=on))
    if found:
        raise Invalid(" ".join(one.words for one in found), field=found[0].field)
    rule.save()
    return rule


def _refuse_far(rule: RoutingRule, *, on: date) -> None:
    """Beyond what counts as near no border is looked for, so such a rule would never fit."""
    if rule.within_m is None:
        return
    most = border_metres(on)
    if rule.within_m > most:
        words = _("离边界 %(most)s 米以外不看边界，请填不超过 %(most)s 的数。")
        raise Invalid(words % {"most": most}, field="within_m")
    if rule.border == RoutingRule.Border.NONE:
        raise Invalid(_("不在边界附近，就不能再限离边界的距离。"), field="within_m")


def _may_edit(by: User) -> None:
    if not can_edit_rules(by):
        raise NotAllowed(_("派单规则由系统管理员修改。"))


def _locked(key: int, by: User) -> RuleSet:
    _may_edit(by)
    draft = RuleSet.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if draft is None:
        raise NotFound(_("没有这一版规则。"))
    if not draft.is_draft:
        raise Conflict(_("已经发布的规则不再修改，请另起草一版。"))
    return draft


def _locked_rule(key: int, by: User) -> RoutingRule:
    _may_edit(by)
    rule = RoutingRule.objects.filter(pk=key).first()
    if rule is None:
        raise NotFound(_("没有这条规则。"))
    _locked(rule.rule_set_id, by)
    return RoutingRule.objects.select_for_update(of=("self",)).get(pk=key)
