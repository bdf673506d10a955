// What every page shares. Each piece only improves a page that works without it.
(() => {
  "use strict";

  // A form sends once (a download, data-many, as often as one likes): the button rests while the
  // answer is on its way, and wakes when the person comes back by the browser's Back.
  const rest = (form) => {
    for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
      button.setAttribute("aria-disabled", "true");
    }
    form.dataset.sent = "yes";
  };
  const wake = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  };

  // A form with data-confirm="words" is asked about first.
  const ask = (words) =>
    new Promise((answer) => {
      const dialog = document.getElementById("ask");
      if (!dialog || !dialog.showModal) {
        answer(window.confirm(words));
        return;
      }
      dialog.querySelector("#ask-words").textContent = words;
      dialog.returnValue = "no";
      dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || form.hasAttribute("hx-post") || form.method === "get" || "many" in form.dataset) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    const words = (button && button.dataset.confirm) || form.dataset.confirm;
    if (words && form.dataset.agreed !== "yes") {
      event.preventDefault();
      ask(words).then((agreed) => {
        if (agreed) {
          form.dataset.agreed = "yes";
          form.requestSubmit(button || undefined);
        }
      });
      return;
    }
    delete form.dataset.agreed;
    rest(form);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(wake);
  });

  // htmx asks the same question through the same dialog.
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) {
      return;
    }
    event.preventDefault();
    ask(event.detail.question).then((agreed) => agreed && event.detail.issueRequest(true));
  });
  const say = (what) => {
    const place = document.getElementById("messages");
    const words = place && place.dataset[what];
    if (words) {
      const note = document.createElement("div");
      note.className = "note note-late";
      note.textContent = words;
      place.replaceChildren(note);
    }
  };
  document.addEventListener("htmx:sendError", () => say("unsent"));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) {
      say("broken");
    }
  });

  // After a refused form the reader lands on the list of what is missing.
  const errors = document.getElementById("form-errors");
  if (errors) {
    errors.focus();
  }

  // What says data-leaves="seconds" goes by itself; never under a pointer or while it has the focus.
  const leaves = (one, seconds) => {
    window.setTimeout(() => {
      if (one.matches(":hover, :focus-within")) {
        leaves(one, 1);
      } else {
        one.remove();
      }
    }, seconds * 1000);
  };
  for (const one of document.querySelectorAll("[data-leaves]")) {
    leaves(one, Number(one.dataset.leaves));
  }

  // Buttons of a page that only a script can serve.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) {
      return;
    }
    if (button.dataset.act === "print") {
      window.print();
    }
    if (button.dataset.act === "copy") {
      navigator.clipboard.writeText(button.dataset.words).then(() => {
        button.querySelector("[data-done]").hidden = false;
      });
    }
  });

  // A select or box with data-send sends its form at once; the plain button beside it is no-js-only.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-send]") && event.target.form) {
      event.target.form.requestSubmit();
    }
  });
})();
