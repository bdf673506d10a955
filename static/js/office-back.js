// From a complaint back to the board one came from, with its filters and its page: by the link, or
// by b where the person's keys are on. The board keeps both for this window.
const link = document.querySelector("[data-board-link]");
let kept = {};
try {
  kept = JSON.parse(sessionStorage.getItem("office-place")) ?? {};
} catch {
  // Nothing kept: the link leads to the board as it opens.
}
if (link && typeof kept.page === "string" && kept.page.startsWith("?")) {
  link.search = kept.page;
}
document.addEventListener("keydown", (event) => {
  const isHeld = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  const isTyped = event.target.closest("input, select, textarea, [contenteditable], dialog[open]");
  if (link && kept.isOn && event.key === "b" && !isHeld && !isTyped) {
    location.assign(link.href);
  }
});
