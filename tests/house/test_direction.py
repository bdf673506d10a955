from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey  # noqa: TID251
from django.db.models import ForeignObjectRel, Model

from tests.house.sources import APPS, imports, modules, shown

# Higher may point at lower. Foresee and defuse stand side by side.
HEIGHT = {"complaints": 0, "dispatch": 1, "forecasting": 2, "mediation": 2}
BANNED = ("django.dispatch", "django.db.models.signals", "django.core.signals", "pickle", "joblib")


def our_models() -> list[type[Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


def keys_between_apps() -> list[tuple[str, int, int, ForeignObjectRel]]:
    found = []
    for model in our_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            relation = getattr(field, "remote_field", None)
            if isinstance(field, ForeignObjectRel) or relation is None:
                continue
            other = relation.model._meta.app_label
            if other != own and other in HEIGHT:
                name = f"{model._meta.label}.{field.name}"
                found.append((name, HEIGHT[own], HEIGHT[other], relation))
    return found


def test_a_key_into_a_lower_app_has_no_name_to_walk_back_by() -> None:
    keys = keys_between_apps()
    assert keys, "no key between apps was found: this test looks at nothing"
    named = [name for name, _, _, relation in keys if relation.related_name != "+"]
    assert named == []


def test_no_key_points_at_a_higher_app_or_sideways() -> None:
    assert [name for name, own, other, _ in keys_between_apps() if other >= own] == []


def test_no_model_has_a_key_without_a_table() -> None:
    generic = [
        model._meta.label
        for model in our_models()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    ]
    assert generic == []


def test_the_house_above_the_apps_holds_no_model() -> None:
    assert list(apps.get_app_config("beijing_governance").get_models()) == []


def test_no_module_imports_signals_or_pickles() -> None:
    found = [
        f"{shown(path)}: {name}"
        for path in modules()
        for name in imports(path)
        if any(name == banned or name.startswith(f"{banned}.") for banned in BANNED)
        or name.endswith(".GenericForeignKey")
    ]
    assert found == []
