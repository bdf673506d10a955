// A board all day by keyboard: single letters move, choose and act. Off while typing, and switched
// off by the person for good (WCAG 2.1.4): the board says which. Without a script the list, its
// boxes and its buttons do the same work.
const board = document.querySelector("[data-board]");
const search = document.querySelector('[role="search"] input[type="search"]');
const preview = board?.querySelector("[data-preview]");
const help = document.getElementById("keys-help");
const isOn = board?.dataset.keys === "on";
const PLACE = "office-place";

let current = "";
let lastPicked = "";
let waiting = 0;

const rows = () => [...(board?.querySelectorAll("[data-number]") ?? [])];
const rowOf = (number) => rows().find((row) => row.dataset.number === number);
const boxOf = (row) => row?.querySelector('input[name="numbers"]');
const picked = () => rows().filter((row) => boxOf(row)?.checked);

const remember = () => {
  const at = rows().findIndex((row) => row.dataset.number === current);
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ page: location.search, current, at, isOn }));
  } catch {
    // Without storage the next visit begins at the top.
  }
};

const say = (words) => {
  const note = document.createElement("div");
  note.className = "note note-soon";
  note.textContent = words;
  document.getElementById("messages").replaceChildren(note);
};

// ---- the line one is on, and its preview beside the list
const show = (row) => {
  const isWide = preview && getComputedStyle(preview).display !== "none";
  if (!isWide || preview.querySelector(`[data-previewed="${row.dataset.number}"]`)) {
    return;
  }
  clearTimeout(waiting);
  // Who walks quickly past ten lines asks for the last one only.
  waiting = setTimeout(() => {
    const door = `${row.querySelector("[data-open]").href}preview/`;
    htmx.ajax("GET", door, { target: preview, swap: "innerHTML" });
  }, 120);
};
const stand = (row, isFocused = true) => {
  for (const other of rows()) {
    other.classList.toggle("is-at", other === row);
  }
  current = row?.dataset.number ?? "";
  if (!row) {
    return;
  }
  if (isFocused) {
    row.querySelector("[data-open]")?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  remember();
  show(row);
};
const move = (step) => {
  const all = rows();
  if (all.length) {
    const at = all.findIndex((row) => row.dataset.number === current);
    stand(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  }
};

// ---- choosing
const tell = () => {
  const count = picked().length;
  const place = board?.querySelector("[data-picked]");
  if (place) {
    place.dataset.plain ??= place.textContent;
    place.textContent = count ? place.dataset.words.replace("{n}", count) : place.dataset.plain;
  }
  const all = board?.querySelector("[data-pick-all]");
  if (all) {
    all.checked = count > 0 && count === rows().length;
    all.indeterminate = count > 0 && count < rows().length;
  }
};
const pickTo = (row, isChecked) => {
  const all = rows();
  const ends = [all.indexOf(rowOf(lastPicked)), all.indexOf(row)].sort((a, b) => a - b);
  for (const one of ends[0] < 0 ? [row] : all.slice(ends[0], ends[1] + 1)) {
    boxOf(one).checked = isChecked;
  }
};
const pick = (row, isRange) => {
  const isChecked = isRange || !boxOf(row).checked;
  if (isRange) {
    pickTo(row, isChecked);
  } else {
    boxOf(row).checked = isChecked;
  }
  lastPicked = row.dataset.number;
  tell();
};
const pickAll = (isChecked) => {
  for (const row of rows()) {
    boxOf(row).checked = isChecked;
  }
  tell();
};
board?.addEventListener("click", (event) => {
  const box = event.target.closest('input[name="numbers"]');
  const row = event.target.closest("[data-number]");
  if (box && event.shiftKey) {
    pickTo(row, box.checked);
  }
  if (box) {
    lastPicked = row.dataset.number;
    tell();
  } else if (event.target.matches("[data-pick-all]")) {
    pickAll(event.target.checked);
  } else if (row && !event.target.closest("a, button, label")) {
    stand(row, false);
  }
});

// ---- acting on the line, or on all that are chosen
const press = (verb) => {
  const together = board.querySelector(`[data-together="${verb}"]`);
  if (together && picked().length) {
    together.click();
    return true;
  }
  return false;
};
const DOORS = { dispatch: "dispatch/", merge: "merge/", classify: "edit/", return: "" };
const go = (verb) => {
  const row = rowOf(current);
  if (!row) {
    return;
  }
  const shown = preview?.querySelector(`[data-previewed="${current}"]`);
  const offered = shown?.querySelector(`[data-verb="${verb}"]`);
  // Where the preview is open it knows what may be done; else the door itself says so.
  if (offered) {
    location.assign(offered.href);
  } else if (!shown) {
    location.assign(row.querySelector("[data-open]").href + DOORS[verb]);
  } else {
    say(board.dataset.cannot);
  }
};
const KEYS = {
  "/": () => {
    search?.focus();
    search?.select();
  },
  "?": () => help?.showModal(),
  j: () => move(1),
  k: () => move(-1),
  d: () => press("dispatch") || go("dispatch"),
  m: () => press("merge") || go("merge"),
  l: () => press("label"),
  r: () => go("return"),
  e: () => go("classify"),
  x: () => current && pick(rowOf(current), false),
  X: () => current && pick(rowOf(current), true),
  a: () => pickAll(picked().length < rows().length),
  u: () => board.querySelector("[data-news]:not([hidden])")?.click(),
};
const isTyped = (target) =>
  target.closest("select, textarea, [contenteditable], dialog[open]") ||
  (target.closest("input") && target.type !== "checkbox");

document.addEventListener("keydown", (event) => {
  const isHeld = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  if (!isOn || isHeld || isTyped(event.target) || !KEYS[event.key]) {
    return;
  }
  event.preventDefault();
  KEYS[event.key]();
});
document.querySelector("[data-keys-help]")?.addEventListener("click", () => help.showModal());

// Back from a complaint: the same line, or, where it has gone, the one that took its place.
const comeBack = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    if (kept && kept.page === location.search && kept.at >= 0 && rows().length) {
      const all = rows();
      stand(rowOf(kept.current) ?? all[Math.min(kept.at, all.length - 1)]);
    }
  } catch {
    // Nothing kept, nothing to come back to.
  }
};
if (isOn) {
  comeBack();
}
if (board) {
  remember();
}
tell();

