"""What is asked of somebody who files: words first, then where; the rest may stay empty."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.actions.intake import ADDRESS_MAX, TEXT_MAX, Caller, Draft, Where
from complaints.forms.files import ManyFilesField, ManyFilesInput
from complaints.kernels.phones import is_dialable
from complaints.models import Category, Channel, Complaint, DemandKind
from complaints.selectors.communities import named

PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif"
POINT_PARTS = 2


class PhoneField(forms.CharField):
    """A telephone number as typed, never demanded; one that cannot be dialled is told."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=40,
            widget=forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
            ),
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_dialable(value):
            raise forms.ValidationError(
                _("电话号码好像不对：手机号是 11 位，座机可以带区号，例如 010 开头。")
            )


class WordsField(forms.CharField):
    """A long text as typed: what no database can carry is taken out by the action, not refused."""

    default_validators: list[Any] = []

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\x00", "").strip()


class FilingForm(forms.Form):
    """The resident's form; staff use the child below."""

    text = WordsField(
        label=gettext_lazy("您要反映什么"),
        help_text=gettext_lazy("什么事、从什么时候开始、希望怎样解决。像跟人说话一样写就行。"),
        error_messages={"required": gettext_lazy("请写下要反映的内容。")},
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": TEXT_MAX, "dir": "auto"}),
    )
    photos = ManyFilesField(
        label=gettext_lazy("照片"),
        required=False,
        help_text=gettext_lazy("最多六张，每张不超过 25 MB。照片里的拍摄位置等信息会自动去掉。"),
        widget=ManyFilesInput(attrs={"accept": PHOTO_TYPES}),
    )
    address = WordsField(
        label=gettext_lazy("在什么地方"),
        required=False,
        help_text=gettext_lazy("例如：鲁谷街道七星园小区 3 号楼北侧。不必写您自己家的门牌。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    community = forms.CharField(
        label=gettext_lazy("社区或小区"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("写名字就行，不知道可以不填。"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "data-offer": reverse_lazy("place-offer"),
                "data-as-typed": gettext_lazy("就写："),
            }
        ),
    )
    point = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())
    demand_kind = forms.ChoiceField(
        label=gettext_lazy("属于哪一种"),
        required=False,
        choices=DemandKind,
        widget=forms.RadioSelect(),
    )
    name = WordsField(
        label=gettext_lazy("怎么称呼您"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=gettext_lazy("电话"))
    is_secret = forms.BooleanField(
        label=gettext_lazy("请为我保密"),
        required=False,
        help_text=gettext_lazy("只有诉求处置中心和一名指定的承办人员能看到这件诉求。"),
    )

    field_order: list[str] | None = None
    # One of these says where; none alone is demanded.
    place_fields: tuple[str, ...] = ("address", "community", "point")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > TEXT_MAX:
            raise forms.ValidationError(
                _("内容太长：%(given)s 字，最多 %(limit)s 字。请精简后再提交，您写的内容已保留。")
                % {"given": len(text), "limit": TEXT_MAX}
            )
        return text

    def clean_address(self) -> str:
        return _short(self.cleaned_data["address"], ADDRESS_MAX)

    def clean_name(self) -> str:
        return _short(self.cleaned_data["name"], 60)

    def clean_point(self) -> tuple[float, float] | None:
        given: str = self.cleaned_data["point"]
        if not given:
            return None
        parts = given.split(",")
        try:
            lon, lat = (float(part) for part in parts)
        except ValueError:
            raise forms.ValidationError(
                _("地图上的点没有读懂，请重新点一下，或用文字写地点。")
            ) from None
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise forms.ValidationError(_("这个点不在地球上，请重新选点，或用文字写明地点。"))
        return lon, lat

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_place = any(cleaned.get(name) for name in self.place_fields)
        if not has_place and not set(self.place_fields) & set(self.errors):
            self.add_error("address", _("请写明地点，或在地图上点一下，两样有一样就行。"))
        # A community's name that is not known goes before the address: both must fit.
        both = f"{cleaned.get('community', '')} {cleaned.get('address', '')}"
        if "address" not in self.errors and len(both) > ADDRESS_MAX:
            self.add_error("address", _("地点和社区名合起来太长，请各写短一些。"))
        return cleaned

    def draft(self, *, photo_ids: Sequence[UUID] = ()) -> Draft:
        """What the action takes, with the photos kept for it; call after is_valid()."""
        cleaned = self.cleaned_data
        return Draft(
            text=cleaned["text"],
            where=self._where(),
            caller=Caller(
                name=cleaned["name"], phone=cleaned["phone"], home=cleaned.get("home", "")
            ),
            demand_kind=cleaned["demand_kind"] or DemandKind.HELP,
            is_secret=cleaned["is_secret"],
            photo_ids=photo_ids,
        )

    def _where(self) -> Where:
        cleaned = self.cleaned_data
        lon, lat = cleaned["point"] or (None, None)
        place = named(cleaned["community"])
        address = cleaned["address"]
        if place.words and place.words not in address:
            # A street of a community says more than the community; a name the office does not
            # know, or knows twice, is for the triage officer to place.
            address = f"{place.words} {address}".strip()
        community = place.community
        return Where(
            address=address, lon=lon, lat=lat, community_id=community.pk if community else None
        )


class StaffFilingForm(FilingForm):
    """Keyed in on somebody's behalf: the channel is known, category and urgency may be."""

    channel = forms.ChoiceField(
        label=gettext_lazy("来电来访渠道"),
        choices=[
            (one.value, one.label)
            for one in (Channel.HOTLINE, Channel.PHONE, Channel.WINDOW, Channel.COMMUNITY)
        ],
    )
    category = forms.ModelChoiceField(
        label=gettext_lazy("诉求分类"),
        required=False,
        queryset=Category.objects.filter(level=3),
        empty_label=gettext_lazy("（以后再定）"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), choices=Complaint.Urgency)
    home = WordsField(label=gettext_lazy("诉求人住址"), required=False)

    field_order = ["channel", "text", "category", "demand_kind", "urgency", "address", "community"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The clerk is asked, not the caller.
        self.fields["text"].label = _("诉求内容")
        self.fields["text"].help_text = _(
            "按诉求人的原话记：什么事、从什么时候开始、希望怎样解决。"
        )
        self.fields["address"].label = _("地点")
        self.fields["address"].help_text = _(
            "出问题的地方，打汉字、拼音或首字母可以选，楼号、路口接着写；自家门牌写在“诉求人住址”。"
        )
        self.fields["name"].label = _("称呼")
        self.fields["is_secret"].label = _("诉求人要求保密")
        for name in ("name", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def draft(self, *, photo_ids: Sequence[UUID] = ()) -> Draft:
        basic = super().draft(photo_ids=photo_ids)
        category: Category | None = self.cleaned_data["category"]
        return Draft(
            text=basic.text,
            where=basic.where,
            caller=basic.caller,
            demand_kind=basic.demand_kind,
            category_id=category.pk if category else None,
            is_secret=basic.is_secret,
            urgency=self.cleaned_data["urgency"],
            photo_ids=basic.photo_ids,
        )


def _short(words: str, limit: int) -> str:
    if len(words) > limit:
        raise forms.ValidationError(
            _("这里最多写 %(limit)s 个字，现在是 %(given)s 个。")
            % {"limit": limit, "given": len(words)}
        )
    return words
