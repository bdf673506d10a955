"""Addresses. Each app owns its doors; what joins both upper apps is here."""

from django.contrib import admin
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from beijing_governance.views import display, health, landing

urlpatterns = [
    path("login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("landing/", landing.land, name="landing"),
    path("display/language/", display.choose_language, name="choose-language"),
    path("display/type/", display.choose_type, name="choose-type"),
    path("health/live", login_not_required(health.live), name="health-live"),
    path("health/ready", login_not_required(health.ready), name="health-ready"),
    path("api/v1/", include("beijing_governance.api_urls")),
    path("admin/", admin.site.urls),
    path("", include("forecasting.urls")),
    path("", include("dispatch.urls")),
    path("", include("complaints.urls")),
]

handler400 = "beijing_governance.views.refusals.bad_request"
