// Long selects become searchable, by characters, pinyin or initials. Without this script the
// plain select and the search box beside it do the same work.
for (const select of document.querySelectorAll("select[data-search]")) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (label) {
    // The label moves to the visible box; the hidden select keeps a name of its own.
    select.setAttribute("aria-label", label.textContent.trim());
  }
  new TomSelect(select, {
    searchField: ["text", "pinyin"],
    maxOptions: null,
    allowEmptyOption: true,
    lockOptgroupOrder: true,
    sortField: [{ field: "$order" }],
    // Enter takes what was typed, however fast.
    refreshThrottle: 0,
    render: { no_results: null },
  });
}
