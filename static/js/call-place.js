// The address of a call, completed while it is typed: by signs, pinyin or initials. A place that is
// taken stays in the address as plain words, to be written on, and puts its community below.
// Without this script the address is written in full.
const OFFERED = 8;
const WAIT = 200;
const address = document.querySelector("[data-places]");
if (address) {
  const form = address.form;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = document.createElement("ul");
  list.id = `${address.id}_places`;
  list.className = "place-offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", address.dataset.placesName);
  list.hidden = true;
  address.after(list);
  address.setAttribute("role", "combobox");
  address.setAttribute("aria-autocomplete", "list");
  address.setAttribute("aria-controls", list.id);
  address.setAttribute("aria-expanded", "false");

  let offers = [];
  let at = 0;
  let timer = 0;
  let asking = null;
  // Enter was pressed before the answer came.
  let isWanted = false;

  const point = (index) => {
    at = index;
    for (const [n, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(n === at));
    }
    list.children[at].scrollIntoView({ block: "nearest" });
    address.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const show = (found) => {
    offers = found.slice(0, OFFERED);
    list.replaceChildren(
      ...offers.map((one, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}_${n}`;
        option.setAttribute("role", "option");
        option.lang = "zh-Hans";
        option.textContent = one.text;
        return option;
      }),
    );
    list.hidden = !offers.length;
    address.setAttribute("aria-expanded", String(!list.hidden));
    address.removeAttribute("aria-activedescendant");
    if (offers.length) {
      point(0);
    }
  };

  const close = () => {
    window.clearTimeout(timer);
    timer = 0;
    asking?.abort();
    asking = null;
    isWanted = false;
    show([]);
  };

  const take = (offer) => {
    close();
    // The code of the community, and behind it the name of the place in it.
    const [, name] = offer.value.match(/^\d{12}(?: (.+))?$/);
    address.value = name ?? offer.text.split(" ").at(-1);
    address.dispatchEvent(new Event("change", { bubbles: true }));
    const community = form.elements.community;
    if (community.tomselect) {
      community.tomselect.addOption(offer);
      community.tomselect.setValue(offer.value);
    } else {
      community.value = offer.value;
      community.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };

  const ask = async () => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    try {
      const answer = await fetch(address.dataset.places, {
        method: "POST",
        headers: { "X-CSRFToken": token },
        body: new URLSearchParams({ q: address.value }),
        signal: own.signal,
      });
      const found = (await answer.json()).offers;
      if (asking !== own) {
        return;
      }
      asking = null;
      const isTaken = isWanted && found.length;
      isWanted = false;
      if (isTaken) {
        take(found[0]);
      } else {
        show(found);
      }
    } catch {
      // Overtaken by the next sign, or no line: the words stay as they are.
      if (asking === own) {
        close();
      }
    }
  };

  address.addEventListener("input", (event) => {
    close();
    if (address.value.trim() && !event.isComposing) {
      timer = window.setTimeout(() => {
        timer = 0;
        ask();
      }, WAIT);
    }
  });
  address.addEventListener("compositionend", () => address.dispatchEvent(new Event("input")));
  address.addEventListener("blur", close);
  // The press must not take the focus before the click is heard.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      take(offers[[...list.children].indexOf(option)]);
    }
  });
  address.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === "Enter") {
      // Sending is Ctrl+Enter: here it takes a place, or nothing.
      event.preventDefault();
      if (offers.length) {
        take(offers[at]);
      } else if (timer || asking) {
        isWanted = true;
      }
    } else if (event.key === "Escape" && offers.length) {
      event.preventDefault();
      close();
    } else if (offers.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point((at + step + offers.length) % offers.length);
    }
  });
}
