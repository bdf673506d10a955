// A long list of colleagues is found by typing; an @ in the words leads there. Without this script
// the list stands open to the eye, and @name in the words works as well.
const box = document.querySelector("[data-named]");
const find = document.getElementById("find-colleague");
const words = document.querySelector("textarea[name=text]");

if (box && find) {
  find.closest("[data-filter]").hidden = false;
  const lines = [...box.querySelectorAll("label")].filter((line) => line.htmlFor !== find.id);
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const line of lines) {
      const row = line.closest("li, .choice, div") || line;
      const chosen = line.querySelector("input")?.checked;
      row.hidden = !chosen && !line.textContent.toLowerCase().includes(wanted);
    }
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      // Enter takes the first one found, and never sends a half-written note.
      event.preventDefault();
      const first = lines.find((line) => !line.closest("[hidden]"));
      first?.querySelector("input")?.click();
      find.value = "";
      find.dispatchEvent(new Event("input"));
      words.focus();
    }
  });
  words.addEventListener("input", (event) => {
    if (event.data === "@" || event.data === "＠") {
      const at = words.selectionStart;
      words.setRangeText("", at - 1, at, "end");
      words.dispatchEvent(new Event("change", { bubbles: true }));
      box.querySelector("details").open = true;
      find.focus();
    }
  });
}
