"""Keeping phrases. Nothing of a complaint changes here, so no event row is written."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.errors import Invalid, NotAllowed, NotFound
from complaints.kernels.masking import Kind, find_personal
from complaints.kernels.phrases import PLACES, wrong_places
from complaints.models import Category, User
from dispatch.models import Phrase
from dispatch.permissions import areas_of_office, can_change_phrase, can_keep_phrases

PHRASES_MAX = 100
NAME_MAX = 30
TEXT_MAX = 1000
# What leads to one person stands in no phrase; a place or a name of the office may.
PERSONAL = frozenset({Kind.PHONE, Kind.ID_CARD, Kind.EMAIL, Kind.PLATE, Kind.ACCOUNT})


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase as typed. Without unit and area it is one's own."""

    name: str
    text: str
    use: str = Phrase.Use.ANY
    category_id: int | None = None
    organisation_id: int | None = None
    area_id: int | None = None


def save_phrase(wording: Wording, *, by: User, at: datetime | None = None) -> Phrase:
    """Keep a new one."""
    if not can_keep_phrases(by):
        raise NotAllowed(_("您没有办理诉求的任职，不需要常用语。"))
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if Phrase.objects.filter(owner=by).count() >= PHRASES_MAX:
            raise Invalid(
                _("最多保存 %(limit)s 条常用语，请先删除不用的。") % {"limit": PHRASES_MAX},
                field="name",
            )
        return _keep(Phrase(owner=by), wording, by=by, at=at or timezone.now())


def change_phrase(key: int, wording: Wording, *, by: User, at: datetime | None = None) -> Phrase:
    """Other words, another step, other readers."""
    with transaction.atomic():
        return _keep(_locked(key, by), wording, by=by, at=at or timezone.now())


def remove_phrase(key: int, *, by: User) -> str:
    """It is offered to nobody any longer; what was written with it stays. Returns its name."""
    with transaction.atomic():
        phrase = _locked(key, by)
        phrase.delete()
        return phrase.name


def checked_words(text: str) -> str:
    """The words of a phrase, refused with what is wrong in them."""
    words = text.replace("\r\n", "\n").strip()
    if not words or len(words) > TEXT_MAX:
        limits = {"limit": TEXT_MAX}
        raise Invalid(_("请写下常用语的内容，最多 %(limit)s 字。") % limits, field="text")
    if wrong := wrong_places(words):
        known = _("、").join(f"{{{name}}}" for name in PLACES)
        raise Invalid(
            _("“%(wrong)s”不能识别。可以用的有：%(known)s。") % {"wrong": wrong[0], "known": known},
            field="text",
        )
    if any(span.kind in PERSONAL for span in find_personal(words)):
        raise Invalid(_("常用语里不能有电话、证件号等个人信息。"), field="text")
    return words


def _keep(phrase: Phrase, wording: Wording, *, by: User, at: datetime) -> Phrase:
    name = " ".join(wording.name.split())
    if not name or len(name) > NAME_MAX:
        raise Invalid(_("请写一个名称，最多 %(limit)s 字。") % {"limit": NAME_MAX}, field="name")
    if wording.use not in Phrase.Use.values:
        raise Invalid(_("请选择用在哪一步。"), field="use")
    if wording.category_id and not Category.objects.filter(pk=wording.category_id).exists():
        raise Invalid(_("没有这个分类。"), field="category")
    _may_share(wording, by)
    phrase.name, phrase.text, phrase.use = name, checked_words(wording.text), wording.use
    phrase.category_id = wording.category_id
    phrase.organisation_id, phrase.area_id = wording.organisation_id, wording.area_id
    phrase.saved_at = at
    phrase.save()
    return phrase


def _may_share(wording: Wording, by: User) -> None:
    by.forget_posts()
    units = {post.organisation_id for post in by.current_posts}
    if wording.organisation_id is not None and wording.organisation_id not in units:
        raise Invalid(_("只能与自己任职的单位共用。"), field="circle")
    if wording.area_id is not None and wording.area_id not in areas_of_office(by):
        raise Invalid(_("全街道共用的常用语由处置中心和专班维护。"), field="circle")


def _locked(key: int, by: User) -> Phrase:
    rows = Phrase.objects.visible_to(by).select_for_update(of=("self",))
    phrase = rows.filter(pk=key).first()
    if phrase is None:
        raise NotFound(_("没有这条常用语，或没有与您共用。"))
    if not can_change_phrase(by, phrase):
        raise NotAllowed(_("别人建立的常用语由本人或处置中心修改。"))
    return phrase
