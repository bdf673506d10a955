"""The words that an office writes every day: shared by the street, a unit, or one's own."""

from complaints.demo.people import COMMUNITY
from complaints.models import Area, Category, User
from dispatch.actions.phrases import Wording, save_phrase
from dispatch.demo.office import Office

_STREET = (
    ("已收到", "您反映的问题（编号 {number}）已经收到，{unit}会尽快办理，{due}前给您答复。", "any"),
    ("咨询答复", "您好，您咨询的事项答复如下：\n\n如还有疑问，请拨打 12345。", "answer"),
    ("退回说明", "经核实，此事不在{unit}职责范围内，建议改派：", "return"),
)
_UNIT = (
    ("约定上门", "已与诉求人约定上门时间，{unit}将派人到现场查看。", "contact"),
    ("办结", "{unit}已到现场处理完毕，并将结果告知诉求人。", "report"),
    ("等配件", "所需配件已订购，预计{due}前到货并完成更换。", "report"),
)


def keep_phrases(office: Office) -> None:
    """For the street that the fixed accounts work in."""
    street = Area.objects.filter(code=COMMUNITY).values_list("parent", flat=True).first()
    if street is None:
        return
    triage = _fresh(office.staff.triage[street])
    for name, text, use in _STREET:
        save_phrase(Wording(name, text, use, area_id=street), by=triage, at=office.at)
    lights = Category.objects.filter(level=3, name__contains="路灯").first()
    for workers in office.staff.workers.values():
        worker = _fresh(workers[0])
        posts = [post for post in worker.current_posts if post.area_id == street]
        if not posts:
            continue
        for name, text, use in _UNIT:
            unit, about = posts[0].organisation_id, None
            if name == "等配件" and lights is not None:
                about = lights.pk
            wording = Wording(name, text, use, category_id=about, organisation_id=unit)
            save_phrase(wording, by=worker, at=office.at)


def _fresh(user: User) -> User:
    """Posts are read once a request."""
    return User.objects.get(pk=user.pk)
