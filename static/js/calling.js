// Taking a call by keyboard alone: Ctrl+Enter sends from wherever the caller left off.
const form = document.querySelector("[data-call]");
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  }
});
