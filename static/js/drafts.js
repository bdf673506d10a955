// What is typed in a form of the office outlives the session: it is kept in this tab alone until a
// step was accepted, the form is left by its own link, or the person signs out. Who somebody is
// (fields of data-private, long numbers) is never kept. A form says data-keep="person form".
(() => {
  "use strict";
  const PREFIX = "draft ";
  const LONG_NUMBER = /\d{7,}|\d{3,4}[- ]\d{4}[- ]?\d{4}/g;
  const HIDDEN = ["version", "seen", "key"];

  let store;
  try {
    store = window.sessionStorage;
    store.getItem(PREFIX);
  } catch {
    return;
  }

  const names = () => Object.keys(store).filter((name) => name.startsWith(PREFIX));
  const nameOf = (form) => `${PREFIX}${form.dataset.keep} ${location.pathname}`;
  const isTick = (one) => one.type === "checkbox" || one.type === "radio";
  const inputs = (form) => {
    const left = (form.dataset.private || "").split(" ");
    return [...form.elements].filter(
      (one) =>
        one.name &&
        !left.includes(one.name) &&
        !one.matches("button, fieldset, [type=file], [type=password]") &&
        (one.type !== "hidden" || HIDDEN.includes(one.name)),
    );
  };
  const read = (form) => {
    const values = {};
    for (const one of inputs(form)) {
      values[one.name] = values[one.name] || [];
      if (!isTick(one)) {
        const isWords = one.matches("textarea, input:not([type=hidden])");
        values[one.name].push(isWords ? one.value.replace(LONG_NUMBER, "＊＊＊") : one.value);
      } else if (one.checked) {
        values[one.name].push(one.value);
      }
    }
    return values;
  };
  const write = (form, values) => {
    for (const one of inputs(form)) {
      const kept = values[one.name];
      if (kept && isTick(one)) {
        one.checked = kept.includes(one.value);
      } else if (kept && kept.length) {
        one.value = kept[0];
      }
    }
  };
  const keep = (form, isSent) => {
    try {
      store.setItem(nameOf(form), JSON.stringify({ isSent, values: read(form) }));
    } catch {
      // A full store keeps no draft; the form works as before.
    }
  };
  const tell = (form) => {
    const words = document.getElementById("draft-words");
    if (!words) {
      return;
    }
    const note = words.content.firstElementChild.cloneNode(true);
    note.querySelector("button").addEventListener("click", () => {
      store.removeItem(nameOf(form));
      location.replace(location.href);
    });
    // Not form.before: a field of that name stands in its way.
    form.parentNode.insertBefore(note, form);
  };
  // What the server sent back with its reasons is fuller than any draft.
  const isAnswered = (form) => form.querySelector(".errorlist") || document.getElementById("form-errors");

  const drop = (isDue) => names().filter(isDue).forEach((name) => store.removeItem(name));
  const open = (name) => JSON.parse(store.getItem(name) || "null");
  const restore = (form) => {
    const draft = open(nameOf(form));
    if (!draft || isAnswered(form)) {
      return;
    }
    const { version: _, seen: __, ...typed } = draft.values;
    const { version: ___, seen: ____, ...shown } = read(form);
    if (JSON.stringify(typed) !== JSON.stringify(shown)) {
      // With the version it was typed on: had someone saved since, both are shown to choose from.
      write(form, draft.values);
      tell(form);
    }
  };

  if (document.querySelector("#messages .note-good, [data-accepted]")) {
    drop((name) => open(name).isSent);
  }
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const [person] = form.dataset.keep.split(" ");
    drop((name) => !name.startsWith(`${PREFIX}${person} `));
    restore(form);
    form.addEventListener("input", () => keep(form, false));
    form.addEventListener("change", () => keep(form, false));
    form.addEventListener("submit", () => keep(form, true));
    const leaving = document.querySelectorAll("[data-leave]");
    for (const away of [...form.querySelectorAll(".actions a"), ...leaving]) {
      away.addEventListener("click", () => store.removeItem(nameOf(form)));
    }
  }
  document.addEventListener("submit", (event) => {
    if ((event.target.getAttribute("action") || "").endsWith("/logout/")) {
      drop(() => true);
    }
  });
})();
