// Keys on a list: / searches, j and k move, Enter opens. Off while typing, and switchable.
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
const search = document.querySelector('[role="search"] input[type="search"]');
const toggle = document.querySelector("[data-keys]");
const KEPT = "office-keys";

const read = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
};
let isOn = read();
let at = -1;

const show = () => {
  if (toggle) {
    toggle.setAttribute("aria-pressed", String(isOn));
    toggle.textContent = isOn ? toggle.dataset.on : toggle.dataset.off;
  }
};
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

toggle?.addEventListener("click", () => {
  isOn = !isOn;
  try {
    localStorage.setItem(KEPT, isOn ? "on" : "off");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  show();
});

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
show();
