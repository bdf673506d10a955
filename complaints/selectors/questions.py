"""What to ask besides, by the kind of matter."""

from datetime import date

from complaints.models import Category, Question

ASKED = 4


def questions_for(category: Category | None, *, on: date) -> tuple[Question, ...]:
    """The questions of a category and of those above it, the nearest first; never many."""
    chain = []
    while category is not None:
        chain.append(category.pk)
        category = category.parent
    if not chain:
        return ()
    rows = Question.objects.current(on).filter(category__in=chain)
    near = sorted(rows, key=lambda row: (chain.index(row.category_id), row.position, row.pk))
    return tuple(near[:ASKED])
