// Taking a call by keyboard alone: Ctrl+Enter sends from wherever the caller left off.
const form = document.querySelector("[data-call]");
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  }
});

// A suggested category is taken where one is; without this the press asks for the page anew.
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  const select = button && document.getElementById(button.dataset.take);
  if (!select) return;
  event.preventDefault();
  if (select.tomselect) {
    select.tomselect.setValue(button.value);
  } else {
    select.value = button.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  // On to the next field: back in the searchable one its whole list would open.
  (form.querySelector("[name=demand_kind]:checked") ?? form.querySelector("[name=demand_kind]"))?.focus();
});
