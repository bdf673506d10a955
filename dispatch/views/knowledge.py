"""The office's articles in the browser: found, read, written, revised, said to be still right."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.knowledge import (
    confirm_article,
    next_review,
    revise_article,
    write_article,
)
from complaints.errors import Conflict, NotAllowed, OfficeError
from complaints.models import Article, User
from complaints.permissions import can_keep_articles, can_read_articles
from complaints.selectors.knowledge import (
    article_page,
    articles_for,
    lines_of,
    with_use_counts,
)
from dispatch.forms.knowledge import ArticleForm
from dispatch.selectors.choices import article_owners, catalogue_choices
from dispatch.views.desk import attempt, person

PAGE = 50


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """All of them, or those that hold the words; overdue reviews on request."""
    user = _reader(request)
    today = timezone.localdate()
    words = request.GET.get("q", "")[:60].replace("\x00", "").strip()
    show = request.GET.get("show", "")
    rows = articles_for(user).saying(words)
    overdue = articles_for(user).current(today).filter(review_on__lt=today).count()
    rows = {
        "overdue": rows.current(today).filter(review_on__lt=today).order_by("review_on", "pk"),
        "ended": rows.filter(until__lt=today),
    }.get(show, rows.current(today))
    page = Paginator(with_use_counts(rows), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(page.object_list, on=today),
        "words": words,
        "show": show,
        "overdue": overdue,
        "may_keep": can_keep_articles(user),
    }
    return render(request, "dispatch/knowledge/list.html", context)


@require_safe
def article(request: HttpRequest, key: int) -> HttpResponse:
    """One of them, with every wording it had."""
    return _show(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new one."""
    if not can_keep_articles(_reader(request)):
        raise NotAllowed(_("您没有编写知识条目的权限。"))
    today = timezone.localdate()
    form = _form(request, {"since": today, "review_on": today + next_review(today)})
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: write_article(form.wording, by=person(request)))
        if saved is not None:
            messages.success(request, _("已保存。"))
            return redirect("office-article", saved.pk)
    context = {"form": form, "name": _("新写一条")}
    return render(request, "dispatch/knowledge/edit.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, key: int) -> HttpResponse:
    """What it says is changed; a stale form comes back beside what is saved now."""
    page = article_page(key, _reader(request), on=timezone.localdate())
    if not page.may_keep:
        raise NotAllowed(_("您没有修改这个单位知识条目的权限。"))
    found = page.article
    form = _form(request, _present(found))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        saved = attempt(
            form, lambda: revise_article(key, form.wording, by=person(request), version=version)
        )
        if saved is not None:
            messages.success(request, _("已保存。"))
            return redirect("office-article", key)
    is_stale = form.status_code == Conflict.status_code
    if is_stale:
        form.put("version", found.version)
    context = {"form": form, "name": _("修改"), "article": found, "is_stale": is_stale}
    return render(request, "dispatch/knowledge/edit.html", context, status=form.status_code)


@require_POST
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Read, and still right."""
    given = request.POST.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0
    article_page(key, _reader(request), on=timezone.localdate())
    try:
        confirm_article(key, by=person(request), version=version)
    except OfficeError as error:
        return _show(request, key, refused=error)
    messages.success(request, _("已确认内容仍然有效，下次复核日期已经顺延。"))
    return redirect("office-article", key)


def _reader(request: HttpRequest) -> User:
    user = person(request)
    if not can_read_articles(user):
        raise NotAllowed(_("您没有查看知识库的权限。"))
    return user


def _show(request: HttpRequest, key: int, *, refused: OfficeError | None = None) -> HttpResponse:
    page = article_page(key, _reader(request), on=timezone.localdate())
    context = {
        "page": page,
        "article": page.article,
        "refusal": refused.message if refused else "",
    }
    status = refused.status_code if refused else 200
    return render(request, "dispatch/knowledge/article.html", context, status=status)


def _form(request: HttpRequest, initial: dict[str, Any]) -> ArticleForm:
    return ArticleForm(
        request.POST or None,
        owners=article_owners(person(request), current=initial.get("owner")),
        categories=catalogue_choices(),
        initial=initial,
    )


def _present(found: Article) -> dict[str, Any]:
    plain = ("version", "title", "title_en", "question_words", "answer", "answer_en", "source",
             "is_public", "review_on", "since", "until")  # fmt: skip
    keys = {"category": found.category_id or "", "owner": found.owner_id}
    return {name: getattr(found, name) for name in plain} | keys
