"""English is complete: every message, as compiled, in what users see.

After a change of words: `make messages`, translate what is empty in django.po, `make messages`. The
compiled django.mo is committed.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from typing import Final

import pytest
from django.utils import translation

from complaints.deadlines import MissingCalendarYear
from complaints.errors import WrongState
from complaints.states import Status, Verb, after
from tests.house.catalogue import CHINESE, ENGLISH, SAID_CHINESE, read_mo, read_po
from tests.house.sources import CHECKOUT, PACKAGES, modules, shown, templates
from tests.servers.machine import required_services

MESSAGES: Final = [message for message in read_po(ENGLISH / "django.po") if message.msgid]
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[-0-9.]*([a-z])")
BRACED: Final = re.compile(r"{\w+}")

# Chinese that is no wording: patterns, headers of foreign files, guessable words, invented data.
NOT_WORDING: Final = (
    "/kernels/",
    "/files/feeds/",
    "/demo/",
    "/management/",
    "/settings/",
    "/passwords.py",
)
NOT_WORDS: Final = {"年", "月", "日", "街道"}
MARKS: Final = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
TRANSLATED: Final = re.compile(
    r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}|{% trans(?:late)? .*?%}"
    r'|{% comment %}.*?{% endcomment %}|{#.*?#}|_\("[^"]*"\)',
    re.DOTALL,
)


def placeholders(words):
    return sorted([*PLACEHOLDER.findall(words), *BRACED.findall(words)])


def test_every_message_is_translated():
    assert len(MESSAGES) > 900
    for message in MESSAGES:
        assert "fuzzy" not in message.flags, message.msgid
        assert len(message.words) == (1 if message.plural is None else 2), message.msgid
        for words in message.words:
            assert words.strip(), message.msgid
            assert not CHINESE.search(words), message.msgid


def test_every_translation_has_the_placeholders_of_its_message():
    for message in MESSAGES:
        for words in message.words:
            assert placeholders(words) == placeholders(message.msgid), message.msgid
            if "python-format" in message.flags:
                assert words.count("%%") == message.msgid.count("%%"), message.msgid
                assert_fills(words)


def assert_fills(words):
    """No stray sign: with a value for every name it formats."""
    facts = {name: 1 if kind == "d" else "x" for name, kind in PLACEHOLDER.findall(words)}
    assert words % facts


def test_the_compiled_catalogue_holds_what_the_written_one_says():
    written: dict[object, str] = {}
    for message in MESSAGES:
        if message.plural is None:
            written[message.msgid] = message.words[0]
        else:
            written |= {(message.msgid, form): text for form, text in enumerate(message.words)}
    compiled = read_mo(ENGLISH / "django.mo")
    assert "plural=(n != 1)" in compiled.pop("")
    assert compiled == written


def test_no_message_is_missing_from_the_catalogue_and_none_is_left_over(tmp_path):
    if shutil.which("xgettext") is None:
        reason = "no xgettext on this machine; Debian's package is gettext"
        if required_services():
            pytest.fail(reason)
        pytest.skip(reason)
    for name in (*PACKAGES, "templates"):
        skip = shutil.ignore_patterns("__pycache__", "static", "vendor")
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=skip)
    shutil.copy(CHECKOUT / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-obsolete", "-v0"],
        cwd=tmp_path,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "beijing_governance.settings.test"},
        check=True,
    )
    found = read_po(tmp_path / ENGLISH.relative_to(CHECKOUT) / "django.po")
    assert {(each.msgid, each.plural) for each in found if each.msgid} == {
        (each.msgid, each.plural) for each in MESSAGES
    }


def _unmarked(path):
    tree = ast.parse(path.read_text("utf-8"))
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            patterns = name == "compile"
            if name in MARKS or patterns:
                passed |= {inner for part in node.args for inner in ast.walk(part)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            words = node.value
            if CHINESE.search(words) and words not in NOT_WORDS and "[" not in words:
                yield f"{shown(path)}:{node.lineno} {words[:40]}"


def test_no_chinese_words_in_the_code_are_unmarked():
    wording = [
        path for path in modules() if not any(part in f"/{shown(path)}" for part in NOT_WORDING)
    ]
    assert [found for path in wording for found in _unmarked(path)] == []


def test_no_chinese_words_in_templates_and_scripts_are_unmarked():
    found = [
        (shown(path), words)
        for path in templates()
        for words in CHINESE.findall(
            SAID_CHINESE.sub("", TRANSLATED.sub("", path.read_text("utf-8")))
        )
    ]
    scripts = list((CHECKOUT / "static" / "js").rglob("*.js"))
    assert scripts
    words = re.compile("[\u4e00-\u9fff]+")
    found += [(shown(path), each) for path in scripts for each in words.findall(path.read_text())]
    assert found == []


def test_a_refusal_of_the_pure_tables_speaks_the_readers_language():
    with pytest.raises(WrongState) as refused:
        after(Status.ARCHIVED, Verb.DISPATCH)
    year = MissingCalendarYear(2031)
    assert "状态已经改变" in refused.value.message
    assert "2031 年" in year.message
    with translation.override("en"):
        assert "the status has changed" in refused.value.message
        assert "2031 is missing" in year.message
