"""Its own views at its own addresses."""

from django.urls import include, path

urlpatterns = [path("appointment/", include("appointment.urls"))]
