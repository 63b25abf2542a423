"""What one writes first with djangorestframework-gis: a model, a serializer, a viewset with its usual count and pages."""

import os

import dj_database_url
from django.conf import settings

DATABASE = dj_database_url.config(conn_max_age=600)
DATABASE["OPTIONS"] = DATABASE.get("OPTIONS", {}) | {"options": "-c search_path=peer,public"}

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="nothing is signed here",
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.gis", "django.contrib.postgres",
        "rest_framework", "rest_framework_gis", "django_filters",
    ],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    DATABASES={"default": DATABASE},
    REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]},
    LOGGING_CONFIG=None,
)  # fmt: skip
os.environ.pop("DJANGO_SETTINGS_MODULE", None)

import django  # noqa: E402 (all below read the settings)

django.setup()

import django_filters  # noqa: E402
from django.contrib.gis.db import models  # noqa: E402
from django.contrib.postgres.fields import ArrayField  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_filters.rest_framework import DjangoFilterBackend  # noqa: E402
from rest_framework import routers, viewsets  # noqa: E402
from rest_framework_gis.filters import DistanceToPointOrderingFilter, InBBoxFilter  # noqa: E402
from rest_framework_gis.pagination import GeoJsonPagination  # noqa: E402
from rest_framework_gis.serializers import GeoFeatureModelSerializer  # noqa: E402


class Place(models.Model):
    slug, name, country, governance, summary = (models.TextField() for _ in range(5))
    started, people = models.IntegerField(null=True), models.IntegerField(null=True)
    themes, resources, decisions = (ArrayField(models.TextField()) for _ in range(3))
    updated_at = models.DateTimeField()
    geom = models.PointField(srid=4326)

    class Meta:
        app_label, managed, db_table = "contenttypes", False, "atlas"

    def __str__(self):
        return self.name


class PlaceSerializer(GeoFeatureModelSerializer):
    class Meta:
        model, geo_field, fields = Place, "geom", "__all__"


class PlaceFilter(django_filters.FilterSet):
    theme = django_filters.CharFilter(method="having")
    resource = django_filters.CharFilter(method="having")

    class Meta:
        model, fields = Place, ["governance", "country"]

    def having(self, found, name, value):
        return found.filter(**{f"{name}s__contains": [value]})


class Pages(GeoJsonPagination):
    page_size, page_size_query_param = 100, "limit"


class Places(viewsets.ReadOnlyModelViewSet):
    queryset, serializer_class, pagination_class, filterset_class = (
        Place.objects.all(),
        PlaceSerializer,
        Pages,
        PlaceFilter,
    )
    filter_backends = [InBBoxFilter, DjangoFilterBackend, DistanceToPointOrderingFilter]
    bbox_filter_field = distance_ordering_filter_field = "geom"
    bbox_filter_include_overlapping = True


router = routers.SimpleRouter()
router.register("places", Places, "places")
urlpatterns = [path("healthz", lambda request: HttpResponse(b"ok")), path("", include(router.urls))]
application = get_wsgi_application()
