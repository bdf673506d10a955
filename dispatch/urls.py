"""Addresses of the third stage: the office's desk and the month."""

from django.urls import path

from dispatch.views import (
    accesses,
    board,
    branches,
    callbacks,
    caller,
    dispatching,
    exclusions,
    filing,
    month,
    resident,
    tickets,
    triage,
)

urlpatterns = [
    path("district/", month.show_month, name="month"),
    path("district/month.<str:kind>", month.download_month, name="month-download"),
    path("district/tickets/", month.show_figure, name="month-tickets"),
    path("complaints/track/rate/", resident.rate, name="tracked-rate"),
    path("complaints/track/again/", resident.again, name="tracked-again"),
    path("complaints/track/withdraw/", resident.take_back, name="tracked-withdraw"),
    path("office/", board.board, name="office"),
    path("office/new/", filing.key_in, name="office-new"),
    path("office/callbacks/", callbacks.callbacks, name="office-callbacks"),
    path("office/callbacks/<int:key>/", callbacks.callback, name="office-callback"),
    path("office/exclusions/", exclusions.exclusions, name="office-exclusions"),
    path("office/exclusions/<int:key>/", exclusions.exclusion, name="office-exclusion"),
    path("office/access/", accesses.access_log, name="office-access"),
    path("office/branches/<int:key>/sign/", branches.sign, name="branch-sign"),
    path("office/branches/<int:key>/contact/", branches.contact, name="branch-contact"),
    path("office/branches/<int:key>/report/", branches.report, name="branch-report"),
    path("office/branches/<int:key>/return/", branches.give_back, name="branch-return"),
    path(
        "office/branches/<int:key>/tell-resident/",
        branches.told_resident,
        name="branch-tell-resident",
    ),
    path(
        "office/branches/<int:key>/tell-hotline/", branches.told_hotline, name="branch-tell-hotline"
    ),
    path("office/branches/<int:key>/handler/", branches.handler, name="branch-handler"),
    path("office/branches/<int:key>/exclude/", branches.exclude, name="branch-exclude"),
    path("office/<slug:number>/", tickets.ticket, name="office-ticket"),
    path("office/<slug:number>/receipt/", filing.receipt, name="office-receipt"),
    path("office/<slug:number>/place/", tickets.place, name="office-place"),
    path("office/<slug:number>/reveal/", tickets.reveal, name="office-reveal"),
    path("office/<slug:number>/archive/", tickets.archive, name="office-archive"),
    path("office/<slug:number>/chase/", caller.chase, name="office-chase"),
    path("office/<slug:number>/add/", caller.add, name="office-add"),
    path("office/<slug:number>/add/<int:key>/", caller.check, name="office-check"),
    path("office/<slug:number>/reopen/", caller.take_up_again, name="office-reopen"),
    path("office/<slug:number>/withdraw/", caller.take_back, name="office-withdraw"),
    path("office/<slug:number>/edit/", triage.classify, name="office-classify"),
    path("office/<slug:number>/answer/", triage.answer, name="office-answer"),
    path("office/<slug:number>/dispatch/", dispatching.dispatch, name="office-dispatch"),
]
