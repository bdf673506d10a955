"""Addresses under /api/v1/."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from complaints.api import (
    AreaViewSet,
    ArticleViewSet,
    CategoryViewSet,
    OrganisationViewSet,
    OutcomeViewSet,
)
from dispatch.api.asks import AskViewSet
from dispatch.api.branches import AssignmentViewSet, CallbackViewSet, ExclusionViewSet
from dispatch.api.complaints import ComplaintViewSet
from dispatch.api.month import MonthView

router = SimpleRouter()
router.register("complaints", ComplaintViewSet, basename="api-complaint")
router.register("assignments", AssignmentViewSet, basename="api-assignment")
router.register("callbacks", CallbackViewSet, basename="api-callback")
router.register("asks", AskViewSet, basename="api-ask")
router.register("exclusions", ExclusionViewSet, basename="api-exclusion")
router.register("areas", AreaViewSet, basename="api-area")
router.register("categories", CategoryViewSet, basename="api-category")
router.register("organisations", OrganisationViewSet, basename="api-organisation")
router.register("articles", ArticleViewSet, basename="api-article")
router.register("outcomes", OutcomeViewSet, basename="api-outcome")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("month/", MonthView.as_view(), name="api-month"),
    path("", include(router.urls)),
]
