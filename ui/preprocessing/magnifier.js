// The frame over a picture, and two tables of the numbers inside it. `data`: png (its address),
// pixels (784 numbers, row by row), name.
const FRAME = 8;
const START = { x: 4, y: 6 };

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".magnifier");
  const picture = root.querySelector(".picture");
  const tables = [root.querySelector(".raw"), root.querySelector(".normalised")];
  if (!root.place) {
    // A new picture keeps the place of the frame, so that two pictures can be compared there.
    root.place = { ...START, row: FRAME / 2, column: FRAME / 2 };
    tables.forEach(fill);
  }
  const show = () => draw(root, picture, tables, data);
  picture.style.backgroundImage = `url(${data.png})`;
  picture.setAttribute(
    "aria-label",
    `${data.name}. Move the frame with the arrow keys, or point at the picture.`,
  );
  picture.onpointerdown = picture.onpointermove = (event) => {
    const box = picture.getBoundingClientRect();
    moveTo(root.place, ((event.clientX - box.left) / box.width) * SIDE - FRAME / 2,
      ((event.clientY - box.top) / box.height) * SIDE - FRAME / 2);
    show();
  };
  picture.onkeydown = (event) => {
    const step = ARROWS[event.key];
    if (!step) return;
    event.preventDefault();
    moveTo(root.place, root.place.x + step[0], root.place.y + step[1]);
    show();
  };
  for (const table of tables) {
    table.onpointermove = (event) => {
      const cell = event.target.closest("td");
      if (!cell) return;
      root.place.row = cell.parentElement.rowIndex;
      root.place.column = cell.cellIndex;
      show();
    };
  }
  show();
}

function fill(table) {
  for (let row = 0; row < FRAME; row++) {
    const line = table.tBodies[0].insertRow();
    for (let column = 0; column < FRAME; column++) line.insertCell();
  }
}

function moveTo(place, x, y) {
  const within = (value) => Math.max(0, Math.min(SIDE - FRAME, Math.round(value)));
  place.x = within(x);
  place.y = within(y);
}

function draw(root, picture, tables, data) {
  const { x, y, row, column } = root.place;
  const frame = picture.querySelector(".frame");
  frame.style.left = `${(100 * x) / SIDE}%`;
  frame.style.top = `${(100 * y) / SIDE}%`;
  const value = (r, c) => data.pixels[(y + r) * SIDE + x + c];
  for (const table of tables) {
    const normalised = table.className === "normalised";
    for (const line of table.rows) {
      for (const cell of line.cells) {
        const raw = value(line.rowIndex, cell.cellIndex);
        cell.textContent = normalised ? (raw / 255).toFixed(2) : raw;
        shade(cell, raw);
        cell.className = line.rowIndex === row && cell.cellIndex === column ? "marked" : "";
      }
    }
  }
  const raw = value(row, column);
  root.querySelector(".sum").textContent =
    `Row ${y + row + 1}, column ${x + column + 1}: ${raw} ÷ 255 = ${(raw / 255).toFixed(3)}`;
}
