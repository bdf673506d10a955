"""What the form's map and type-ahead ask. Points and words travel in bodies, not in addresses."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from complaints.models import Area
from complaints.selectors.communities import offer_places, outlines_of, place_words
from complaints.selectors.places import area_at

DRAWN = {Area.Level.DISTRICT.value, Area.Level.SUBDISTRICT.value, Area.Level.COMMUNITY.value}


@login_not_required
@require_safe
@cache_control(max_age=3600, public=True)
def outlines(request: HttpRequest, level: str) -> HttpResponse:
    """The outlines of a level as GeoJSON."""
    if level not in DRAWN:
        return JsonResponse({"type": "FeatureCollection", "features": []}, status=404)
    return JsonResponse(outlines_of(level), content_type="application/geo+json")


@login_not_required
@require_POST
def name_point(request: HttpRequest) -> HttpResponse:
    """In which community, or at least street or district, a tapped point lies."""
    try:
        lon, lat = (float(part) for part in request.POST.get("point", "").split(","))
    except ValueError:
        return JsonResponse({"words": ""}, status=422)
    return JsonResponse({"words": place_words(area_at(lon, lat))})


@login_not_required
@require_POST
def offer(request: HttpRequest) -> HttpResponse:
    """Communities and the places in them, for the type-ahead."""
    words = request.POST.get("q", "").replace("\x00", "")
    offers = offer_places(words)
    return JsonResponse({"offers": [{"value": one.code, "text": one.words} for one in offers]})
