// What a resident has typed outlives a lost connection and a closed page: his words and the place,
// on this device, for a week at most, until they were sent. Who he is stays out: no contact, no
// long number, and nothing at all of what he asks to keep secret.
(() => {
  "use strict";
  const DRAFT = "filing draft";
  const SENT = "filing sent";
  const WEEK = 7 * 24 * 3600 * 1000;
  const WORDS = ["text", "address"];
  const PLACE = ["community", "point", "component"];
  const LONG_NUMBER = /\d{7,}|\d{3,4}[- ]\d{4}[- ]?\d{4}/g;

  let kept;
  let tab;
  try {
    kept = window.localStorage;
    tab = window.sessionStorage;
    kept.getItem(DRAFT);
  } catch {
    return;
  }

  const form = document.querySelector("[data-filing]");
  if (!form) {
    // The receipt: it arrived.
    if (document.querySelector("[data-receipt-number]")) {
      kept.removeItem(DRAFT);
      tab.removeItem(SENT);
    }
    return;
  }

  const field = (name) => form.querySelector(`[name="${name}"]`);
  const notes = document.getElementById("filing-notes").content;
  const show = (name) => {
    hide(name);
    const note = notes.querySelector(`[data-note="${name}"]`).cloneNode(true);
    form.parentNode.insertBefore(note, form);
    return note;
  };
  const hide = (name) => {
    form.parentNode.querySelectorAll(`[data-note="${name}"]`).forEach((old) => old.remove());
  };
  const read = () => {
    const values = {};
    for (const name of WORDS) {
      values[name] = field(name).value.replace(LONG_NUMBER, "＊＊＊");
    }
    for (const name of PLACE) {
      values[name] = field(name).value;
    }
    return values;
  };
  const open = () => {
    try {
      const draft = JSON.parse(kept.getItem(DRAFT));
      return draft && Date.now() - draft.at < WEEK ? draft.values : null;
    } catch {
      return null;
    }
  };
  const keep = () => {
    const values = read();
    const isEmpty = !Object.values(values).some(Boolean);
    if (isEmpty || form.querySelector("[name=is_secret]").checked) {
      kept.removeItem(DRAFT);
      return;
    }
    try {
      kept.setItem(DRAFT, JSON.stringify({ at: Date.now(), values }));
    } catch {
      // A full store keeps no draft; the form works as before.
    }
  };

  // What the server sent back is fuller than any draft; so is a page opened by a code in the street.
  const isFresh = ![...WORDS, ...PLACE].some((name) => field(name).value);
  const draft = isFresh ? open() : null;
  if (draft) {
    for (const name of [...WORDS, ...PLACE]) {
      field(name).value = draft[name] || "";
    }
    const note = show("restored");
    note.querySelector("button").addEventListener("click", () => {
      kept.removeItem(DRAFT);
      tab.removeItem(SENT);
      window.location.replace(window.location.pathname);
    });
  } else if (isFresh) {
    kept.removeItem(DRAFT);
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  // Sent, and the answer was lost on its way: the same words go out under the same mark again, and
  // are filed once. Of who he is only whether anything was given is compared.
  const print = () =>
    JSON.stringify([
      read(),
      ["name", "phone"].map((name) => field(name).value.length),
      form.querySelector("[name=is_secret]").checked,
      field("photos") ? field("photos").files.length : 0,
      [...form.querySelectorAll("#hints :checked, #hints input[type=text]")].map((one) => one.value),
    ]);
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine === false) {
      // Before the page's own handler puts the button to rest.
      event.preventDefault();
      event.stopPropagation();
      show("offline").focus();
      return;
    }
    const now = print();
    try {
      const before = JSON.parse(tab.getItem(SENT));
      if (before && before.print === now) {
        field("key").value = before.key;
      }
      tab.setItem(SENT, JSON.stringify({ key: field("key").value, print: now }));
    } catch {
      // Without a store the mark is the page's own.
    }
  });
  window.addEventListener("offline", () => show("offline"));
  window.addEventListener("online", () => hide("offline"));
  if (navigator.onLine === false) {
    show("offline");
  }
})();
