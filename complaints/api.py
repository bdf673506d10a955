"""REST doors of the reference data: territory, catalogue, organisations."""

from typing import cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins, viewsets
from rest_framework.pagination import CursorPagination

from complaints.models import Area, Article, Category, Organisation, Outcome, User
from complaints.querysets import ArticleQuerySet
from complaints.selectors.knowledge import articles_for
from complaints.serializers import AreaOut, ArticleOut, CategoryOut, OrganisationOut, OutcomeOut


class ByCode(CursorPagination):
    """Pages of two hundred in the order of codes."""

    page_size = 200
    ordering = ("code",)


class AreaViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Area]):
    """Territory, without outlines."""

    queryset = Area.objects.select_related("parent").defer("outline")
    serializer_class = AreaOut
    lookup_field = "code"
    lookup_value_regex = r"\d{6,12}"
    pagination_class = ByCode
    filterset_fields = ("level", "parent__code")


class CategoryViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Category]
):
    """The catalogue."""

    queryset = Category.objects.select_related("parent")
    serializer_class = CategoryOut
    lookup_field = "code"
    lookup_value_regex = r"\d{6}"
    pagination_class = ByCode
    filterset_fields = ("level", "parent__code")


class OrganisationViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Organisation]
):
    """Who may be asked to act."""

    queryset = Organisation.objects.select_related("area", "parent")
    serializer_class = OrganisationOut
    lookup_field = "code"
    lookup_value_regex = r"[\w-]+"
    pagination_class = ByCode
    filterset_fields = ("kind", "area__code")


class ByKey(CursorPagination):
    """Pages of two hundred in the order in which rows were added."""

    page_size = 200
    ordering = ("pk",)


class OutcomeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Outcome]):
    """How a complaint may end without a unit, with the words for its caller."""

    queryset = Outcome.objects.all()
    serializer_class = OutcomeOut
    pagination_class = ByKey
    filterset_fields = ("kind", "code")


@extend_schema_view(list=extend_schema(parameters=[OpenApiParameter("q", str)]))
class ArticleViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Article]
):
    """What the office answers: all for staff who answer or work, else what is public. `q` finds the
    articles that hold all its words."""

    queryset = Article.objects.none()
    serializer_class = ArticleOut
    pagination_class = ByKey
    filterset_fields = ("is_public",)

    def get_queryset(self) -> ArticleQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Article.objects.none()
        rows = articles_for(cast("User", self.request.user)).current(timezone.localdate())
        return rows.saying(self.request.query_params.get("q", "")[:60].replace("\x00", ""))
