// Maps on local outlines; tiles only where the office has set an address for them.
// window.officeMap(element) draws the ground and gives the Leaflet map; data-pick adds a pin to set.
(() => {
  "use strict";

  const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const outlines = (map, address, level, style) =>
    fetch(address)
      .then((answer) => answer.json())
      .then((shapes) => {
        if (!shapes.features.length) {
          return null;
        }
        const layer = L.geoJSON(shapes, { style, interactive: false });
        layer.eachLayer((one) => {
          one.bindTooltip(one.feature.properties.name, {
            permanent: true,
            direction: "center",
            className: `area-label area-label-${level}`,
            interactive: false,
          });
        });
        const words = map.getContainer().dataset.oursWords;
        if (words && shapes.features.some((one) => one.properties.origin === "ours")) {
          map.attributionControl.addAttribution(words);
        }
        layer.addTo(map);
        return layer;
      })
      .catch(() => null);

  const pin = () =>
    L.divIcon({
      className: "map-pin-holder",
      html: '<div class="map-pin"></div>',
      iconSize: [32, 32],
      iconAnchor: [16, 38],
    });

  window.officeMap = (element) => {
    const map = L.map(element, { zoomSnap: 0.5 });
    map.attributionControl.setPrefix(false);
    map.setView([39.91, 116.4], 9);
    const facts = element.dataset;
    if (facts.tiles) {
      L.tileLayer(facts.tiles, { maxZoom: 18 }).addTo(map);
    }
    // Names of the three levels take turns, so that they never lie on one another.
    const turn = () => {
      const zoom = map.getZoom();
      const close = zoom >= 13.5;
      const near = zoom >= 11 && !close && element.classList.contains("map-fine");
      element.classList.toggle("map-close", close);
      element.classList.toggle("map-near", near);
      element.classList.toggle("map-wide", !close && !near);
    };
    map.on("zoomend", turn);
    turn();
    const accent = paint("--accent");
    const coarse = { color: paint("--line-strong"), weight: 1, fillColor: paint("--surface"), fillOpacity: 0.6 };
    const fine = { color: accent, weight: 2, fillColor: paint("--accent-soft"), fillOpacity: 0.45 };
    const finest = { color: accent, weight: 0.75, dashArray: "3 3", fill: false };
    const ready = Promise.all([
      facts.outlines ? outlines(map, facts.outlines, "wide", coarse) : null,
      facts.fineOutlines ? outlines(map, facts.fineOutlines, "near", fine) : null,
      facts.finestOutlines ? outlines(map, facts.finestOutlines, "close", finest) : null,
    ]).then(([wide, near]) => {
      const shown = near || wide;
      element.classList.toggle("map-fine", Boolean(near));
      if (shown && !facts.placed) {
        map.fitBounds(shown.getBounds(), { padding: [8, 8] });
      }
      turn();
    });
    if (facts.lon && facts.lat) {
      facts.placed = "yes";
      const at = [Number(facts.lat), Number(facts.lon)];
      L.marker(at, { icon: pin(), keyboard: false, alt: "" }).addTo(map);
      map.setView(at, 14);
    }
    return { map, pin, ready };
  };

  const begin = () => {
    for (const element of document.querySelectorAll("[data-map]")) {
      window.officeMap(element);
    }
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
