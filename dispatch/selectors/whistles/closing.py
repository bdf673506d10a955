"""What a whistle still lacks before it may be concluded."""

from django.utils.translation import gettext as _

from dispatch.models import Duty, Fund, Summons, Whistle, WhistleScore
from dispatch.states import CAME, UNANSWERED

OF_UNIT, OF_BLOWER = WhistleScore.Direction.OF_UNIT, WhistleScore.Direction.OF_BLOWER


def lacking(whistle: Whistle) -> list[str]:
    """In words, nothing where all is done. Summons come with their organisation and scores."""
    summons = list(whistle.summons.select_related("organisation").prefetch_related("scores"))
    words = [
        _("%(unit)s还没有报到，也没有准予不到") % {"unit": one.organisation}
        for one in summons
        if one.status in UNANSWERED
    ]
    words += [
        _("%(unit)s的任务“%(what)s”还没有结果") % {"unit": duty.owner, "what": duty.what}
        for duty in Duty.objects.filter(whistle=whistle, result="").select_related("owner")
    ]
    words += [
        _("资金申请“%(what)s”还没有批复") % {"what": fund.what}
        for fund in Fund.objects.filter(whistle=whistle, decided_at__isnull=True)
    ]
    for one in summons:
        words += _scores(one)
    return words


def _scores(summons: Summons) -> list[str]:
    """Both ways for every unit that came. A body without accounts cannot score: it has none."""
    if summons.status not in CAME:
        return []
    given = {score.direction for score in summons.scores.all()}
    unit, words = summons.organisation, []
    if OF_UNIT not in given:
        words.append(_("%(unit)s还没有得到评分") % {"unit": unit})
    if OF_BLOWER not in given and summons.arrival != Summons.Arrival.WITNESSED:
        words.append(_("%(unit)s还没有评吹哨单位") % {"unit": unit})
    return words
