// Keys on a list: / searches, j and k move, Enter opens. Off while typing, and switched off by the
// person for good (WCAG 2.1.4): the list says which.
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
const search = document.querySelector('[role="search"] input[type="search"]');
const isOn = document.querySelector("[data-rows]")?.dataset.keys === "on";
let at = -1;

const move = (step) => {
  if (!rows.length) {
    return;
  }
  rows[at]?.classList.remove("is-at");
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[at].classList.add("is-at");
  rows[at].querySelector("[data-open]")?.focus();
  rows[at].scrollIntoView({ block: "nearest" });
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (!isOn || typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
    return;
  }
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "j") {
    move(1);
  } else if (event.key === "k") {
    move(-1);
  }
});

// The counts of the views come after the page, so that no board waits for them.
document.addEventListener("htmx:afterSwap", () => {
  for (const count of document.querySelectorAll("#view-counts data")) {
    const place = document.querySelector(`[data-view="${count.value}"]`);
    if (place) {
      place.textContent = count.textContent;
    }
  }
});
