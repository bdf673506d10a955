// The resident's form, made easier: counted words, previews, a pin on the map, names as you type.
// Without this script every field can be filled by hand.
(() => {
  "use strict";

  const form = document.querySelector("[data-filing]");
  if (!form) {
    return;
  }
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (address, fields) =>
    fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams(fields),
    }).then((answer) => answer.json());

  // words counted
  const count = form.querySelector("[data-count-for]");
  if (count) {
    const words = document.getElementById(count.dataset.countFor);
    const limit = Number(words.dataset.limit);
    const say = () => {
      const given = Array.from(words.value).length;
      count.textContent = given
        ? count.dataset.words.replace("{given}", given).replace("{limit}", limit)
        : "";
    };
    words.addEventListener("input", say);
    say();
  }

  // photos previewed
  const photos = form.querySelector("input[type=file][name=photos]");
  const previews = form.querySelector("[data-previews]");
  if (photos && previews) {
    const show = () => {
      for (const old of previews.querySelectorAll("img")) {
        URL.revokeObjectURL(old.src);
      }
      previews.replaceChildren();
      for (const file of photos.files) {
        const item = document.createElement("li");
        const figure = document.createElement("figure");
        const image = document.createElement("img");
        const name = document.createElement("figcaption");
        name.textContent = file.name;
        image.alt = file.name;
        image.addEventListener("error", () => image.remove(), { once: true });
        image.src = URL.createObjectURL(file);
        figure.append(image, name);
        item.append(figure);
        previews.append(item);
      }
      previews.hidden = !photos.files.length;
    };
    photos.addEventListener("change", show);
    // On a slow line a photo may have been chosen before this script came.
    show();
  }
  form.addEventListener("submit", () => {
    const sending = form.querySelector("[data-sending]");
    if (sending && [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length)) {
      sending.hidden = false;
    }
  });

  // a pin on the map
  const element = form.querySelector("[data-pick]");
  if (element && window.officeMap) {
    const field = document.getElementById(element.dataset.pointField);
    const words = form.querySelector("[data-point-words]");
    const clear = form.querySelector("[data-clear-point]");
    const { map, pin } = window.officeMap(element);
    let marker = null;
    const set = (point) => {
      const isNew = field.value !== point;
      field.value = point;
      if (isNew) {
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
    };
    const place = (at, near) => {
      element.dataset.placed = "yes";
      set(`${at.lng.toFixed(6)},${at.lat.toFixed(6)}`);
      if (marker) {
        marker.setLatLng(at);
      } else {
        marker = L.marker(at, { icon: pin(), draggable: true, keyboard: false, alt: "" }).addTo(map);
        marker.on("dragend", () => place(marker.getLatLng()));
      }
      if (near) {
        map.setView(at, Math.max(map.getZoom(), 14));
      }
      clear.hidden = false;
      post(element.dataset.nameUrl, { point: field.value })
        .then((answer) => {
          words.textContent = answer.words
            ? words.dataset.chosen + answer.words
            : words.dataset.outside;
        })
        .catch(() => {
          words.textContent = words.dataset.chosen + field.value;
        });
    };
    const remove = () => {
      if (marker) {
        marker.remove();
        marker = null;
      }
      set("");
      clear.hidden = true;
      words.textContent = words.dataset.none;
    };
    map.on("click", (event) => place(event.latlng));
    // By keyboard: the arrows move the ground, Enter sets the pin in the middle.
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === element) {
        event.preventDefault();
        place(map.getCenter());
      }
    });
    clear.addEventListener("click", remove);
    const locate = form.querySelector("[data-locate]");
    locate.addEventListener("click", () => {
      words.textContent = words.dataset.seeking;
      navigator.geolocation.getCurrentPosition(
        (found) => place(L.latLng(found.coords.latitude, found.coords.longitude), true),
        (error) => {
          words.textContent =
            error.code === error.PERMISSION_DENIED ? words.dataset.refused : words.dataset.lost;
        },
        { enableHighAccuracy: true, timeout: 10000 },
      );
    });
    locate.hidden = !navigator.geolocation;
    if (field.value) {
      const [lng, lat] = field.value.split(",").map(Number);
      if (Number.isFinite(lng) && Number.isFinite(lat)) {
        place(L.latLng(lat, lng), true);
      }
    }
  }

  // names as you type: a code goes out, free words may stay
  const community = form.querySelector("[data-offer]");
  if (community && window.TomSelect) {
    const control = new TomSelect(community, {
      maxItems: 1,
      create: true,
      createOnBlur: true,
      persist: false,
      openOnFocus: false,
      closeAfterSelect: true,
      loadThrottle: 250,
      searchField: ["text", "value", "asked"],
      load: (asked, show) => {
        post(community.dataset.offer, { q: asked })
          .then((answer) => show(answer.offers.map((one) => ({ ...one, asked }))))
          .catch(() => show());
      },
      render: {
        no_results: null,
        option_create: (item, escape) =>
          `<div class="create option">${escape(community.dataset.asTyped)}${escape(item.input)}</div>`,
      },
    });
    control.control_input.setAttribute("autocomplete", "off");
    // What was chosen before is a code by now: its words are asked for.
    const chosen = community.value;
    if (/^\d{12}/.test(chosen)) {
      post(community.dataset.offer, { q: chosen })
        .then((answer) => answer.offers.forEach((one) => control.updateOption(chosen, one)))
        .catch(() => {});
    }
    // The visible box carries the label and the help now; the field itself only carries the value.
    const described = community.getAttribute("aria-describedby");
    if (described) {
      control.control_input.setAttribute("aria-describedby", described);
    }
    community.type = "hidden";
  }

  // what there is to say to the words and the place so far, asked when the writer pauses
  const hints = document.getElementById("hints");
  if (hints) {
    const asks = hints.dataset.asks.split(" ");
    let waiting = 0;
    const look = (wait) => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => hints.dispatchEvent(new Event("look")), wait);
    };
    const note = (wait) => (event) => {
      if (asks.includes(event.target.name)) {
        look(wait);
      }
    };
    form.addEventListener("input", note(900));
    form.addEventListener("change", note(150));
    // What a draft brought back was not told to the server yet.
    if (form.querySelector("[name=text]").value && !hints.children.length) {
      look(150);
    }
  }
})();
