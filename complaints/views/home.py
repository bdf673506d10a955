"""The resident's front door and the page that explains."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from complaints.selectors.guide import guide, limits_in_words
from complaints.selectors.knowledge import public_article, public_lines

ARTICLES = 20


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three doors: file, follow up, find out."""
    limits = limits_in_words(timezone.localdate())
    return render(request, "complaints/home.html", {"limits": limits})


@login_not_required
@require_safe
def show_guide(request: HttpRequest) -> HttpResponse:
    """Who handles what, and how long it may take."""
    words = request.GET.get("q", "")[:40].replace("\x00", "")
    today = timezone.localdate()
    context = {"groups": guide(words, on=today), "limits": limits_in_words(today), "words": words}
    context["articles"] = public_lines(words, on=today, limit=ARTICLES)
    return render(request, "complaints/guide.html", context)


@login_not_required
@require_safe
def show_article(request: HttpRequest, key: int) -> HttpResponse:
    """One answer that the office gives again and again."""
    article = public_article(key, on=timezone.localdate())
    return render(request, "complaints/article.html", {"article": article})
