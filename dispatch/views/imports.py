"""Taking in another system's file: sent, its columns matched, watched, its remainder mended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions.imports.preview import Trial, sheet_of, try_import
from complaints.actions.imports.rejects import give_back_rejects
from complaints.actions.imports.runs import (
    cancel_import,
    resume_import,
    start_import,
    upload_import,
)
from complaints.errors import NotAllowed, OfficeError
from complaints.models import ImportRun
from complaints.permissions import can_import
from complaints.selectors.imports import find_run, run_page, runs_seen, source_names
from complaints.states import ImportStatus
from dispatch.forms.imports import ColumnsForm, UploadForm
from dispatch.selectors.words import refusal_words
from dispatch.views.desk import attempt, offset, person


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The files of one's own body."""
    _check(request)
    rows, following = runs_seen(person(request), after=offset(request))
    return render(request, "dispatch/imports/list.html", {"rows": rows, "following": following})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A new file."""
    _check(request)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"source": request.GET.get("source", "")[:40]},
    )
    if request.method == "POST" and form.is_valid():
        sent, source = form.cleaned_data["file"], form.cleaned_data["source"]
        run = attempt(
            form,
            lambda: upload_import(sent.file, name=sent.name, source=source, by=person(request)),
        )
        if run is not None:
            return redirect("office-import-columns", run.pk)
    context = {"form": form, "sources": source_names()}
    return render(request, "dispatch/imports/upload.html", context, status=form.status_code)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """What each column carries, tried on the first rows; pressed, the run begins."""
    run = find_run(key, person(request))
    if run.status != ImportStatus.UPLOADED and request.method != "POST":
        return redirect("office-import", run.pk)
    try:
        sheet = sheet_of(run)
    except OfficeError as refusal:
        return show_run(request, run, refused=refusal)
    form = ColumnsForm(request.POST if request.method == "POST" else None, sheet=sheet)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") == "start":
        said = form.said(form.cleaned_data)
        if attempt(form, lambda: start_import(key, columns=said, by=person(request))) is not None:
            return redirect("office-import", run.pk)
    context = {"run": run, "sheet": sheet, "form": form, "trial": _trial(run, form)}
    return render(request, "dispatch/imports/columns.html", context, status=form.status_code)


def _trial(run: ImportRun, form: ColumnsForm) -> Trial | None:
    if form.is_bound:
        said = form.said(form.cleaned_data) if form.is_valid() else {}
    else:
        said = form.said(form.guessed)
    if not said.get("columns", {}).get("text"):
        return None
    return attempt(form, lambda: try_import(run, said)) if form.is_bound else try_import(run, said)


@require_safe
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far a file has come."""
    found = find_run(key, person(request))
    if found.status == ImportStatus.UPLOADED:
        return redirect("office-import-columns", found.pk)
    return show_run(request, found)


@require_safe
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page's moving part; nothing where the version that is shown still holds."""
    found = find_run(key, person(request))
    if request.GET.get("version") == str(found.version):
        return HttpResponse(status=204)
    context = {"page": run_page(found)}
    return render(request, "dispatch/imports/run.html#progress", context)


@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Stop it, or give it up before it began."""
    found = find_run(key, person(request))
    try:
        cancel_import(key, by=person(request))
    except OfficeError as refusal:
        return show_run(request, found, refused=refusal)
    if found.status == ImportStatus.UPLOADED:
        messages.success(request, _("已放弃，文件已删除。"))
        return redirect("office-imports")
    messages.success(request, _("已停止。已经导入的诉求保留，可以随时继续。"))
    return redirect("office-import", key)


@require_POST
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go on after the last row that came in."""
    found = find_run(key, person(request))
    try:
        resume_import(key, by=person(request))
    except OfficeError as refusal:
        return show_run(request, found, refused=refusal)
    messages.success(request, _("继续导入，从上次停下的地方接着来。"))
    return redirect("office-import", key)


@require_POST
def rejects(request: HttpRequest, key: UUID) -> HttpResponse | StreamingHttpResponse:
    """The rows that were not taken, to be mended; that they left is on record."""
    found = find_run(key, person(request))
    try:
        content = give_back_rejects(key, by=person(request))
    except OfficeError as refusal:
        return show_run(request, found, refused=refusal)
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    name = _("%(source)s-未导入.csv") % {"source": found.source}
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


def show_run(
    request: HttpRequest, found: ImportRun, *, refused: OfficeError | None = None
) -> HttpResponse:
    """The page, after a refused press with the words of the refusal on top."""
    context: dict[str, Any] = {"page": run_page(find_run(found.pk, person(request)))}
    context["refusal"] = refusal_words(refused) if refused else ""
    status = refused.status_code if refused else 200
    return render(request, "dispatch/imports/run.html", context, status=status)


def _check(request: HttpRequest) -> None:
    if not can_import(person(request)):
        raise NotAllowed(_("您没有导入诉求的权限。"))
