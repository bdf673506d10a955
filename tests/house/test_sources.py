import ast
import re

import pytest

from tests.house.sources import APPS, CHECKOUT, modules, shown, templates

LONGEST_FILE = 300
LONGEST_VIEW = 25
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "signals", "misc"}

# What the content policy would block, or what hides a script from a reader.
FORBIDDEN_MARKUP = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a source": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an htmx script": re.compile(r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "a foreign source": re.compile(
        r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc\s*=\s*[\"'](?:https?:)?//",
        re.IGNORECASE,
    ),
    "a foreign style": re.compile(r"<link\b[^>]*\bhref\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|{%\s*autoescape\s+off"),
}
EXAMPLES = {
    "a style attribute": '<p class="a" style="color:red">',
    "a style element": "<style>p {}</style>",
    "a script without a source": "<script>go()</script>",
    "an event attribute": '<button type="submit" onclick="go()">',
    "a script address": '<a href="javascript:go()">',
    "an htmx script": '<p hx-on:click="go()">',
    "a foreign source": '<script src="https://cdn.example/x.js"></script>',
    "a foreign style": '<link rel="stylesheet" href="//cdn.example/x.css">',
    "unescaped output": "{{ words|safe }}",
}


@pytest.mark.parametrize("what", FORBIDDEN_MARKUP)
def test_no_template_has(what: str) -> None:
    pattern = FORBIDDEN_MARKUP[what]
    assert pattern.search(EXAMPLES[what]), "the pattern must find its own example"
    assert [shown(path) for path in templates() if pattern.search(path.read_text("utf-8"))] == []


def test_no_file_has_grown_past_the_length_where_it_becomes_a_folder() -> None:
    long = {shown(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: count for name, count in long.items() if count > LONGEST_FILE} == {}


def test_no_file_has_a_name_that_says_no_job() -> None:
    assert [shown(path) for path in modules() if path.stem in FORBIDDEN_NAMES] == []


def test_every_view_is_short_enough_to_read_at_once() -> None:
    long = []
    for path in modules():
        if "views" not in (path.stem, path.parent.name):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_VIEW:
                    long.append(f"{shown(path)}:{node.lineno} {node.name} ({lines})")
    assert long == []


def test_the_four_apps_are_the_only_ones() -> None:
    with_apps = sorted(path.parent.name for path in CHECKOUT.glob("*/apps.py"))
    assert with_apps == sorted(["beijing_governance", *APPS])
