// One picture as 28 x 28 cells with their numbers. `data`: values (784 numbers, row by row),
// name (what it is). Pointer, finger or arrow keys choose a cell, whose value is told below.

export default function (component) {
  const { data, parentElement } = component;
  const grid = parentElement.querySelector(".grid");
  const told = parentElement.querySelector("output");
  if (!grid.children.length) {
    grid.append(...data.values.map(() => {
      const cell = document.createElement("span");
      cell.className = "cell";
      return cell;
    }));
    told.textContent = "0 is black, 255 is white. Point at a pixel, or tap it.";
  }
  grid.setAttribute("aria-label", `${data.name}: its 784 pixel values. Arrow keys read them.`);
  const cells = [...grid.children];
  cells.forEach((cell, at) => {
    const value = data.values[at];
    cell.textContent = value;
    shade(cell, value);
    if (!value) cell.style.color = "#8a8a8a"; // most are 0, and say little
  });
  const tell = (at) => {
    cells.forEach((cell, other) => cell.classList.toggle("here", other === at));
    grid.dataset.at = at;
    told.textContent = `Row ${Math.floor(at / SIDE) + 1}, column ${(at % SIDE) + 1}: `
      + `${data.values[at]} of 255`;
  };
  if (grid.dataset.at) tell(Number(grid.dataset.at));
  grid.onpointermove = grid.onpointerdown = (event) => {
    const at = cells.indexOf(event.target);
    if (at >= 0 && String(at) !== grid.dataset.at) tell(at);
  };
  grid.onkeydown = (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    const [right, down] = step;
    const at = grid.dataset.at ? Number(grid.dataset.at) + right + down * SIDE : 14 * SIDE + 14;
    if (at >= 0 && at < cells.length) tell(at);
  };
}
