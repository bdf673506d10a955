// The numbers are fetched anew every minute. Where the network is cut they stay, and the page says
// how old they are; a session that has ended leads to signing in.
const EVERY = 60_000;
const board = document.getElementById("wall");
const age = document.getElementById("wall-age");
let fetched = Date.now();
let isCut = false;

function tellAge() {
  const minutes = Math.floor((Date.now() - fetched) / 60_000);
  const words = isCut ? age.dataset.cut : age.dataset.old;
  age.textContent = minutes < 1 && !isCut ? age.dataset.fresh : words.replace("{n}", minutes);
  age.classList.toggle("is-old", isCut || minutes > 2);
}

async function refresh() {
  try {
    const answer = await fetch(board.dataset.from, { cache: "no-store", redirect: "follow" });
    if (answer.redirected) {
      window.location.reload();
      return;
    }
    isCut = !answer.ok;
    if (answer.ok) {
      board.innerHTML = await answer.text();
      fetched = Date.now();
    }
  } catch {
    isCut = true;
  }
  tellAge();
}

setInterval(refresh, EVERY);
setInterval(tellAge, 5_000);
window.addEventListener("online", refresh);
window.addEventListener("offline", () => {
  isCut = true;
  tellAge();
});
