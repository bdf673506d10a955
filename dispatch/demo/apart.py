"""Calls that went to no unit: one for each special treatment of the regulation (条例 Art. 11) and
one answered from the knowledge base, told by the single verbs. All of it is invented."""

from datetime import timedelta

from complaints import fields
from complaints.actions.advising import Advising, advise_complaint
from complaints.actions.intake import Caller, Draft, Where, file_complaint
from complaints.actions.life import answer_complaint
from complaints.demo.articles import write_articles
from complaints.demo.people import COMMUNITY, STREET
from complaints.models import (
    Category,
    Channel,
    Complaint,
    GazetteerEntry,
    Organisation,
    Outcome,
    User,
)
from complaints.selectors.advising import reply_for
from dispatch.demo.office import Office

# Outcome, category, days ago, what was said.
_CALLS: tuple[tuple[str, str, float, str], ...] = (
    ("emergency-119", "080102", 1.2,
     "来电人反映，{estate}楼道里堆的纸箱冒烟，有焦糊味，已经有邻居往外跑。"),
    ("statutory-litigation", "", 3.1,
     "来电人和装修公司因为工期打官司，法院已经立案，希望街道催法院早点开庭。"),
    ("secret-privacy", "", 4.3,
     "来电人想知道{estate}楼上新搬来的住户叫什么、在哪里上班、电话是多少。"),
    ("outside-social", "090403", 6.2,
     "来电人借给朋友的钱到期没有还，希望街道出面要回来。"),
    ("outside-market", "100101", 8.4,
     "来电人觉得{estate}门口理发店明码标价的烫发比别处贵，希望街道让店家降价。"),
    ("unlawful", "", 9.5,
     "来电人要求街道派人把楼上租户的东西搬到楼外，租期还没有到。"),
)  # fmt: skip
_ASKED = "来电人咨询老年卡怎样办理，需要带什么材料。"
_AGAIN = "来电人再次来电咨询老年卡怎样办理，情况和上次一样。"
# One call is made twice.
CALLS = len(_CALLS) + 2


def calls_apart(office: Office, *, seed: int) -> int:
    """File and end them; returns how many."""
    for code, category, days, words in _CALLS:
        complaint = _filed(office, words, category, days=days, seed=seed)
        _told(office, complaint, code)
    caller = Caller(name="演示居民乙", phone="010-00000002")
    articles = write_articles(_street_body(), by=_triage(office), at=office.at)
    first = _filed(office, _ASKED, "120403", days=7.3, seed=seed, caller=caller)
    at = first.received_at + timedelta(minutes=4)
    card = articles[0]
    by, words = _triage(office), card.answer
    answer_complaint(first.pk, by=by, answer=words, article_id=card.pk, at=at)
    again = _filed(office, _AGAIN, "120403", days=2.2, seed=seed, caller=caller)
    _told(office, again, "repeat", earlier=Complaint.objects.get(pk=first.pk))
    return CALLS


def _filed(
    office: Office, words: str, code: str, *, days: float, seed: int, caller: Caller | None = None
) -> Complaint:
    estates = GazetteerEntry.objects.filter(kind="estate", area__code__startswith=STREET)
    estate = estates.exclude(area__code=COMMUNITY).order_by("pk")[0]
    filed = file_complaint(
        Draft(
            text=words.format(estate=estate.name),
            where=Where(address=estate.name, community_id=estate.area_id),
            caller=caller or Caller(name="演示居民丙", phone=f"010-0000{int(days * 100):04d}"),
            category_id=Category.objects.get(code=code).pk if code else None,
            demand_kind="consult" if code in {"", "120403"} else "help",
        ),
        by=office.staff.clerks[0],
        channel=Channel.HOTLINE,
        idempotency_key=fields.keyed_hash(f"{seed} {words}", purpose="demonstration")[:40],
        at=office.at - timedelta(days=days),
    )
    return filed.complaint


def _told(
    office: Office, complaint: Complaint, code: str, *, earlier: Complaint | None = None
) -> None:
    outcome = Outcome.objects.filter(code=code).latest("since")
    advising = Advising(
        outcome=code,
        reply=reply_for(outcome, complaint, language="zh-hans", earlier=earlier),
        earlier=earlier.number if earlier else "",
        has_new_fact=False if earlier else None,
    )
    at = complaint.received_at + timedelta(minutes=3)
    advise_complaint(complaint.pk, by=office.staff.clerks[0], advising=advising, at=at)


def _triage(office: Office) -> User:
    return office.staff.triage[_street_body().area_id or 0]


def _street_body() -> Organisation:
    return Organisation.objects.get(code=f"ST-{STREET}")
