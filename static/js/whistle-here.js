// Puts this telephone's position into the form's hidden fields. Without it the arrival code serves.
for (const part of document.querySelectorAll("[data-here]")) {
  const form = part.closest("form");
  const said = part.querySelector("[role=status]");
  part.hidden = !navigator.geolocation;
  part.querySelector("button").addEventListener("click", () => {
    said.textContent = part.dataset.seeking;
    navigator.geolocation.getCurrentPosition(
      (found) => {
        form.elements.lon.value = found.coords.longitude.toFixed(6);
        form.elements.lat.value = found.coords.latitude.toFixed(6);
        said.textContent = part.dataset.found;
      },
      (error) => {
        said.textContent =
          error.code === error.PERMISSION_DENIED ? part.dataset.refused : part.dataset.lost;
      },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
}
