"""Lives of the ground, one table each."""

from complaints.states.complaints import (
    LIFE,
    OPEN_TO_JOIN,
    UNDOABLE,
    Status,
    Verb,
    after,
    allowed_from,
    before,
    undoing,
)
from complaints.states.imports import (
    IMPORT_LIFE,
    ImportStatus,
    ImportVerb,
    import_after,
    import_allowed_from,
)
from complaints.states.joint import (
    JOINT_LIFE,
    JointVerb,
    Standing,
    joint_after,
    joint_allowed_from,
)
from complaints.states.messages import (
    MESSAGE_LIFE,
    MessageStatus,
    MessageVerb,
    message_after,
)
from complaints.states.runs import (
    RUN_LIFE,
    RunStatus,
    RunVerb,
    run_after,
)
from complaints.states.tables import (
    step,
    verbs_from,
)

__all__ = [
    "IMPORT_LIFE",
    "JOINT_LIFE",
    "LIFE",
    "MESSAGE_LIFE",
    "OPEN_TO_JOIN",
    "RUN_LIFE",
    "UNDOABLE",
    "ImportStatus",
    "ImportVerb",
    "JointVerb",
    "MessageStatus",
    "MessageVerb",
    "RunStatus",
    "RunVerb",
    "Standing",
    "Status",
    "Verb",
    "after",
    "allowed_from",
    "before",
    "import_after",
    "import_allowed_from",
    "joint_after",
    "joint_allowed_from",
    "message_after",
    "run_after",
    "step",
    "undoing",
    "verbs_from",
]
