"""The residents' pages, mounted at the root."""

from django.urls import path

from complaints.views import (
    filing,
    following_up,
    home,
    photos,
    places,
    recordings,
    tracking,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("guide/", home.show_guide, name="guide"),
    path("guide/<int:key>/", home.show_article, name="guide-article"),
    path("complaints/new/", filing.file_new, name="file-new"),
    path("complaints/receipt/", filing.receipt, name="receipt"),
    path("complaints/track/", tracking.track, name="track"),
    path("complaints/track/mine/", tracking.show_tracked, name="tracked"),
    path("complaints/track/open/", following_up.open_link, name="tracked-open"),
    path("complaints/track/chase/", following_up.chase, name="tracked-chase"),
    path("complaints/track/add/", following_up.add, name="tracked-add"),
    path("complaints/track/contact/", following_up.contact, name="tracked-contact"),
    path("complaints/track/stop/", tracking.stop_tracking, name="stop-tracking"),
    path("complaints/track/<str:token>/", tracking.show_by_link, name="tracked-by-link"),
    path(
        "complaints/track/<str:token>/photos/<uuid:key>/",
        photos.show_linked_photo,
        name="linked-photo",
    ),
    path(
        "complaints/track/<str:token>/recordings/<uuid:key>/",
        recordings.show_linked_recording,
        name="linked-recording",
    ),
    path("photos/<uuid:key>/", photos.show_photo, name="photo"),
    path("recordings/<uuid:key>/", recordings.show_recording, name="recording"),
    path("places/outlines/<str:level>/", places.outlines, name="place-outlines"),
    path("places/at/", places.name_point, name="place-at"),
    path("places/offer/", places.offer, name="place-offer"),
]
