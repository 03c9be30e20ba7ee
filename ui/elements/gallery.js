// Tiles cut out of one sprite sheet. `data`: sheet (address of a picture), columns, rows of the
// sheet, smooth (photos, not pixels), tile (smallest width in pixels), across (tiles in a row, or
// null: as many as fit), fresh (how many of the first have
// just arrived), names (one a picture), captions (the same or empty), chosen (a number or
// null), still (no clicking).
export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".gallery");
  const sheet = [data.sheet.length, data.sheet.slice(-64)];
  const state = JSON.stringify([sheet, data.names, data.captions, data.right]);
  root.style.setProperty("--tile", `${data.tile}px`);
  root.style.gridTemplateColumns = data.across ? `repeat(${data.across}, minmax(0, 1fr))` : "";
  root.setAttribute("aria-label", data.label);
  root.classList.toggle("smooth", data.smooth);
  if (root.dataset.state !== state) {
    root.replaceChildren(...data.names.map((name, number) => tile(data, name, number)));
    root.dataset.state = state;
  }
  [...root.querySelectorAll("button")].forEach((button, number) => {
    button.setAttribute("aria-pressed", String(number === data.chosen));
    button.onclick = () => setTriggerValue("clicked", number);
  });
}

function tile(data, name, number) {
  const figure = document.createElement("figure");
  figure.classList.toggle("fresh", number < data.fresh);
  const picture = document.createElement(data.still ? "div" : "button");
  picture.className = data.still ? "still" : "pick";
  if (data.still) picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", name);
  picture.title = name;
  const column = number % data.columns;
  const row = Math.floor(number / data.columns);
  picture.style.backgroundImage = `url(${data.sheet})`;
  picture.style.backgroundSize = `${data.columns * 100}% ${data.rows * 100}%`;
  picture.style.backgroundPosition =
    `${data.columns > 1 ? (column / (data.columns - 1)) * 100 : 0}% ` +
    `${data.rows > 1 ? (row / (data.rows - 1)) * 100 : 0}%`;
  figure.append(picture);
  if (data.right.length) {
    const badge = document.createElement("span");
    badge.className = data.right[number] ? "badge tick" : "badge cross";
    badge.textContent = data.right[number] ? "✓" : "✗";
    badge.setAttribute("aria-hidden", "true"); // the name says it
    figure.append(badge);
  }
  if (data.captions.length) {
    const caption = document.createElement("figcaption");
    caption.textContent = data.captions[number];
    figure.append(caption);
  }
  return figure;
}
