"""How well categories are suggested: versions with their figures, runs, and what people kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from complaints.models import LearningRun, ModelUse, ModelVersion, Suggestion
from complaints.models.languages import worded

VERSIONS = 20
RUNS = 5
SHARE_DAYS = 90
CATEGORIES = 30
_ACCEPTED = Count("pk", filter=Q(place=1))
_AMONG_THREE = Count("pk", filter=Q(place__gte=1))


@dataclass(frozen=True, slots=True)
class VersionLine:
    """Rates in percent; `before_f1` is what the version in use then reached on the same texts."""

    key: int
    origin: str
    made_at: datetime
    learned_until: datetime | None
    text_count: int
    label_count: int
    macro_f1: float
    before_f1: float | None
    accuracy: float
    three_best: float
    calibration_error: float
    coverage: float
    sure_accuracy: float
    tested: int
    threshold: float
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Of what was suggested as this category: how often it was kept, and one of the three was."""

    name: str
    shown: int
    accepted: int
    among_three: int

    @property
    def percent(self) -> float:
        return 100 * self.accepted / self.shown if self.shown else 0.0

    @property
    def three_percent(self) -> float:
        return 100 * self.among_three / self.shown if self.shown else 0.0


@dataclass(frozen=True, slots=True)
class LearningPage:
    """`total` sums all categories, `shares` has the most suggested ones."""

    versions: tuple[VersionLine, ...]
    uses: tuple[ModelUse, ...]
    runs: tuple[LearningRun, ...]
    shares: tuple[ShareLine, ...]
    total: ShareLine
    is_running: bool


def learning_page(*, at: datetime) -> LearningPage:
    """All of it, in five queries."""
    uses = tuple(ModelUse.objects.select_related("by").order_by("-since", "-pk")[:RUNS])
    runs = tuple(
        LearningRun.objects.select_related("requested_by").order_by("-requested_at")[:RUNS]
    )
    in_use = {use.version_id for use in uses if use.is_current}
    versions = ModelVersion.objects.defer("content").order_by("-made_at", "-pk")[:VERSIONS]
    found = Suggestion.objects.filter(at__gte=at - timedelta(days=SHARE_DAYS))
    rows = (
        found.values("suggested__name", "suggested__name_en")
        .annotate(shown=Count("pk"), accepted=_ACCEPTED, among_three=_AMONG_THREE)
        .order_by("-shown", "suggested__name")
    )
    total = found.aggregate(shown=Count("pk"), accepted=_ACCEPTED, among_three=_AMONG_THREE)
    return LearningPage(
        versions=tuple(_version(row, is_in_use=row.pk in in_use) for row in versions),
        uses=uses,
        runs=runs,
        shares=tuple(
            ShareLine(
                worded(row["suggested__name"], row["suggested__name_en"]),
                row["shown"],
                row["accepted"],
                row["among_three"],
            )
            for row in rows[:CATEGORIES]
        ),
        total=ShareLine("", total["shown"], total["accepted"], total["among_three"]),
        is_running=any(not run.finished_at for run in runs),
    )


def _version(row: ModelVersion, *, is_in_use: bool) -> VersionLine:
    figures = row.figures
    before = figures["before_macro_f1_rate"]
    return VersionLine(
        key=row.pk,
        origin=row.get_origin_display(),
        made_at=row.made_at,
        learned_until=row.learned_until,
        text_count=row.text_count,
        label_count=row.label_count,
        macro_f1=100 * figures["macro_f1_rate"],
        before_f1=None if before is None else 100 * before,
        accuracy=100 * figures["accuracy_rate"],
        three_best=100 * figures["three_best_rate"],
        calibration_error=100 * figures["calibration_loss"],
        coverage=100 * figures["coverage_rate"],
        sure_accuracy=100 * figures["sure_accuracy_rate"],
        tested=figures["texts"],
        threshold=100 * row.threshold,
        is_in_use=is_in_use,
    )
