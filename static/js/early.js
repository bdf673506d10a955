// Runs before the page is drawn: parts marked js-only show, their plain twins hide.
document.documentElement.classList.add("has-js");
