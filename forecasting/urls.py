"""Addresses of the first stage."""

from django.urls import path

from forecasting import views

urlpatterns = [
    path("foresee/", views.year, name="foresee"),
    path("foresee/count/", views.request_count, name="foresee-count"),
]
