"""REST doors of the reference data: territory, catalogue, organisations."""

from rest_framework import mixins, viewsets
from rest_framework.pagination import CursorPagination

from complaints.models import Area, Category, Organisation
from complaints.serializers import AreaOut, CategoryOut, OrganisationOut


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
