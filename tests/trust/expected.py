"""What each door answers to whom. A row: doors, then who gets which statuses.

Statuses stand for the own, the foreign, the secret complaint and one that is not, in this order;
a door without a complaint in its address has one. `*` is everybody whom the row does not name. Who
the roles are says `world.py`: complaint `own` lies in the first street with the handler's unit as
lead, community and property company beside it; `foreign` in the second street; `secret` in the
first with the handler alone.
"""

from typing import Final

Row = tuple[tuple[str, ...], dict[str, str]]

# fmt: off
EXPECTED: Final[tuple[Row, ...]] = (
    (
        (
            "POST office-photo-show",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "desk",
            "302 404 409 404": "triage",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        # The photo of the case was let be seen by nobody.
        (
            "GET nearby-photo",
        ),
        {
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET login", "POST login",
        ),
        {
            "200": "anonymous",
            "302": "*",
        },
    ),
    (
        (
            "POST logout", "GET landing", "POST landing", "POST choose-language",
            "POST choose-type", "POST file-new", "GET receipt", "GET tracked",
            "POST stop-tracking",
        ),
        {
            "302": "*",
        },
    ),
    (
        (
            "GET health-live", "POST health-live", "GET health-ready", "POST health-ready",
            "GET api-schema", "GET api-docs", "GET home", "GET guide", "GET file-new",
            "GET performance",
            "GET track", "GET place-outlines", "POST place-at", "POST place-offer",
            "POST file-hints",
        ),
        {
            "200": "*",
        },
    ),
    (
        (
            "GET api-month",
        ),
        {
            "403": "*",
            "200": "clerk triage desk head district city",
        },
    ),
    (
        (
            "GET api-complaint-list", "GET api-assignment-list", "GET api-callback-list",
            "GET api-exclusion-list", "GET api-area-list", "GET api-area-detail",
            "GET api-category-list", "GET api-category-detail", "GET api-organisation-list",
            "GET api-organisation-detail", "GET api-outcome-list",
        ),
        {
            "403": "anonymous",
            "200": "*",
        },
    ),
    (
        (
            "POST api-complaint-list",
        ),
        {
            "403": "*",
            "201": "clerk triage desk",
        },
    ),
    (
        (
            "GET api-complaint-detail", "GET api-assignment-detail",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "404 200 404 404": "neighbour",
            "200 200 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-answer",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "409 404 409 404": "triage",
            "409 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-archive",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "422 404 422 404": "triage",
            "422 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-classify",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-dispatch",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "201 404 201 404": "triage",
            "201 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-reveal",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague",
            "404 200 404 404": "neighbour",
            "403 404 404 404": "community cadre property head",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-assignment-contact", "POST api-assignment-report",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "201 404 201 404": "handler",
            "201 404 404 404": "colleague",
            "404 201 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-assignment-exclude",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "201 404 201 404": "triage",
            "201 404 404 404": "desk head",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-assignment-ask",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "409 404 409 404": "handler",
            "409 404 404 404": "colleague",
            "404 409 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-assignment-sign", "POST api-assignment-tell-resident",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "409 404 409 404": "handler",
            "409 404 404 404": "colleague",
            "404 409 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST api-assignment-tell-hotline",
        ),
        {
            "403 403 403 403": "anonymous",
            "404 404 404 404": "*",
            "409 409 409 404": "clerk",
            "409 404 409 404": "triage",
            "409 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET api-callback-detail", "GET api-exclusion-detail",
        ),
        {
            "403 403 - 403": "anonymous",
            "404 404 - 404": "*",
            "200 200 - 404": "clerk district city",
            "200 404 - 404": "triage desk handler colleague head",
            "404 200 - 404": "neighbour",
        },
    ),
    (
        (
            "POST api-callback-attempt",
        ),
        {
            "403 403 - 403": "anonymous",
            "404 404 - 404": "*",
            "204 204 - 404": "clerk",
            "204 404 - 404": "triage desk",
            "403 404 - 404": "handler colleague head",
            "404 403 - 404": "neighbour",
            "403 403 - 404": "district city",
        },
    ),
    (
        (
            "POST api-callback-complete",
        ),
        {
            "403 403 - 403": "anonymous",
            "404 404 - 404": "*",
            "200 200 - 404": "clerk",
            "200 404 - 404": "triage desk",
            "403 404 - 404": "handler colleague head",
            "404 403 - 404": "neighbour",
            "403 403 - 404": "district city",
        },
    ),
    (
        (
            "POST api-callback-invalid",
        ),
        {
            "403 403 - 403": "anonymous",
            "404 404 - 404": "*",
            "422 422 - 404": "clerk",
            "422 404 - 404": "triage desk",
            "403 404 - 404": "handler colleague head",
            "404 403 - 404": "neighbour",
            "403 403 - 404": "district city",
        },
    ),
    (
        (
            "POST api-exclusion-decide",
        ),
        {
            "403 403 - 403": "anonymous",
            "404 404 - 404": "*",
            "403 403 - 404": "clerk city",
            "403 404 - 404": "triage desk handler colleague head",
            "404 403 - 404": "neighbour",
            "200 200 - 404": "district",
        },
    ),
    (
        (
            "GET foresee",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "triage desk head district city",
        },
    ),
    (
        (
            "POST foresee-count",
        ),
        {
            "302": "anonymous triage desk district",
            "403": "*",
        },
    ),
    (
        (
            "GET month", "GET screen", "GET month-closed", "GET month-download",
            "GET month-tickets",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "clerk triage desk head district city",
        },
    ),
    (
        (
            "GET month-how",
        ),
        {
            "302": "anonymous",
            "403": "*",
            # The door is opened without naming a unit.
            "404": "clerk triage desk head district city",
        },
    ),
    (
        (
            "GET month-watch",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "district",
        },
    ),
    (
        (
            "POST month-close",
        ),
        {
            "302": "anonymous district",
            "403": "*",
        },
    ),
    (
        (
            "GET office",
        ),
        {
            "302": "anonymous",
            "200": "*",
        },
    ),
    # Nothing is chosen in the bare address; what is sent is looked at one by one and told.
    (
        (
            "GET office-dispatch-many", "GET office-label-many", "GET office-merge-many",
            "GET office-print-many",
        ),
        {
            "302": "*",
        },
    ),
    (
        (
            "POST office-dispatch-many",
        ),
        {
            "200": "*",
            "302": "anonymous",
        },
    ),
    (
        (
            "POST office-label-many",
        ),
        {
            "200": "*",
            "302": "anonymous resident other_handler privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "GET office-views",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "POST office-views", "POST office-choices",
        ),
        {
            "302": "*",
            "403": "resident privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "GET office-view",
        ),
        {
            "200 404 404 404": "triage",
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-view", "POST office-view-remove",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-new", "GET office-callbacks",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "clerk triage desk",
        },
    ),
    (
        (
            "POST office-new-beside", "POST office-new-category", "POST office-new-caller",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "clerk triage desk",
        },
    ),
    (
        (
            "POST office-new",
        ),
        {
            "302": "anonymous clerk triage desk",
            "403": "*",
        },
    ),
    (
        (
            "GET office-callback",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "200 200 - 404": "clerk",
            "200 404 - 404": "triage desk",
            "403 404 - 404": "handler colleague head",
            "404 403 - 404": "neighbour",
            "403 403 - 404": "district city",
        },
    ),
    (
        (
            "POST office-callback",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "302 302 - 404": "clerk",
            "302 404 - 404": "triage desk",
            "403 404 - 404": "handler colleague head",
            "404 403 - 404": "neighbour",
            "403 403 - 404": "district city",
        },
    ),
    (
        (
            "GET office-exclusions",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "triage desk head district",
        },
    ),
    (
        (
            "GET office-exclusion",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "200 200 - 404": "clerk district city",
            "200 404 - 404": "triage desk handler colleague head",
            "404 200 - 404": "neighbour",
        },
    ),
    (
        (
            "POST office-exclusion",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "403 403 - 404": "clerk city",
            "403 404 - 404": "triage desk handler colleague head",
            "404 403 - 404": "neighbour",
            "302 302 - 404": "district",
        },
    ),
    (
        (
            "GET api-ask-list",
        ),
        {
            "200": "*",
            "403": "anonymous",
        },
    ),
    (
        (
            "GET api-ask-detail",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district city",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "403 403 403 403": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST api-ask-decide",
        ),
        {
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "403 403 403 403": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-asks",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident clerk city privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "GET office-ask",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district city",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-ask",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-ask-take-back",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "handler",
            "302 404 404 404": "colleague",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-ask-start",
            "POST office-ask-review",
            "POST office-ask-strike",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
        },
    ),
    (
        (
            "GET branch-object",
            "GET branch-ask",
        ),
        {
            "200 404 200 404": "handler",
            "200 404 404 404": "colleague",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST branch-object",
            "POST branch-ask",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 404 404 404": "*",
            "404 409 404 404": "neighbour",
            "409 404 404 404": "colleague",
            "409 404 409 404": "handler",
        },
    ),
    (
        (
            "GET office-endorsements",
        ),
        {
            "200": "triage desk head",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "GET office-endorsement",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district city",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-endorsement-sign",
            "POST office-endorsement-go",
            "POST office-endorsement-back",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "head",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage handler",
            "403 404 404 404": "desk colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-endorsement-pass",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "head",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage handler",
            "403 404 404 404": "desk colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-endorsement-finish",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage handler",
            "403 404 404 404": "desk colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "head",
        },
    ),
    (
        (
            "GET office-lay",
        ),
        {
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-lay",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
        },
    ),
    (
        (
            "GET office-talk",
        ),
        {
            "200 404 404 404": "clerk triage desk other_handler community cadre head district city",
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-talk",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk other_handler community cadre",
            "403 404 404 404": "clerk head district city",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-talk-off",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk",
            "403 404 404 404": "clerk other_handler community cadre head district city",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-sweep",
        ),
        {
            "200 200 404 404": "clerk district city",
            "200 404 404 404": "*",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "resident other_handler privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "POST office-sweep-look",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk community cadre property",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-sweep-file",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "triage desk",
        },
    ),
    (
        (
            "GET office-duties",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident property city privacy auditor security lane_head",
        },
    ),
    (
        (
            "GET office-matter-new",
        ),
        {
            "200": "triage desk head",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-matter-new",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "422": "triage desk head",
        },
    ),
    (
        (
            "GET office-figures-new",
        ),
        {
            "200": "triage desk community head",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-figures-new",
        ),
        {
            "302": "anonymous triage desk community head",
            "403": "*",
        },
    ),
    (
        (
            "GET office-matter",
        ),
        {
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-matter-refuse",
            "POST office-matter-accept",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk head",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-petition",
            "GET office-supervision",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district city",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-petition",
            "POST office-petition-new",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 404 404": "district",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk head",
            "403 403 403 404": "clerk",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-supervisions",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "POST office-supervision-reply",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "triage handler",
            "302 404 404 404": "desk colleague community cadre property",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 404 404": "head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-supervision-back",
            "POST office-supervision-clear",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk head",
            "409 404 409 404": "triage",
        },
    ),
    (
        (
            "GET office-endings",
        ),
        {
            "200": "triage desk head admin",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-endings",
        ),
        {
            "302": "anonymous triage desk head admin",
            "403": "*",
        },
    ),
    (
        (
            "GET office-ending",
        ),
        {
            "200 200 404 404": "admin",
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-ending",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "422 404 404 404": "triage desk head",
            "422 422 404 404": "admin",
        },
    ),
    (
        (
            "GET office-whistles-rate",
        ),
        {
            "200": "triage desk head district city",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "GET office-whistle-fund",
        ),
        {
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-whistle-fund",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk head",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-fund-decide",
        ),
        {
            "200 200 404 404": "district",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "triage desk handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-fund-decide",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 404 404": "district",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "triage desk handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET branch-cannot",
            "GET branch-links",
        ),
        {
            "200 404 200 404": "handler",
            "200 404 404 404": "colleague",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST branch-cannot",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 404 404 404": "*",
            "404 409 404 404": "neighbour",
            "409 404 404 404": "colleague",
            "409 404 409 404": "handler",
        },
    ),
    (
        (
            "POST branch-links",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 403 404": "handler",
            "302 404 404 404": "colleague",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST branch-link-end",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "handler colleague",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "triage desk community cadre property head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET work",
            "POST work",
        ),
        {
            "200 200 404 404": "*",
        },
    ),
    (
        (
            "GET office-consult",
        ),
        {
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-consult",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
        },
    ),
    (
        (
            "GET office-sweep-new",
        ),
        {
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 404 404": "head",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-sweep-new",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 404 404": "head",
            "404 404 404 404": "*",
            "404 422 404 404": "neighbour",
            "409 404 404 404": "desk colleague community cadre property",
            "409 404 409 404": "triage handler",
        },
    ),
    (
        (
            "GET office-petition-new",
        ),
        {
            "200 200 404 404": "district",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk head",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-supervise",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-supervise",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 302 404": "clerk",
            "302 302 404 404": "district",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk head",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-outward",
        ),
        {
            "200": "triage desk admin",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-outward",
        ),
        {
            "302": "anonymous triage desk admin",
            "403": "*",
        },
    ),
    (
        (
            "POST office-outward-try", "POST office-outward-end", "POST office-outward-again",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 404 404": "admin",
            "302 404 404 404": "triage desk",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-learning",
        ),
        {
            "200": "triage desk admin",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-learning-train",
        ),
        {
            "302": "anonymous triage desk admin",
            "403": "*",
        },
    ),
    (
        (
            "POST office-learning-use",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "404": "triage desk admin",
        },
    ),
    (
        (
            "GET office-access",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "200": "privacy auditor",
        },
    ),
    (
        (
            "POST branch-sign", "POST branch-tell-resident",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "409 404 409 404": "handler",
            "409 404 404 404": "colleague",
            "404 409 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET branch-contact", "GET branch-report", "GET branch-object",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "200 404 200 404": "handler",
            "200 404 404 404": "colleague",
            "404 200 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST branch-contact", "POST branch-report",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "302 404 302 404": "handler",
            "302 404 404 404": "colleague",
            "404 302 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST branch-tell-hotline",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "409 409 409 404": "clerk",
            "409 404 409 404": "triage",
            "409 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET branch-exclude",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk head",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET branch-handler",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST branch-handler",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST branch-exclude",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk head",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    # The fragment beside the list; asked for as a page it leads to the ticket's own.
    (
        (
            "GET office-preview",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 302 404": "clerk",
            "302 302 404 404": "district city",
            "302 404 302 404": "triage handler",
            "302 404 404 404": "desk colleague community cadre property head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-ticket", "GET office-place",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "404 200 404 404": "neighbour",
            "200 200 404 404": "district city",
        },
    ),
    (
        (
            "GET office-receipt",
        ),
        {
            "302 302 302 302": "*",
        },
    ),
    (
        (
            "POST office-reveal",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague",
            "404 200 404 404": "neighbour",
            "403 404 404 404": "community cadre property head",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST office-archive",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "422 404 422 404": "triage",
            "422 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET office-classify", "GET office-dispatch",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST office-classify", "POST office-dispatch",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "GET api-article-list",
        ),
        {
            "200": "*",
            "403": "anonymous",
        },
    ),
    (
        (
            "GET api-article-detail",
        ),
        {
            "200 200 200 404": "*",
            "200 404 404 404": "resident property city privacy auditor security lane_head",
            "403 403 403 403": "anonymous",
        },
    ),
    (
        (
            "GET office-articles",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident property city privacy auditor security lane_head",
        },
    ),
    (
        (
            "GET office-article-new",
        ),
        {
            "200": "triage desk handler colleague other_handler neighbour admin",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-article-new",
        ),
        {
            "302": "anonymous triage desk handler colleague admin",
            "403": "*",
            "422": "other_handler neighbour",
        },
    ),
    (
        (
            "GET office-article",
        ),
        {
            "200 200 200 404": "*",
            "302 302 302 302": "anonymous",
            "403 403 403 403": "resident property city privacy auditor security lane_head",
        },
    ),
    (
        (
            "GET office-article-edit",
        ),
        {
            "200 200 200 404": "admin",
            "200 403 200 404": "triage desk handler colleague",
            "302 302 302 302": "anonymous",
            "403 200 403 404": "neighbour",
            "403 403 403 403": "*",
            "403 403 403 404": "clerk other_handler community cadre head district",
        },
    ),
    (
        (
            "POST office-article-edit",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 403": "*",
            "403 403 403 404": "clerk other_handler community cadre head district",
            "403 422 403 404": "neighbour",
            "409 403 409 404": "triage desk handler colleague",
            "409 409 409 404": "admin",
        },
    ),
    (
        (
            "POST office-article-confirm",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 403": "*",
            "403 403 403 404": "clerk other_handler community cadre head district",
            "403 409 403 404": "neighbour",
            "409 403 409 404": "triage desk handler colleague",
            "409 409 409 404": "admin",
        },
    ),
    (
        (
            "GET guide-article",
        ),
        {
            "200 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-flag-aside",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 302 404": "clerk",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 403 404 404": "district city",
            "403 404 404 404": "head",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-advise", "POST office-advise", "POST office-resume",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
            "409 409 409 404": "clerk",
        },
    ),
    (
        (
            "POST api-complaint-advise", "POST api-complaint-resume",
        ),
        {
            "403 403 403 403": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
            "409 409 409 404": "clerk",
        },
    ),
    (
        (
            "GET office-answer", "POST office-answer",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "403 403 403 404": "clerk",
            "409 404 409 404": "triage",
            "409 404 404 404": "desk",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "403 403 404 404": "district city",
        },
    ),
    (
        (
            "POST track",
        ),
        {
            "404": "*",
        },
    ),
    (
        (
            "GET tracked-by-link", "GET linked-photo", "GET linked-recording",
        ),
        {
            "200 200 200 404": "*",
        },
    ),
    (
        (
            "POST office-recording",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET recording",
        ),
        {
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET photo",
        ),
        {
            "404 404 404 404": "*",
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "404 200 404 404": "neighbour",
            "200 200 404 404": "district city",
        },
    ),
    (
        (
            "POST api-complaint-chase", "POST api-complaint-withdraw",
        ),
        {
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "403 403 403 403": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST api-complaint-reopen",
        ),
        {
            "403 403 403 403": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
            "409 409 409 404": "clerk",
        },
    ),
    (
        (
            "POST api-complaint-supplement",
        ),
        {
            "201 201 201 404": "clerk",
            "201 404 201 404": "triage",
            "201 404 404 404": "desk",
            "403 403 403 403": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET tracked-rate", "POST tracked-rate", "GET tracked-again", "POST tracked-again",
            "GET tracked-withdraw", "POST tracked-withdraw", "POST tracked-chase",
            "GET tracked-add", "POST tracked-add", "GET tracked-contact", "POST tracked-contact",
        ),
        {
            "302": "*",
        },
    ),
    (
        (
            "POST office-chase", "POST office-add", "POST office-withdraw",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 302 404": "clerk",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-add", "GET office-withdraw",
        ),
        {
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-check",
        ),
        {
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-check",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-reopen", "POST office-reopen",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
            "409 409 409 404": "clerk",
        },
    ),
    (
        (
            "POST tracked-open",
        ),
        {
            "404": "*",
        },
    ),
    (
        (
            "POST branch-tell-all",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "triage",
            "403 404 404 404": "desk community cadre property head",
            "404 404 404 404": "*",
            "404 409 404 404": "neighbour",
            "409 404 404 404": "colleague",
            "409 404 409 404": "handler",
        },
    ),
    (
        (
            "GET office-merge",
            "GET office-related",
        ),
        {
            "200 404 200 404": "triage",
            "200 404 404 404": "desk",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-merge",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "422 404 404 404": "desk",
            "422 404 422 404": "triage",
        },
    ),
    (
        (
            "GET office-whistles",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident clerk privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "GET office-whistles-new",
        ),
        {
            "200": "triage desk community head district",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-whistles-new",
        ),
        {
            "302": "anonymous triage desk head",
            "403": "*",
            "422": "community district",
        },
    ),
    (
        (
            "GET office-whistle",
        ),
        {
            "200 200 404 404": "clerk district city",
            "200 404 404 404": "triage desk handler colleague head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-whistle-summon",
            "GET office-whistle-link",
            "GET office-whistle-conclude",
            "GET office-whistle-call-off",
        ),
        {
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-whistle-summon",
            "POST office-whistle-call-off",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk head",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-whistle-link",
            "POST office-whistle-conclude",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "triage desk head",
        },
    ),
    (
        (
            "GET office-summons-report-in",
            "GET office-summons-refuse",
        ),
        {
            "200 404 404 404": "handler colleague",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "triage desk head",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-summons-report-in",
            "POST office-summons-refuse",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "handler colleague",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "triage desk head",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-summons-excuse",
        ),
        {
            "200 200 404 404": "district",
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-summons-excuse",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 404 404": "district",
            "302 404 404 404": "triage desk head",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-summons-leave",
            "GET office-summons-score",
        ),
        {
            "200 404 404 404": "triage desk handler colleague head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-summons-leave",
            "POST office-summons-score",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "404 404 404 404": "*",
            "404 409 404 404": "neighbour",
            "409 404 404 404": "triage desk handler colleague head",
        },
    ),
    (
        (
            "GET office-summons-decide",
        ),
        {
            "200 200 404 404": "district",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "triage desk handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-summons-decide",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 404 404": "district",
            "403 403 404 404": "clerk city",
            "403 404 404 404": "triage desk handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-ticket-whistle",
        ),
        {
            "200 200 404 404": "district",
            "200 404 200 404": "triage",
            "200 404 404 404": "desk community head",
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-ticket-whistle",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "triage",
            "302 404 404 404": "desk head",
            "403 403 403 404": "clerk",
            "403 403 404 404": "city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague cadre property",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "422 404 404 404": "community",
            "422 422 404 404": "district",
        },
    ),
    (
        (
            "GET office-rules",
        ),
        {
            "200": "triage desk admin",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-rules",
        ),
        {
            "302": "anonymous admin",
            "403": "*",
        },
    ),
    (
        (
            "GET office-rule-set",
        ),
        {
            "200 404 404 404": "triage desk admin",
            "302 302 302 302": "anonymous",
            "403 403 403 403": "*",
        },
    ),
    (
        (
            "POST office-rule-set",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "admin",
            "403 403 403 403": "*",
            "403 404 404 404": "triage desk",
        },
    ),
    (
        (
            "POST office-rules-learn",
        ),
        {
            "302": "anonymous admin",
            "403": "*",
        },
    ),
    (
        (
            "POST office-rule-set-try",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "admin",
            "403 403 403 403": "*",
        },
    ),
    (
        (
            "GET office-rule-trial",
        ),
        {
            "200 404 404 404": "triage desk admin",
            "302 302 302 302": "anonymous",
            "403 403 403 403": "*",
        },
    ),
    (
        (
            "GET office-rule-new", "GET office-rule",
        ),
        {
            "200 404 404 404": "admin",
            "302 302 302 302": "anonymous",
            "403 403 403 403": "*",
        },
    ),
    (
        (
            "POST office-rule-new", "POST office-rule",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "admin",
            "403 403 403 403": "*",
        },
    ),
    (
        (
            "GET office-meeting-file",
        ),
        {
            "200 200 404 404": "clerk district city",
            "200 404 404 404": "triage desk handler colleague head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-whistle-meet",
            "GET office-whistle-oblige",
            "GET office-whistle-act",
            "GET office-duty-settle",
            "GET office-meeting-open",
            "GET office-meeting-attend",
            "GET office-meeting-end",
            "GET office-meeting-freeze",
            "GET office-meeting-drop",
        ),
        {
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-whistle-meet",
            "POST office-whistle-oblige",
            "POST office-whistle-act",
            "POST office-duty-settle",
            "POST office-meeting-open",
            "POST office-meeting-drop",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk head",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-meeting-attend",
            "POST office-meeting-end",
            "POST office-meeting-freeze",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "handler colleague",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "triage desk head",
        },
    ),
    (
        (
            "GET office-meeting-minutes",
            "POST office-meeting-minutes",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 404 404": "clerk district city",
            "403 404 404 404": "triage desk handler colleague head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-phrases",
        ),
        {
            "200": "*",
            "302": "anonymous",
            "403": "resident district city privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "POST office-phrases",
        ),
        {
            "302": "*",
            "403": "resident district city privacy auditor admin security lane_head",
        },
    ),
    (
        (
            "GET office-phrase",
        ),
        {
            "200 404 404 404": "triage desk head",
            "302 302 302 302": "anonymous",
            "403 404 404 404": "*",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "clerk district city",
        },
    ),
    (
        (
            "POST office-phrase", "POST office-phrase-remove",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 404 404": "triage desk head",
            "403 404 404 404": "*",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "clerk district city",
        },
    ),
    (
        (
            "POST office-here",
        ),
        {
            "200 200 200 404": "clerk",
            "200 200 404 404": "district city",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "302 302 302 302": "anonymous",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-inbox",
        ),
        {
            "200": "*",
            "302": "anonymous",
        },
    ),
    (
        (
            "POST office-inbox-read-all",
        ),
        {
            "302": "*",
        },
    ),
    (
        (
            "POST office-inbox-read",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 404 302 404": "handler",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "GET office-notes",
        ),
        {
            "200 200 200 404": "clerk",
            "200 404 200 404": "triage handler",
            "200 404 404 404": "desk colleague community cadre property head",
            "302 302 302 302": "anonymous",
            "403 403 404 404": "district city",
            "404 200 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-notes",
        ),
        {
            "302 302 302 302": "anonymous",
            "302 302 302 404": "clerk",
            "302 404 302 404": "triage handler",
            "302 404 404 404": "desk colleague community cadre property head",
            "403 403 404 404": "district city",
            "404 302 404 404": "neighbour",
            "404 404 404 404": "*",
        },
    ),
    (
        (
            "POST office-undo",
        ),
        {
            "302 302 302 302": "anonymous",
            "404 404 404 404": "*",
            "404 409 404 404": "neighbour",
            "409 404 404 404": "desk colleague community cadre property head",
            "409 404 409 404": "triage handler",
            "409 409 404 404": "district city",
            "409 409 409 404": "clerk",
        },
    ),
    (
        (
            "POST office-split",
        ),
        {
            "302 302 302 302": "anonymous",
            "403 403 403 404": "clerk",
            "403 403 404 404": "district city",
            "403 404 403 404": "handler",
            "403 404 404 404": "colleague community cadre property head",
            "404 403 404 404": "neighbour",
            "404 404 404 404": "*",
            "409 404 404 404": "desk",
            "409 404 409 404": "triage",
        },
    ),
    (
        (
            "GET office-imports", "GET office-import-new",
        ),
        {
            "200": "triage desk",
            "302": "anonymous",
            "403": "*",
        },
    ),
    (
        (
            "POST office-import-new",
        ),
        {
            "302": "anonymous",
            "403": "*",
            "422": "triage desk",
        },
    ),
    (
        (
            "GET office-import", "GET office-import-progress", "POST office-import-rejects",
        ),
        {
            "200 404 - 404": "triage",
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
        },
    ),
    (
        (
            "GET office-import-columns",
        ),
        {
            "302 302 - 302": "anonymous",
            "302 404 - 404": "triage",
            "404 404 - 404": "*",
        },
    ),
    (
        (
            "POST office-import-columns",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "422 404 - 404": "triage",
        },
    ),
    (
        (
            "POST office-import-cancel", "POST office-import-resume",
        ),
        {
            "302 302 - 302": "anonymous",
            "404 404 - 404": "*",
            "409 404 - 404": "triage",
        },
    ),
)
# fmt: on

# The methods a door takes; any other is refused with 405 (HEAD goes with GET).
METHODS: Final[dict[str, str]] = {
    "login": "GET POST",
    "logout": "POST",
    "landing": "GET POST",
    "choose-language": "POST",
    "choose-type": "POST",
    "health-live": "GET POST",
    "health-ready": "GET POST",
    "api-schema": "GET",
    "api-docs": "GET",
    "api-month": "GET",
    "api-complaint-list": "GET POST",
    "api-complaint-detail": "GET",
    "api-complaint-answer": "POST",
    "api-complaint-advise": "POST",
    "api-complaint-resume": "POST",
    "api-complaint-archive": "POST",
    "api-complaint-classify": "POST",
    "api-complaint-dispatch": "POST",
    "api-complaint-reveal": "POST",
    "api-complaint-chase": "POST",
    "api-complaint-supplement": "POST",
    "api-complaint-reopen": "POST",
    "api-complaint-withdraw": "POST",
    "api-assignment-list": "GET",
    "api-assignment-detail": "GET",
    "api-assignment-contact": "POST",
    "api-assignment-exclude": "POST",
    "api-assignment-ask": "POST",
    "api-ask-list": "GET",
    "api-ask-detail": "GET",
    "api-ask-decide": "POST",
    "office-lay": "GET POST",
    "office-endorsements": "GET",
    "office-endorsement": "GET",
    "office-endorsement-sign": "POST",
    "office-endorsement-pass": "POST",
    "office-endorsement-go": "POST",
    "office-endorsement-finish": "POST",
    "office-endorsement-back": "POST",
    "office-supervise": "GET POST",
    "office-supervisions": "GET",
    "office-supervision": "GET",
    "office-supervision-reply": "POST",
    "office-supervision-back": "POST",
    "office-supervision-clear": "POST",
    "branch-cannot": "GET POST",
    "branch-links": "GET POST",
    "branch-link-end": "POST",
    "work": "GET POST",
    "office-endings": "GET POST",
    "office-ending": "GET POST",
    "office-consult": "GET POST",
    "office-talk": "GET POST",
    "office-talk-off": "POST",
    "office-sweep-new": "GET POST",
    "office-sweep": "GET",
    "office-sweep-look": "POST",
    "office-sweep-file": "POST",
    "office-petition-new": "GET POST",
    "office-petition": "GET POST",
    "office-whistle-fund": "GET POST",
    "office-fund-decide": "GET POST",
    "office-whistles-rate": "GET",
    "office-duties": "GET",
    "office-matter-new": "GET POST",
    "office-matter": "GET",
    "office-matter-refuse": "POST",
    "office-matter-accept": "POST",
    "office-figures-new": "GET POST",
    "office-asks": "GET",
    "office-ask": "GET POST",
    "office-ask-take-back": "POST",
    "office-ask-start": "POST",
    "office-ask-review": "POST",
    "office-ask-strike": "POST",
    "branch-object": "GET POST",
    "branch-ask": "GET POST",
    "api-assignment-report": "POST",
    "api-assignment-sign": "POST",
    "api-assignment-tell-hotline": "POST",
    "api-assignment-tell-resident": "POST",
    "api-callback-list": "GET",
    "api-callback-detail": "GET",
    "api-callback-attempt": "POST",
    "api-callback-complete": "POST",
    "api-callback-invalid": "POST",
    "api-exclusion-list": "GET",
    "api-exclusion-detail": "GET",
    "api-exclusion-decide": "POST",
    "api-area-list": "GET",
    "api-area-detail": "GET",
    "api-category-list": "GET",
    "api-category-detail": "GET",
    "api-organisation-list": "GET",
    "api-outcome-list": "GET",
    "api-article-list": "GET",
    "api-article-detail": "GET",
    "api-organisation-detail": "GET",
    "foresee": "GET",
    "foresee-count": "POST",
    "month": "GET",
    "month-download": "GET",
    "month-tickets": "GET",
    "month-how": "GET",
    "month-watch": "GET",
    "screen": "GET",
    "month-close": "POST",
    "month-closed": "GET",
    "office": "GET",
    "office-views": "GET POST",
    "office-view": "GET POST",
    "office-view-remove": "POST",
    "office-choices": "POST",
    "office-dispatch-many": "GET POST",
    "office-label-many": "GET POST",
    "office-merge-many": "GET",
    "office-print-many": "GET",
    "office-new": "GET POST",
    "office-new-beside": "POST",
    "office-new-category": "POST",
    "office-new-caller": "POST",
    "office-callbacks": "GET",
    "office-callback": "GET POST",
    "office-exclusions": "GET",
    "office-exclusion": "GET POST",
    "office-imports": "GET",
    "office-import-new": "GET POST",
    "office-import": "GET",
    "office-import-columns": "GET POST",
    "office-import-progress": "GET",
    "office-import-cancel": "POST",
    "office-import-resume": "POST",
    "office-import-rejects": "POST",
    "office-access": "GET",
    "office-outward": "GET POST",
    "office-outward-try": "POST",
    "office-outward-end": "POST",
    "office-outward-again": "POST",
    "office-learning": "GET",
    "office-learning-train": "POST",
    "office-learning-use": "POST",
    "office-chase": "POST",
    "office-merge": "GET POST",
    "office-related": "GET",
    "office-split": "POST",
    "office-undo": "POST",
    "office-whistles": "GET",
    "office-whistles-new": "GET POST",
    "office-ticket-whistle": "GET POST",
    "office-whistle": "GET",
    "office-whistle-summon": "GET POST",
    "office-whistle-link": "GET POST",
    "office-whistle-conclude": "GET POST",
    "office-whistle-call-off": "GET POST",
    "office-summons-report-in": "GET POST",
    "office-summons-refuse": "GET POST",
    "office-summons-excuse": "GET POST",
    "office-summons-leave": "GET POST",
    "office-summons-score": "GET POST",
    "office-summons-decide": "GET POST",
    "office-rules": "GET POST",
    "office-rule-set": "GET POST",
    "office-rules-learn": "POST",
    "office-rule-set-try": "POST",
    "office-rule-trial": "GET",
    "office-rule-new": "GET POST",
    "office-rule": "GET POST",
    "office-whistle-meet": "GET POST",
    "office-whistle-oblige": "GET POST",
    "office-whistle-act": "GET POST",
    "office-duty-settle": "GET POST",
    "office-meeting-open": "GET POST",
    "office-meeting-attend": "GET POST",
    "office-meeting-minutes": "GET POST",
    "office-meeting-end": "GET POST",
    "office-meeting-freeze": "GET POST",
    "office-meeting-drop": "GET POST",
    "office-meeting-file": "GET",
    "office-phrases": "GET POST",
    "office-phrase": "GET POST",
    "office-phrase-remove": "POST",
    "office-here": "POST",
    "office-notes": "GET POST",
    "office-inbox": "GET",
    "office-inbox-read": "POST",
    "office-inbox-read-all": "POST",
    "branch-tell-all": "POST",
    "office-add": "GET POST",
    "office-check": "GET POST",
    "office-reopen": "GET POST",
    "office-withdraw": "GET POST",
    "tracked-open": "POST",
    "tracked-chase": "POST",
    "tracked-add": "GET POST",
    "tracked-contact": "GET POST",
    "tracked-rate": "GET POST",
    "tracked-again": "GET POST",
    "tracked-withdraw": "GET POST",
    "branch-sign": "POST",
    "branch-contact": "GET POST",
    "branch-report": "GET POST",
    "branch-tell-resident": "POST",
    "branch-tell-hotline": "POST",
    "branch-handler": "GET POST",
    "branch-exclude": "GET POST",
    "office-ticket": "GET",
    "office-preview": "GET",
    "office-receipt": "GET",
    "office-place": "GET",
    "office-reveal": "POST",
    "office-archive": "POST",
    "office-classify": "GET POST",
    "office-answer": "GET POST",
    "office-advise": "GET POST",
    "office-flag-aside": "POST",
    "office-articles": "GET",
    "office-article-new": "GET POST",
    "office-article": "GET",
    "office-article-edit": "GET POST",
    "office-article-confirm": "POST",
    "guide-article": "GET",
    "office-resume": "POST",
    "office-dispatch": "GET POST",
    "home": "GET",
    "guide": "GET",
    "performance": "GET",
    "file-new": "GET POST",
    "file-hints": "POST",
    "nearby-photo": "GET",
    "office-photo-show": "POST",
    "receipt": "GET",
    "track": "GET POST",
    "tracked": "GET",
    "stop-tracking": "POST",
    "tracked-by-link": "GET",
    "linked-photo": "GET",
    "linked-recording": "GET",
    "recording": "GET",
    "office-recording": "POST",
    "photo": "GET",
    "place-outlines": "GET",
    "place-at": "POST",
    "place-offer": "POST",
}
