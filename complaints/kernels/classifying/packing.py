"""A model as bytes: arrays and JSON in one NumPy archive, and nothing that runs when it is read."""

import json
import zipfile
from io import BytesIO

import numpy as np

from complaints.errors import Invalid, gettext_noop
from complaints.kernels.classifying.learning import TextModel
from complaints.kernels.classifying.vocabulary import Vocabulary

FORMAT = "text model 1"
# Unpacked; an archive of a few bytes may claim to hold more than there is memory.
UNPACKED_MAX = 200_000_000


def packed(model: TextModel) -> bytes:
    """The model with its lines in half precision."""
    facts = {
        "format": FORMAT,
        "labels": model.labels,
        "temperature": model.temperature,
        "threshold": model.threshold,
    }
    buffer = BytesIO()
    np.savez_compressed(
        buffer,
        facts=np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8),
        codes=model.vocabulary.codes,
        worth=model.vocabulary.worth,
        lines=model.lines.astype(np.float16),
    )
    return buffer.getvalue()


def unpacked(content: bytes) -> TextModel:
    """The model that `packed` wrote. Invalid for anything else."""
    try:
        return _read(content)
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, EOFError):
        raise Invalid(
            gettext_noop("不是分类模型文件，或文件已损坏；请用 train_classifier 重新训练。")
        ) from None


def _read(content: bytes) -> TextModel:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX:
            msg = "too large"
            raise ValueError(msg)
    with np.load(BytesIO(content), allow_pickle=False) as held:
        facts = json.loads(held["facts"].tobytes())
        model = TextModel(
            labels=tuple(facts["labels"]),
            vocabulary=Vocabulary(held["codes"], held["worth"]),
            lines=held["lines"],
            temperature=float(facts["temperature"]),
            threshold=float(facts["threshold"]),
        )
    runs, labels = len(model.vocabulary.codes), len(model.labels)
    if facts["format"] != FORMAT or model.lines.shape != (runs + 1, labels):
        msg = "parts that do not fit"
        raise ValueError(msg)
    return model
