"""The words of a caller as they are kept: only what a database and a page can carry."""

import unicodedata

from django.utils.translation import gettext as _

from complaints.errors import Invalid

TEXT_MAX = 20_000
# Letters, numbers, punctuation, symbols: joiners and marks alone say nothing.
VISIBLE = "LNPS"


def checked_text(text: str) -> str:
    """The words, without characters that no database or page can carry."""
    clean = text
    if not text.isprintable():
        clean = "".join(c for c in text if c in "\n\t" or c.isprintable() or _is_kept(c))
    clean = clean.replace("\r\n", "\n").strip()
    if not any(unicodedata.category(c)[0] in VISIBLE for c in clean):
        raise Invalid(_("请写下要反映的内容。"), field="text")
    if len(clean) > TEXT_MAX:
        raise Invalid(
            _("内容太长：%(given)s 字，最多 %(limit)s 字。请精简后再提交，您写的内容已保留。")
            % {"given": len(clean), "limit": TEXT_MAX},
            field="text",
        )
    return clean


def _is_kept(sign: str) -> bool:
    """Joiners and marks of direction stay; control signs and halves of signs do not."""
    return ord(sign) > 0x9F and not 0xD800 <= ord(sign) <= 0xDFFF
