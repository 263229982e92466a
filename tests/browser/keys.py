"""Somebody who has a keyboard and nothing else: no pointer, and no focus that was not moved to.

What is not the page's is not done by keys: an address is opened as from a mail or a bookmark, a
file is chosen in the system's dialogue, and the way back is the browser's.
"""

from dataclasses import dataclass
from typing import Any, Self

from playwright.sync_api import Page, expect

MOST_TABS = 60
FOCUS = """() => {
  for (const each of document.getAnimations()) {
    try { each.finish(); } catch { each.cancel(); }
  }
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const named = (each) => {
    const copy = each.cloneNode(true);
    for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
    return copy.textContent;
  };
  const pointed = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
  const labels = [...(element.labels ?? [])];
  const sources = pointed.length ? pointed.map((id) => document.getElementById(id)) : labels;
  const name = element.ariaLabel || (sources.length ? sources : [element]).map(named).join(" ");

  const isWide = (each) => each.getBoundingClientRect().width > 8;
  const isRing = (each) => {
    if (!isWide(each)) return false;
    const style = getComputedStyle(each);
    const isDrawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return isDrawn && !/(^transparent$|[,/] 0\\))/.test(style.outlineColor);
  };
  const around = [element, ...labels, element.nextElementSibling, element.parentElement];
  const card = element.matches(".card-link") ? [element.closest(".card")] : [];
  const ringed = [...around, ...card].find((each) => each && isRing(each));
  const has_bar = element.matches("main") && getComputedStyle(element).boxShadow !== "none";

  const shown = [element, ...labels, ringed ?? element].find(isWide);
  const box = shown?.getBoundingClientRect();
  const clip = (low, high, most) => [Math.max(low, 0), Math.min(high, most)];
  const [left, right] = box ? clip(box.left, box.right, innerWidth) : [0, 0];
  const [top, bottom] = box ? clip(box.top, box.bottom, innerHeight) : [0, 0];
  const parts = [0.1, 0.3, 0.5, 0.7, 0.9];
  const is_seen = right > left && bottom > top && parts.some((part) => parts.some((other) => {
    const [x, y] = [left + (right - left) * part, top + (bottom - top) * other];
    const there = document.elementFromPoint(x, y);
    return there && (shown.contains(there) || there.contains(shown)
      || labels.some((each) => each.contains(there)));
  }));
  return {
    name: name.replace(/\\s+/g, " ").trim(), tag: element.tagName.toLowerCase(),
    role: element.getAttribute("role") ?? "", type: element.type ?? "",
    has_ring: Boolean(ringed) || has_bar, is_seen,
  };
}"""


@dataclass(frozen=True)
class Focus:
    """What has the focus: its accessible ``name``, whether one sees that it has it."""

    name: str
    tag: str
    role: str
    type: str
    has_ring: bool
    is_seen: bool


class Keys:
    """A page used by keys. Each step fails where the focus is lost or cannot be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")

    def open(self, address: str) -> Self:
        """Open an address, as from a mail."""
        self.page.goto(address)
        return self

    def tab_to(self, name: str, *, most: int = MOST_TABS, back: bool = False) -> Self:
        """Press Tab (or Shift+Tab) until what is called ``name``, or begins so, has the focus."""
        met = []
        if not self.page.evaluate("window.isEntered"):
            self.page.evaluate("window.isEntered = true")
        else:
            self.focus()
        for _step in range(most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            focus = self._focus()
            if focus is None:
                continue  # between the last of the page and the first: the browser's own
            met.append(focus.name[:40])
            self._check(focus)
            if _is_called(focus, name):
                return self
        raise AssertionError(f"{most} tabs do not lead to {name!r} on {self.page.url}: {met}")

    def focus(self) -> Focus:
        """What has the focus; fails when nothing has, or when one does not see it."""
        focus = self._focus()
        assert focus is not None, f"the focus is lost on {self.page.url}"
        self._check(focus)
        return focus

    def arrow_to(self, name: str, key: str = "ArrowDown") -> Self:
        """Press an arrow until what is called ``name`` has the focus: a choice of several."""
        for _step in range(MOST_TABS):
            if _is_called(self.focus(), name):
                return self
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {name!r} on {self.page.url}")

    def press(self, *keys: str) -> Self:
        """Press keys where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, name: str, words: str) -> Self:
        """Go to a field and type over what stands there."""
        self.tab_to(name)
        return self.press("Control+a").write(words)

    def write(self, words: str) -> Self:
        """Type where the focus is."""
        self.page.keyboard.type(words)
        return self

    def follow(self, name: str, *, key: str = "Enter", most: int = MOST_TABS) -> Self:
        """Go to a link or a button and press it; another page must come."""
        self.tab_to(name, most=most)
        return self.leave(key)

    def leave(self, key: str = "Enter") -> Self:
        """Press what has the focus; another page must come."""
        with self.page.expect_navigation(timeout=10_000):
            self.page.keyboard.press(key)
        return self

    def go_back(self) -> Self:
        """The browser's own key for the way back."""
        self.page.go_back()
        return self

    def swap(self, name: str, *, key: str = "Enter", most: int = MOST_TABS) -> Focus:
        """Go to something and press it; the page stays, a part is new, the focus is not lost."""
        self.tab_to(name, most=most)
        return self.change(key)

    def change(self, key: str = "Enter") -> Focus:
        """Press what has the focus; the page stays, a part is new, the focus is not lost."""
        self.page.evaluate("window.stayed = true")
        with self.page.expect_response(lambda answer: "/static/" not in answer.url) as answered:
            self.page.keyboard.press(key)
        answered.value.finished()
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        assert self.page.evaluate("window.stayed"), "the page was loaded anew"
        return self.focus()

    def expect(self, words: str) -> Self:
        """Wait until one can read this."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def _focus(self) -> Focus | None:
        found: dict[str, Any] | None = self.page.evaluate(FOCUS)
        return Focus(**found) if found else None

    def _check(self, focus: Focus) -> None:
        where = f"{focus.tag} {focus.name[:60]!r} on {self.page.url}"
        assert focus.has_ring, f"one does not see that the focus is on {where}"
        assert focus.is_seen, f"the focus is hidden: {where}"


def _is_called(focus: Focus, name: str) -> bool:
    rest = focus.name.removeprefix(name)
    return focus.name.startswith(name) and not rest[:1].isalnum()
