// Long selects become searchable, by characters, pinyin or initials. Without this script the
// plain select and the search box beside it do the same work.
for (const select of document.querySelectorAll("select[data-search]")) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const made = new TomSelect(select, {
    searchField: ["text", "pinyin"],
    maxOptions: null,
    allowEmptyOption: true,
    lockOptgroupOrder: true,
    sortField: [{ field: "$order" }],
  });
  if (label) {
    made.control_input.setAttribute("aria-label", label.textContent.trim());
  }
}
