import json
import re

import jsonschema
import pytest
from django.db import connection

from tests.house.compose import CHECKOUT, compose, service
from tests.servers.deploy import SERVED

SCHEMA = CHECKOUT / "tests" / "compose_spec" / "compose-spec.json"
SERVICES = sorted(compose()["services"])
SECRETS = ("SECRET_KEY", "FIELD_KEYS", "ALLOWED_HOSTS", "POSTGRES_PASSWORD")


def test_the_compose_file_follows_the_published_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(compose())


def test_the_published_schema_refuses_a_word_it_does_not_know() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    wrong = compose()
    wrong["services"]["web"]["comand"] = ["gunicorn"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(wrong)


def test_every_server_of_the_served_set_up_is_there() -> None:
    assert SERVICES == ["broker", "database", "migrate", "scheduler", "web", "worker"]


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_lasting_service_says_whether_it_is_well(name: str) -> None:
    assert service(name)["healthcheck"]["test"][0] == "CMD"
    assert service(name)["restart"] == "unless-stopped"


def test_no_secret_has_a_value_or_a_default_here() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text("utf-8")
    for name in SECRETS:
        uses = re.findall(r"\$\{" + name + r"([^}]*)\}", text)
        assert uses, name
        assert all(use.startswith(":?") for use in uses), name


def test_the_app_is_given_every_secret_that_production_asks_for() -> None:
    given = service("web")["environment"]
    assert set(SERVED) <= set(given)


def test_what_must_outlive_a_container_lies_in_a_named_volume() -> None:
    described = compose()
    mounted = {
        mount.partition(":")[0]
        for one in described["services"].values()
        for mount in one.get("volumes", [])
    }
    assert mounted == set(described["volumes"])


def test_the_broker_throws_nothing_away() -> None:
    command = " ".join(service("broker")["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_the_image_holds_every_folder_that_python_and_the_pages_need() -> None:
    recipe = service("web")["build"]["dockerfile_inline"]
    copied = set(re.findall(r"^COPY (\S+) ", recipe, flags=re.MULTILINE))
    assert copied == {
        "requirements.txt",
        "manage.py",
        "beijing_governance",
        "complaints",
        "dispatch",
        "forecasting",
        "mediation",
        "templates",
        "static",
    }
    for name in copied:
        assert (CHECKOUT / name).exists(), name


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="this run is not on PostgreSQL")
def test_the_database_here_is_of_the_version_that_is_served() -> None:
    tested = connection.cursor().connection.server_version // 10_000
    image = service("database")["image"]
    assert image.startswith(f"postgres:{tested}.")
