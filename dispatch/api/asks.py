"""What units ask for: read, and decided."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.actions.asks.deciding import decide_ask
from dispatch.api.base import ByKey, given, person
from dispatch.models import Ask
from dispatch.serializers.asks import AskDecisionIn, AskOut


class AskViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Ask]):
    """Objections, extensions, stopped clocks and the shelf, on complaints the caller may see."""

    queryset = Ask.objects.none()
    serializer_class = AskOut
    lookup_value_regex = r"\d+"
    pagination_class = ByKey
    filterset_fields = ("kind", "status")

    def get_queryset(self) -> QuerySet[Ask]:
        if getattr(self, "swagger_fake_view", False):
            return Ask.objects.none()
        return Ask.objects.visible_to(person(self.request))

    @extend_schema(request=AskDecisionIn)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Grant or refuse; a refusal has words."""
        row = decide_ask(int(pk), by=person(request), **given(AskDecisionIn, request))
        return Response(AskOut(row).data)
