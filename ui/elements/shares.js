// A picture and, over it, what each of its places speaks for. `data`: picture (its address), smooth
// (a photo, not pixels), rows, columns (of places), values (one a place, row by row), covered (numbers
// of places), name (what it is), unit (what is told of a place), hint (what stands there before).
// Pointer or finger choose a place; its value is told below.
// The deepest colour is the largest value there is, so only shares of one picture compare.
export default function (component) {
  const { data, parentElement } = component;
  const grid = parentElement.querySelector(".places");
  const told = parentElement.querySelector("output");
  const strongest = Math.max(...data.values.map(Math.abs), 1e-9);
  grid.style.backgroundImage = `url(${data.picture})`;
  grid.style.gridTemplateColumns = `repeat(${data.columns}, 1fr)`;
  grid.style.gridTemplateRows = `repeat(${data.rows}, 1fr)`;
  grid.classList.toggle("smooth", data.smooth);
  grid.setAttribute("aria-label", data.name);
  const covered = new Set(data.covered);
  grid.replaceChildren(...data.values.map((value, at) => {
    const place = document.createElement("span");
    place.className = covered.has(at) ? "place covered" : "place";
    const share = Math.min(1, Math.abs(value) / strongest);
    place.style.setProperty("--share", share.toFixed(3));
    place.classList.add(value < 0 ? "against" : "for");
    return place;
  }));
  told.textContent = data.hint;
  grid.onpointermove = grid.onpointerdown = (event) => {
    const at = [...grid.children].indexOf(event.target);
    if (at < 0) return;
    const sign = data.values[at] < 0 ? "−" : "+";
    const amount = Math.abs(data.values[at]).toFixed(2);
    const where = `Row ${Math.floor(at / data.columns) + 1}, column ${(at % data.columns) + 1}`;
    told.textContent = `${where}: ${sign}${amount} ${data.unit}`;
  };
  grid.onpointerleave = () => { told.textContent = data.hint; };
}
