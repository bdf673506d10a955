"""Complaints: read what one sees, file on somebody's behalf, triage, dispatch, archive."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from complaints.actions.advising import Advising, advise_complaint, resume_complaint
from complaints.actions.following_up import add_supplement, chase_complaint
from complaints.actions.identity import reveal_identity
from complaints.actions.intake import Caller, Draft, Where, file_complaint
from complaints.actions.life import answer_complaint, archive_complaint, classify_complaint
from complaints.models import Complaint
from dispatch.actions.assignments import Order, dispatch_complaint
from dispatch.actions.turning import reopen, withdraw_complaint
from dispatch.api.base import Newest, given, person
from dispatch.filters import ComplaintFilter
from dispatch.serializers.branches import AssignmentOut
from dispatch.serializers.complaints import (
    AdviseIn,
    AnswerIn,
    ClassifyIn,
    ComplaintIn,
    ComplaintOut,
    DispatchIn,
    FiledOut,
    ReopenIn,
    RevealedOut,
    RevealIn,
    SupplementIn,
    WithdrawIn,
)


def _where(data: dict[str, Any]) -> Where:
    community = data["community"]
    return Where(
        address=data["address"],
        lon=data["lon"],
        lat=data["lat"],
        datum=data["datum"],
        community_id=community.pk if community else None,
    )


class ComplaintViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Complaint]
):
    """Rows that the caller's posts let him see; any other number is answered with 404."""

    queryset = Complaint.objects.none()
    serializer_class = ComplaintOut
    lookup_field = "number"
    lookup_value_regex = r"\d{8,20}"
    pagination_class = Newest
    filterset_class = ComplaintFilter

    def get_queryset(self) -> QuerySet[Complaint]:
        if getattr(self, "swagger_fake_view", False):
            return Complaint.objects.none()
        return Complaint.objects.visible_to(person(self.request)).with_place()

    @extend_schema(request=ComplaintIn, responses={201: FiledOut, 200: FiledOut})
    def create(self, request: Request) -> Response:
        """Key in a complaint; the same idempotency key again answers with the first one."""
        data = given(ComplaintIn, request)
        category = data["category"]
        draft = Draft(
            text=data["text"],
            where=_where(data),
            caller=Caller(data["name"], data["phone"], data["home"]),
            demand_kind=data["demand_kind"],
            category_id=category.pk if category else None,
            is_secret=data["is_secret"],
            urgency=data["urgency"],
        )
        filed = file_complaint(
            draft,
            by=person(request),
            channel=data["channel"],
            idempotency_key=data["idempotency_key"],
        )
        body = {"number": filed.complaint.number, "code": filed.code, "is_new": filed.is_new}
        code = status.HTTP_201_CREATED if filed.is_new else status.HTTP_200_OK
        return Response(body, status=code)

    @extend_schema(request=ClassifyIn, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def classify(self, request: Request, number: str) -> Response:
        """Save place, category, kind, urgency and the words for units as one edit."""
        data = given(ClassifyIn, request)
        category, found, where = data["category"], self.get_object(), _where(data)
        if not {"lon", "lat"} & set(request.data):
            datum: Any = found.datum
            where = replace(where, lon=found.lon, lat=found.lat, datum=datum)
        complaint = classify_complaint(
            found.pk,
            by=person(request),
            version=data["version"],
            where=where,
            category_id=category.pk if category else None,
            demand_kind=data["demand_kind"],
            urgency=data["urgency"],
            redacted_text=data["redacted_text"],
        )
        return Response(self._out(complaint).data)

    @extend_schema(request=AnswerIn, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, number: str) -> Response:
        """Answer at once what needs no dispatch."""
        data = given(AnswerIn, request)
        complaint = answer_complaint(
            self.get_object().pk,
            by=person(request),
            answer=data["answer"],
            version=data["version"],
        )
        return Response(self._out(complaint).data)

    @extend_schema(request=AdviseIn, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def advise(self, request: Request, number: str) -> Response:
        """End what is never dispatched, by one of the office's outcomes."""
        data = given(AdviseIn, request)
        body, version = data.pop("handed_to"), data.pop("version")
        advising = Advising(**data, handed_to_id=body.pk if body else None)
        found = self.get_object()
        advise_complaint(found.pk, by=person(request), advising=advising, version=version)
        return Response(self._out(found).data)

    @extend_schema(request=None, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, number: str) -> Response:
        """Take such an end back: it waits for dispatch."""
        complaint = resume_complaint(self.get_object().pk, by=person(request))
        return Response(self._out(complaint).data)

    @extend_schema(request=DispatchIn, responses={201: AssignmentOut})
    @action(detail=True, methods=["post"], url_path="dispatch", url_name="dispatch")
    def dispatch_to_unit(self, request: Request, number: str) -> Response:
        """Ask a unit to act."""
        data = given(DispatchIn, request)
        unit, handler = data["organisation"], data["handler"]
        order = Order(
            organisation_id=unit.pk if unit else None,
            role=data["role"],
            clock_kind=data["clock_kind"],
            override_reason=data["override_reason"],
            handler_id=handler.pk if handler else None,
            redacted_text=data["redacted_text"],
            redacted_address=data["redacted_address"],
        )
        assignment = dispatch_complaint(
            self.get_object().pk, by=person(request), order=order, version=data["version"]
        )
        return Response(AssignmentOut(assignment).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, number: str) -> Response:
        """Put it away."""
        complaint = archive_complaint(self.get_object().pk, by=person(request))
        return Response(self._out(complaint).data)

    @extend_schema(request=None, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def chase(self, request: Request, number: str) -> Response:
        """The caller asks how long it will take."""
        found = self.get_object()
        chase_complaint(found.pk, by=person(request))
        return Response(self._out(found).data)

    @extend_schema(request=SupplementIn, responses={201: ComplaintOut})
    @action(detail=True, methods=["post"])
    def supplement(self, request: Request, number: str) -> Response:
        """The caller has more to say."""
        found = self.get_object()
        add_supplement(found.pk, by=person(request), **given(SupplementIn, request))
        return Response(self._out(found).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ReopenIn, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, number: str) -> Response:
        """It is not solved: it waits for dispatch again."""
        found = self.get_object()
        reopen(found.pk, by=person(request), **given(ReopenIn, request))
        return Response(self._out(found).data)

    @extend_schema(request=WithdrawIn, responses=ComplaintOut)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, number: str) -> Response:
        """The caller takes it back; every unit's part ends."""
        found = self.get_object()
        withdraw_complaint(found.pk, by=person(request), **given(WithdrawIn, request))
        return Response(self._out(found).data)

    @extend_schema(request=RevealIn, responses=RevealedOut)
    @action(detail=True, methods=["post"])
    def reveal(self, request: Request, number: str) -> Response:
        """Open the caller's identity for one look, on record."""
        data = given(RevealIn, request)
        shown = reveal_identity(
            self.get_object().pk,
            by=person(request),
            reason=data["reason"],
            ip=request.META.get("REMOTE_ADDR"),
        )
        return Response({"name": shown.name, "phone": shown.phone, "home": shown.home})

    def _out(self, complaint: Complaint) -> BaseSerializer[Any]:
        fresh = Complaint.objects.with_place().get(pk=complaint.pk)
        return self.get_serializer(fresh)
