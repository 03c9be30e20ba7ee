// A confusion matrix as a real table of buttons: one a cell, one a row, one a column, one for all.
// `data`: title, sides (what rows and what columns are), names and short names of the kinds, cells (100 of {text, label, shade}), row and
// column labels, all, chosen ([row, column], -1 for any). A click sends such a pair.
const ANY = -1;

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const table = parentElement.querySelector("table");
  if (!table.querySelector("button")) build(table, data);
  table.querySelector("caption").textContent = data.title;
  const sides = parentElement.querySelector(".sides");
  for (const [number, side] of data.sides.entries()) sides.children[number].textContent = side;
  for (const button of table.querySelectorAll("button")) {
    const row = Number(button.dataset.row);
    const column = Number(button.dataset.column);
    dress(button, data, row, column);
    button.onclick = () => {
      reach(table, button);
      setTriggerValue("clicked", [row, column]);
    };
  }
  table.onkeydown = (event) => walk(table, event);
}

function build(table, data) {
  const kinds = data.names.map((_, number) => number);
  const head = table.tHead.insertRow();
  head.append(place("th", data, ANY, ANY), ...kinds.map((column) => place("th", data, ANY, column)));
  for (const row of kinds) {
    const line = table.tBodies[0].insertRow();
    line.append(place("th", data, row, ANY), ...kinds.map((column) => place("td", data, row, column)));
  }
  table.querySelector("button").tabIndex = 0;
}

function place(tag, data, row, column) {
  const cell = document.createElement(tag);
  const button = document.createElement("button");
  if (tag === "th") cell.scope = row === ANY ? "col" : "row";
  button.type = "button";
  button.tabIndex = -1;
  button.dataset.row = row;
  button.dataset.column = column;
  if (tag === "th") {
    const kind = Math.max(row, column);
    for (const [look, name] of kind === ANY
      ? [["long", "All"], ["short", "All"]]
      : [["long", data.names[kind]], ["short", data.short[kind]]]) {
      const word = document.createElement("span");
      word.className = look;
      word.textContent = name;
      button.append(word);
    }
  }
  cell.append(button);
  return cell;
}

function dress(button, data, row, column) {
  const [chosenRow, chosenColumn] = data.chosen;
  const here = row === chosenRow && column === chosenColumn;
  const last = data.names.length - 1;
  let label = data.all;
  if (row !== ANY && column !== ANY) {
    const cell = data.cells[row * data.names.length + column];
    label = cell.label;
    button.textContent = cell.text;
    button.className = `shade-${cell.shade}`;
  } else if (row !== ANY) label = data.row_labels[row];
  else if (column !== ANY) label = data.column_labels[column];
  button.setAttribute("aria-label", label);
  button.title = label;
  button.setAttribute("aria-pressed", String(here));
  // The outline runs around the whole choice: a cell, or a row or column with its head.
  const wholeRow = chosenRow !== ANY && chosenColumn === ANY;
  const wholeColumn = chosenColumn !== ANY && chosenRow === ANY;
  const inside = here || (wholeRow && row === chosenRow) || (wholeColumn && column === chosenColumn);
  const edges = {
    top: inside && !(wholeColumn && row !== ANY),
    bottom: inside && !(wholeColumn && row !== last),
    left: inside && !(wholeRow && column !== ANY),
    right: inside && !(wholeRow && column !== last),
  };
  for (const [edge, drawn] of Object.entries(edges)) {
    button.parentElement.classList.toggle(edge, drawn);
  }
}

// One stop of the Tab key for the whole table; inside it the arrow keys walk.
function walk(table, event) {
  const button = event.target.closest("button");
  let row = Number(button.dataset.row);
  let column = Number(button.dataset.column);
  const last = table.rows.length - 2;
  if (event.key in ARROWS) {
    const [right, down] = ARROWS[event.key];
    row = Math.min(last, Math.max(ANY, row + down));
    column = Math.min(last, Math.max(ANY, column + right));
  } else if (event.key === "Home") column = ANY;
  else if (event.key === "End") column = last;
  else return;
  event.preventDefault();
  const next = table.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  reach(table, next);
  next.focus();
}

function reach(table, button) {
  table.querySelector('[tabindex="0"]').tabIndex = -1;
  button.tabIndex = 0;
}
