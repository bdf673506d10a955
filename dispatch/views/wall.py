"""The wall display, and the part of it that refreshes itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dispatch.forms.month import usual_level
from dispatch.selectors.scopes import scope_of
from dispatch.selectors.wall import wall_of
from dispatch.views.month import reader_of


@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """The whole page, or the numbers alone where the page asks for them again."""
    scope = scope_of(reader_of(request))
    level = usual_level(scope)
    context = {"wall": wall_of(scope, level=level), "level": level}
    whole = "part" not in request.GET
    return render(request, "dispatch/wall.html" if whole else "dispatch/parts/wall.html", context)
