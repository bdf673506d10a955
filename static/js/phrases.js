// A phrase goes in where the caret stands, and is shown before it does. Without this script the
// button sends the form, which comes back with the words in it.
for (const part of document.querySelectorAll("[data-phrases]")) {
  const box = document.getElementById(part.dataset.phrases);
  const choice = part.querySelector("select");
  const button = part.querySelector("button");
  const preview = part.querySelector("[data-preview]");
  if (!box || !choice || !button) {
    continue;
  }
  const words = () => choice.selectedOptions[0]?.dataset.words || "";
  choice.addEventListener("change", () => {
    preview.textContent = words();
    preview.hidden = !words();
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!words()) {
      choice.focus();
      return;
    }
    box.focus();
    box.setRangeText(words(), box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
