"""Names can be searched by the letters people type."""

import pytest

from complaints.kernels.pinyin import spell


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("鲁谷街道", "lugujiedao", "lgjd"),
        ("复兴路甲15号院社区", "fuxinglujia15haoyuanshequ", "fxlj15hysq"),
        ("绿苑（北）B区", "lvyuanbeibqu", "lybbq"),
        ("", "", ""),
        ("（）", "", ""),
    ],
)
def test_a_name_is_spelt_in_full_and_by_initials(name, full, initials):
    assert spell(name) == (full, initials)
