// A page that nobody looks at sends no beat, and a beat that fails says nothing: it is a courtesy.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.hasAttribute("data-presence") && document.hidden) {
    event.preventDefault();
  }
});
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(
    name,
    (event) => {
      if (event.target.hasAttribute?.("data-presence")) {
        event.stopImmediatePropagation();
      }
    },
    true,
  );
}
