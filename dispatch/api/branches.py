"""Branches, callbacks and exclusions: what units and callers do."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.actions.asks.asking import Wish, ask
from dispatch.actions.assignments import (
    record_contact,
    report_result,
    sign_assignment,
    tell_hotline,
    tell_resident,
)
from dispatch.actions.callbacks import (
    Answers,
    close_callback_invalid,
    complete_callback,
    record_callback_attempt,
)
from dispatch.actions.exclusions import apply_exclusion, decide_exclusion
from dispatch.api.base import ByKey, given, person
from dispatch.models import Assignment, Callback, Exclusion
from dispatch.serializers.asks import AskIn, AskOut
from dispatch.serializers.branches import (
    AssignmentOut,
    AttemptOut,
    CallbackAnswersIn,
    CallbackAttemptIn,
    CallbackInvalidIn,
    CallbackOut,
    ContactIn,
    DecisionIn,
    ExclusionIn,
    ExclusionOut,
    ReportIn,
    ReportOut,
)


class AssignmentViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Assignment]
):
    """Branches of the complaints that the caller may see."""

    queryset = Assignment.objects.none()
    serializer_class = AssignmentOut
    lookup_value_regex = r"\d+"
    pagination_class = ByKey
    filterset_fields = ("status", "role", "clock_kind")

    def get_queryset(self) -> QuerySet[Assignment]:
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        rows = Assignment.objects.visible_to(person(self.request))
        return rows.select_related("complaint", "organisation", "report").prefetch_related(
            "attempts"
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, pk: str) -> Response:
        """The unit has it."""
        return self._fresh(sign_assignment(int(pk), by=person(request)))

    @extend_schema(request=AskIn, responses={201: AskOut})
    @action(detail=True, methods=["post"], url_path="ask", url_name="ask")
    def ask_for(self, request: Request, pk: str) -> Response:
        """Object, or ask for more time, a stopped clock or the shelf; work goes on meanwhile."""
        row = ask(int(pk), by=person(request), wish=Wish(**given(AskIn, request)))
        return Response(AskOut(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ContactIn, responses={201: AttemptOut})
    @action(detail=True, methods=["post"])
    def contact(self, request: Request, pk: str) -> Response:
        """A try to reach the caller."""
        attempt = record_contact(int(pk), by=person(request), **given(ContactIn, request))
        return Response(AttemptOut(attempt).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReportIn, responses={201: ReportOut})
    @action(detail=True, methods=["post"])
    def report(self, request: Request, pk: str) -> Response:
        """What was done."""
        report = report_result(int(pk), by=person(request), **given(ReportIn, request))
        return Response(ReportOut(report).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def tell_resident(self, request: Request, pk: str) -> Response:
        """The caller was told."""
        return self._fresh(tell_resident(int(pk), by=person(request)))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def tell_hotline(self, request: Request, pk: str) -> Response:
        """The hotline body has the result."""
        return self._fresh(tell_hotline(int(pk), by=person(request)))

    @extend_schema(request=ExclusionIn, responses={201: ExclusionOut})
    @action(detail=True, methods=["post"])
    def exclude(self, request: Request, pk: str) -> Response:
        """Ask for the branch to leave the second base."""
        exclusion = apply_exclusion(int(pk), by=person(request), **given(ExclusionIn, request))
        return Response(ExclusionOut(exclusion).data, status=status.HTTP_201_CREATED)

    def _fresh(self, assignment: Assignment) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=assignment.pk)).data)


class CallbackViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Callback]
):
    """Callbacks on the complaints that the caller may see."""

    queryset = Callback.objects.none()
    serializer_class = CallbackOut
    lookup_value_regex = r"\d+"
    pagination_class = ByKey
    filterset_fields = ("status", "is_valid")

    def get_queryset(self) -> QuerySet[Callback]:
        if getattr(self, "swagger_fake_view", False):
            return Callback.objects.none()
        branches = Assignment.objects.visible_to(person(self.request))
        return Callback.objects.filter(assignment__in=branches.values("pk"))

    @extend_schema(request=CallbackAttemptIn, responses={204: None})
    @action(detail=True, methods=["post"])
    def attempt(self, request: Request, pk: str) -> Response:
        """A try that brought no answers."""
        data = given(CallbackAttemptIn, request)
        record_callback_attempt(int(pk), by=person(request), **data)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=CallbackAnswersIn)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: str) -> Response:
        """Three answers apart."""
        answers = Answers(**given(CallbackAnswersIn, request))
        callback = complete_callback(int(pk), by=person(request), answers=answers)
        return Response(CallbackOut(callback).data)

    @extend_schema(request=CallbackInvalidIn)
    @action(detail=True, methods=["post"])
    def invalid(self, request: Request, pk: str) -> Response:
        """No answers are to be had, on a ground that a recorded try bears out."""
        ground = given(CallbackInvalidIn, request)["ground"]
        callback = close_callback_invalid(int(pk), by=person(request), ground=ground)
        return Response(CallbackOut(callback).data)


class ExclusionViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Exclusion]
):
    """Applications to leave the second base."""

    queryset = Exclusion.objects.none()
    serializer_class = ExclusionOut
    lookup_value_regex = r"\d+"
    pagination_class = ByKey
    filterset_fields = ("decision", "ground")

    def get_queryset(self) -> QuerySet[Exclusion]:
        if getattr(self, "swagger_fake_view", False):
            return Exclusion.objects.none()
        branches = Assignment.objects.visible_to(person(self.request))
        return Exclusion.objects.filter(assignment__in=branches.values("pk"))

    @extend_schema(request=DecisionIn)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str) -> Response:
        """Grant or refuse."""
        exclusion = decide_exclusion(int(pk), by=person(request), **given(DecisionIn, request))
        return Response(ExclusionOut(exclusion).data)
