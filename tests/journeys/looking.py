"""What every page of a journey must pass: no barrier that axe finds, no sideways scroll."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def assert_open_to_all(page: Page) -> None:
    """Axe over the page as it stands; evaluated from outside, so the page's CSP stays as it is."""
    # A link was just followed: before its styles are there, every colour is a barrier.
    page.wait_for_load_state("load")
    page.evaluate(AXE)
    found = page.evaluate(
        """async (rules) => (await axe.run(document, {runOnly: rules})).violations.map(
            (one) => one.id + ": " + one.nodes.map((node) => node.html.slice(0, 160)).join(" | "))
        """,
        RULES,
    )
    assert not found, f"{page.url}: {found}"
    assert_no_sideways_scroll(page)


def assert_no_sideways_scroll(page: Page) -> None:
    # Before its styles are there, a page is as wide as its words.
    page.wait_for_load_state("load")
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.evaluate("document.documentElement.clientWidth")
    assert width <= shown, f"{page.url} is {width} wide in a window of {shown}"
