"""Two characters are enough to find a text, on either database."""

import sqlite3
import sys
import time
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.kernels.bigrams import bigrams, query_terms

han = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x3400, max_codepoint=0x4DBF),
    st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF),
    st.characters(min_codepoint=0x30000, max_codepoint=0x3134A),
)
texts = st.text(alphabet=st.one_of(han, st.characters()), max_size=60)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("暖气不热", ["暖气", "气不", "不热"]),
        ("水，电", []),
        ("", []),
        ("3号楼2单元", ["3", "号楼", "2", "单元"]),
        ("ＷｉＦｉ坏了 Wifi", ["wifi", "坏了"]),
        ("𠮷野家 𠮷", ["𠮷野", "野家"]),
        ("二〇二六年人々", ["二〇", "〇二", "二六", "六年", "年人", "人々"]),
        ("café_bar", ["café", "bar"]),
        ("漏雨漏雨", ["漏雨", "雨漏"]),
        ("A座\x00B座\ud800", ["a", "b"]),
        ("😀噪音👍🏽扰民", ["噪音", "扰民"]),
        ("\u202e夜间\u200b施工", ["夜间", "施工"]),
        ("豈更", ["豈更"]),
    ],
)
def test_terms_of_a_text(text, terms):
    assert bigrams(text) == terms


def test_a_query_with_a_single_character_looks_for_the_rest():
    assert query_terms("501室") == ["501"]
    assert query_terms("水") == []


@given(texts, st.text(alphabet=han, min_size=2, max_size=20), texts)
def test_two_or_more_characters_in_a_row_are_found_wherever_they_stand(before, phrase, after):
    assert set(query_terms(phrase)) <= set(bigrams(before + phrase + after))


@given(texts)
def test_terms_are_distinct_and_survive_the_space_separated_column(text):
    terms = bigrams(text)
    assert len(set(terms)) == len(terms)
    assert " ".join(terms).split(" ") == (terms or [""])
    assert all(len(term) <= 32 for term in terms)


@given(texts)
def test_terms_of_terms_are_themselves(text):
    for term in bigrams(text):
        assert bigrams(term) == [term]


@pytest.fixture(scope="module")
def full_text_index():
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(bigrams, tokenize='unicode61')")
        yield connection


def matches(connection, stored, query):
    connection.execute("DELETE FROM found")
    connection.execute("INSERT INTO found(bigrams) VALUES (?)", (" ".join(bigrams(stored)),))
    match = " AND ".join(f'"{term}"' for term in query_terms(query))
    rows = connection.execute("SELECT count(*) FROM found WHERE found MATCH ?", (match,))
    return rows.fetchone()[0] == 1


@given(before=texts, phrase=st.text(alphabet=han, min_size=2, max_size=8), after=texts)
def test_fts5_finds_characters_of_every_plane(full_text_index, before, phrase, after):
    assert matches(full_text_index, before + phrase + after, phrase)


@pytest.mark.parametrize("query", ["漏雨", "𠮷里", "501", "WIFI", "ＡＰＰ", "楼顶漏雨"])
def test_fts5_finds_words_of_a_mixed_text(full_text_index, query):
    assert matches(full_text_index, "𠮷里社区501室楼顶漏雨，app报修、wifi也坏了", query)


@pytest.mark.parametrize("query", ["雨漏", "51", "里社楼", "地下"])
def test_fts5_finds_nothing_that_is_not_there(full_text_index, query):
    assert not matches(full_text_index, "𠮷里社区501室楼顶漏雨", query)


def test_fts5_keeps_every_ideograph_of_unicode_as_a_letter(full_text_index):
    blocks = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0), (0x2A700, 0x2EBE1)]
    pairs = ["".join(map(chr, (code, code))) for low, high in blocks for code in range(low, high)]
    full_text_index.execute("DELETE FROM found")
    full_text_index.executemany(
        "INSERT INTO found(bigrams) VALUES (?)", [(pair,) for pair in pairs]
    )
    full_text_index.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5vocab(found, 'row')"
    )
    kept = {row[0] for row in full_text_index.execute("SELECT term FROM terms")}
    assert set(pairs) == kept


@pytest.mark.parametrize(
    "text", ["漏" * 350_000, "楼a" * 250_000, "a" * 1_000_000, "暖气不热。" * 70_000]
)
def test_a_megabyte_takes_no_longer_than_its_length_asks(text):
    started = time.perf_counter()
    terms = bigrams(text)
    assert time.perf_counter() - started < 2
    assert max(map(len, terms)) <= 32


def test_every_letter_and_digit_becomes_a_term_of_letters_and_digits():
    every = " ".join(chr(code) * 2 for code in range(sys.maxunicode + 1) if chr(code).isalnum())
    assert all(term.isalnum() for term in bigrams(every))