// ---- what is new: asked for with the version shown, told in a line, shown when the person likes
const PAUSE = 20_000;
const news = board?.querySelector("[data-news]");
let fresh = null;

const counts = (list) => {
  for (const count of list.querySelectorAll("data")) {
    const place = document.querySelector(`[data-count="${count.value}"]`);
    if (place) {
      place.textContent = count.textContent;
    }
  }
};
const read = async (answer) => {
  if (answer.redirected || answer.status === 403) {
    news.textContent = news.dataset.out;
    news.hidden = false;
    return;
  }
  if (answer.status !== 200) {
    return;
  }
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const list = made.content.querySelector("#board-list");
  if (!list) {
    return;
  }
  fresh = list;
  counts(list);
  const known = new Set(rows().map((row) => row.dataset.number));
  const more = [...list.querySelectorAll("[data-number]")];
  const count = more.filter((row) => !known.has(row.dataset.number)).length;
  news.textContent = count ? news.dataset.new.replace("{n}", count) : news.dataset.changed;
  news.hidden = false;
};
const ask = async () => {
  const version = (fresh ?? document.getElementById("board-list"))?.dataset.version;
  if (document.hidden || !version) {
    return;
  }
  const query = new URLSearchParams(board.dataset.poll);
  query.set("version", version);
  try {
    const headers = { "HX-Request": "true", "HX-Target": "board-list" };
    await read(await fetch(`${location.pathname}?${query}`, { headers }));
  } catch {
    // The network is away; the next turn asks again.
  }
};
news?.addEventListener("click", () => {
  if (!fresh) {
    location.reload();
    return;
  }
  const list = document.getElementById("board-list");
  const chosen = new Set(picked().map((row) => row.dataset.number));
  const wasAt = rows().findIndex((row) => row.dataset.number === current);
  list.replaceWith(fresh);
  htmx.process(fresh);
  fresh = null;
  news.hidden = true;
  for (const row of rows()) {
    boxOf(row).checked = chosen.has(row.dataset.number);
  }
  tell();
  const all = rows();
  const row = rowOf(current) ?? all[Math.min(wasAt, all.length - 1)];
  if (wasAt >= 0 && row) {
    stand(row);
  } else {
    all[0]?.querySelector("[data-open]")?.focus({ preventScroll: true });
  }
});
if (board) {
  setInterval(ask, PAUSE);
  document.addEventListener("visibilitychange", ask);
}

// The counts of the views come after the page, so that no board waits for them.
document.addEventListener("htmx:afterSwap", () => {
  for (const count of document.querySelectorAll("#view-counts data")) {
    const place = document.querySelector(`[data-view="${count.value}"]`);
    if (place) {
      place.textContent = count.textContent;
    }
  }
});
