"""Addresses of people, of one's account and of those who look after a sheet, under /fr/ and /en/."""

from django.urls import path

from community.people import stewards, views

app_name = "people"

urlpatterns = [
    path("people/<str:handle>/", views.person, name="person"),
    path("people/<str:handle>/trust/", views.trust, name="trust"),
    path("account/", views.account, name="account"),
    path("account/export/", views.export_data, name="export"),
    path("account/delete/", views.delete, name="delete"),
    path("account/left/", views.left, name="left"),
    path("initiatives/<slug:slug>/stewards/", stewards.stewards, name="stewards"),
    path("initiatives/<slug:slug>/stewards/code/", stewards.code, name="steward_code"),
    path("initiatives/<slug:slug>/stewards/<int:pk>/confirm/", stewards.confirm, name="steward_confirm"),
    path("initiatives/<slug:slug>/stewards/<int:pk>/end/", stewards.end, name="steward_end"),
]
