"""People and their dated posts. A post says what its holder may see; no post, no sight."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from complaints.models.organisation import Organisation
from complaints.querysets import DatedQuerySet


class Role(models.TextChoices):
    HOTLINE_CLERK = "hotline_clerk", _("热线接线员")
    TRIAGE_OFFICER = "triage_officer", _("处置中心分派员")
    DESK = "desk", _("接诉即办专班")
    CADRE = "cadre", _("包村/驻村干部")
    HANDLER = "handler", _("承办人员")
    COMMUNITY_WORKER = "community_worker", _("社区工作者")
    PROPERTY_CLERK = "property_clerk", _("物业工作人员")
    LANE_HEAD = "lane_head", _("街巷长")
    STEWARD = "steward", _("小巷管家")
    JUDGE = "judge", _("联系点法官/调解员")
    HEAD = "head", _("一把手")
    DISTRICT_LEADER = "district_leader", _("区领导")
    CITY_VIEWER = "city_viewer", _("市级查看")
    PRIVACY_OFFICER = "privacy_officer", _("个人信息保护专员")
    ADMINISTRATOR = "administrator", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计员")
    RESIDENT = "resident", _("居民")


class Actor(models.TextChoices):
    """Who did it where no signed-in person did."""

    USER = "user", _("工作人员")
    RESIDENT = "resident", _("居民")
    LINK = "link", _("一次性链接")
    FEED = "feed", _("热线数据")
    MACHINE = "machine", _("系统")


@dataclass(frozen=True, slots=True)
class Sight:
    """Which complaints a person may see; read by `visible_to` and nowhere else.

    Areas and organisations are primary keys. `secret_areas` and `secret_everywhere` reach the
    complaints whose callers asked for secrecy; everybody else sees those only when named on them.
    Who places complaints sees those without any place, and those in `unplaced_districts` whose
    street is not known: somebody must find it.
    """

    user_id: int
    everywhere: bool = False
    areas: frozenset[int] = frozenset()
    holders: frozenset[int] = frozenset()
    secret_everywhere: bool = False
    secret_areas: frozenset[int] = frozenset()
    unplaced: bool = False
    unplaced_districts: frozenset[int] = frozenset()
    secret_unplaced: bool = False


class CurrentPost(NamedTuple):
    """A post in force, with what permission checks need of its organisation."""

    role: str
    organisation_id: int
    organisation_kind: str
    area_id: int | None
    area_above_id: int | None
    area_code: str | None


# Who sees by area, who by what his organisation holds. Administration roles see no complaint.
SEE_EVERYWHERE = frozenset({Role.HOTLINE_CLERK, Role.CITY_VIEWER})
SEE_OWN_AREA = frozenset({Role.TRIAGE_OFFICER, Role.DESK, Role.HEAD, Role.DISTRICT_LEADER})
SEE_HELD = frozenset({Role.HANDLER, Role.COMMUNITY_WORKER, Role.PROPERTY_CLERK, Role.CADRE})
SEE_SECRET = frozenset({Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER})
SEE_UNPLACED = frozenset({Role.HOTLINE_CLERK, Role.TRIAGE_OFFICER, Role.DESK})


class User(AbstractUser):
    """A person with an account. Residents need none."""

    display_name = models.CharField(_("显示名称"), max_length=60, blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def current_posts(self) -> tuple[CurrentPost, ...]:
        """Posts in force today, read once a request (the user is loaded anew for each)."""
        rows = (
            Post.objects.filter(user=self, user__is_active=True)
            .current(timezone.localdate())
            .values_list(
                "role",
                "organisation_id",
                "organisation__kind",
                "organisation__area_id",
                "organisation__area__parent_id",
                "organisation__area__code",
            )
        )
        return tuple(CurrentPost(*row) for row in rows)

    def forget_posts(self) -> None:
        """Read the posts anew at the next question: under a lock, what counts is now."""
        self.__dict__.pop("current_posts", None)

    def has_role(self, *roles: str) -> bool:
        """One of these roles is in force today."""
        return self.is_active and any(post.role in roles for post in self.current_posts)

    @property
    def sight(self) -> Sight:
        """What the posts in force let this person see."""
        if not self.is_active or self.pk is None:
            return Sight(user_id=0)
        posts = self.current_posts
        own = [post for post in posts if post.role in SEE_OWN_AREA and post.area_id]
        roles = {post.role for post in posts}
        return Sight(
            user_id=self.pk,
            everywhere=bool(roles & SEE_EVERYWHERE),
            areas=frozenset(post.area_id for post in own if post.area_id),
            holders=frozenset(p.organisation_id for p in posts if p.role in SEE_HELD),
            secret_everywhere=bool(roles & SEE_SECRET & SEE_EVERYWHERE),
            secret_areas=frozenset(p.area_id for p in own if p.role in SEE_SECRET and p.area_id),
            unplaced=bool(roles & SEE_UNPLACED),
            unplaced_districts=frozenset(
                p.area_above_id for p in own if p.role in SEE_UNPLACED and p.area_above_id
            ),
            secret_unplaced=bool(roles & SEE_SECRET & SEE_UNPLACED),
        )


class Post(models.Model):
    """A person holds a role in an organisation from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.organisation}"


By = User | Actor
