import random
import re
from collections import Counter
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from complaints import fields
from complaints.demo import photos, slots, words
from complaints.demo.demands import Demand, demands
from complaints.demo.people import Staff, open_demonstration
from complaints.demo.places import Community, Spot
from complaints.demo.seasons import weather, weight
from complaints.errors import Conflict
from complaints.files.photos import clean_photo
from complaints.files.seeds import read_categories
from complaints.models import DemandKind, Post, Role, User
from tests.demonstration import AT, PASSWORD, SEED, lay_ground

# Fillers, left-over slots, real-looking mobiles, and forms of address that come with a surname.
FORBIDDEN = re.compile(
    r"lorem|ipsum|todo|xxx|测试|示例文本|某某|[{}]|1[3-9]\d{9}|先生|女士|小姐|师傅姓|身份证\d",
    re.IGNORECASE,
)
KINDS = ("wrongs", "harms", "wishes", "solved", "explained", "cannot_now")


@pytest.fixture
def staff(db: None) -> Staff:
    lay_ground()
    return open_demonstration(PASSWORD)


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: Any) -> list[Demand]:
    """A whole year, drawn once for all who only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_ground()
        found = list(demands(12_000, seed=SEED, at=AT, staff=open_demonstration(PASSWORD)))
        transaction.set_rollback(True)
    return found


def drawn(staff: Staff, count: int, seed: int = SEED) -> list[Demand]:
    return list(demands(count, seed=seed, at=AT, staff=staff))


def sentences() -> list[str]:
    own = [
        line for topic in words.topics().values() for kind in KINDS for line in getattr(topic, kind)
    ]
    return own + [line for lines in words.general().values() for line in lines]


def scene() -> slots.Scene:
    spot = Spot("虚构小区", 116.2, 39.9)
    home = Community(1, "1", "虚构社区", "虚构街道", 2, 1.0, (spot,), (spot,), (spot,), (spot,))
    return slots.scene_in(home, random.Random(1))


def test_every_third_level_category_has_words_of_its_own() -> None:
    catalogue = {row.code: row.name for row in read_categories() if row.level == 3}
    spoken = {code: topic.name for code, topic in words.topics().items()}
    assert spoken == catalogue
    assert len(spoken) >= 150
    assert [code for code, topic in words.topics().items() if not topic.wrongs] == []
    assert [code for code, topic in words.topics().items() if not topic.wishes] == []
    first = Counter(line for topic in words.topics().values() for line in topic.wrongs)
    assert [line for line, count in first.items() if count > 1] == [], "told of two categories"


def test_every_sentence_can_be_filled_and_holds_no_forbidden_word() -> None:
    for line in sentences():
        filled = slots.Filler(scene(), AT.date(), random.Random(line)).fill(line)
        assert not FORBIDDEN.search(filled), line
        assert filled == filled.strip("，。 "), line


def test_a_line_that_names_a_season_is_told_in_it(year: list[Demand]) -> None:
    for demand in year:
        if "大雪" in demand.draft.text:
            assert demand.at.month in (12, 1, 2)


def test_two_stands_before_no_ten_and_no_hundred() -> None:
    for number in range(200):
        filler = slots.Filler(scene(), AT.date(), random.Random(number))
        filled = filler.fill("{n}十多户，{n}百人，{n}个月，差{n}两")
        assert "两十" not in filled
        assert "两百" not in filled
        assert "两两" not in filled


def test_a_years_texts_are_varied_and_finished(year: list[Demand]) -> None:
    texts = [demand.draft.text for demand in year]
    assert len(set(texts)) > 11_000
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    assert len({demand.category.code for demand in year}) > 250
    lengths = sorted(map(len, texts))
    assert lengths[600] < 32, "some are short"
    assert lengths[-600] > 110, "some are long"
    # No opening and no ending is heard all day.
    for at in (slice(0, 6), slice(-8, None)):
        commonest = Counter(text[at] for text in texts).most_common(1)[0][1]
        assert commonest < len(texts) * 0.13


def test_the_same_seed_says_the_same_and_another_something_else(staff: Staff) -> None:
    def told(seed: int) -> list[tuple[object, ...]]:
        return [
            (d.at, d.key, d.draft, d.where, d.channel, d.thread) for d in drawn(staff, 300, seed)
        ]

    assert told(SEED) == told(SEED)
    other = {row[2].text for row in told(SEED + 1)}  # type: ignore[attr-defined]
    assert len(other & {row[2].text for row in told(SEED)}) < 20  # type: ignore[attr-defined]


def test_a_year_ends_now_and_follows_seasons_and_hours(year: list[Demand]) -> None:
    moments = [demand.at for demand in year]
    assert moments == sorted(moments)
    assert AT - timedelta(days=366) < moments[0]
    assert moments[-1] < AT
    months = Counter(demand.at.month for demand in year if demand.category.code == "010101")
    assert sum(months[month] for month in (11, 12, 1, 2)) > 9 * sum(months[m] for m in range(4, 10))
    wet = Counter(demand.at.month for demand in year if demand.category.code == "020101")
    assert sum(wet[month] for month in (6, 7, 8, 9)) > 2 * sum(wet[m] for m in (11, 12, 1, 2))
    hours = Counter(demand.at.hour for demand in year)
    assert {hour for hour, _count in hours.most_common(5)} <= {9, 10, 11, 14, 15, 16}
    streets = Counter(demand.filler.scene.community.street for demand in year)
    assert len(streets) == 4
    assert streets.most_common()[0][1] > 2 * streets.most_common()[-1][1]


def test_troubles_come_in_outbreaks_and_come_back_to_the_same_houses(year: list[Demand]) -> None:
    threads = Counter(demand.thread for demand in year if demand.thread)
    outbreaks = [count for name, count in threads.items() if name.startswith("outbreak")]
    stubborn = [count for name, count in threads.items() if name.startswith("stubborn")]
    assert len([count for count in outbreaks if count >= 10]) >= 10
    assert len([count for count in stubborn if count >= 8]) >= 10


def test_a_storm_is_followed_by_leaks() -> None:
    first, last = AT.date() - timedelta(days=364), AT.date()
    sky = weather(first, last, frozenset(), random.Random(SEED))
    assert len(sky.storms) == 10
    for storm in sky.storms:
        assert 6 <= storm.month <= 9
        before = weight("020101", storm.replace(month=4), sky)
        assert weight("020101", storm + timedelta(days=1), sky) > 20 * before


def test_callers_are_plainly_invented(year: list[Demand]) -> None:
    known = [demand.draft.caller for demand in year if not demand.draft.caller.is_empty]
    assert 800 < len(year) - len(known) < 2000
    for caller in known:
        assert caller.name.startswith("演示居民")
        # No number in Beijing starts with 0 after the area code, yet it is kept like a number.
        assert fields.normalise_phone(caller.phone).startswith("01000")
    assert len({caller.phone for caller in known}) > len(known) * 0.9
    assert any(demand.draft.is_secret for demand in year)
    for demand in year:
        assert demand.draft.caller.home not in demand.draft.text or not demand.draft.caller.home


def test_some_write_without_category_and_some_only_ask(year: list[Demand]) -> None:
    unsorted = [demand for demand in year if demand.is_unsorted]
    assert len(unsorted) > 300
    assert all(demand.draft.category_id is None for demand in unsorted)
    assert not any(demand.draft.is_secret for demand in unsorted)
    kinds = {demand.category.demand_kind for demand in year}
    assert kinds >= set(DemandKind.values) - {"other"}


def test_every_role_has_an_account_and_nobody_more_than_his_post_gives(staff: Staff) -> None:
    assert set(Post.objects.values_list("role", flat=True)) == set(Role.values)
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.exclude(user_permissions=None).exists()
    in_admin = User.objects.filter(is_staff=True).values_list("username", flat=True)
    assert set(in_admin) == {"admin", "security"}
    assert User.objects.get(username="office").check_password(PASSWORD)
    assert all(worker.is_active for workers in staff.workers.values() for worker in workers)


def test_accounts_are_opened_once(staff: Staff) -> None:
    before = User.objects.count()
    with pytest.raises(Conflict):
        open_demonstration(PASSWORD)
    assert User.objects.count() == before


@pytest.mark.parametrize("code", ["010506", "020101", "040101", "050101", "070101", "140101"])
def test_a_drawn_photo_passes_the_cleaning(code: str) -> None:
    before = photos.draw_scene(code, random.Random(1))
    after = photos.draw_scene(code, random.Random(1), is_after=True)
    assert before == photos.draw_scene(code, random.Random(1)) != after
    clean = clean_photo(before)
    assert (clean.width, clean.height) == (photos.WIDTH, photos.HEIGHT)
    assert Image.open(BytesIO(clean.data)).format == "JPEG"
    assert _reddest(before) > 2000, "the caption stands on it"


def _reddest(content: bytes) -> int:
    image = Image.open(BytesIO(content)).convert("RGB")
    colours = image.getcolors(photos.WIDTH * photos.HEIGHT) or []
    return sum(count for count, colour in colours if colour == (150, 40, 30))
