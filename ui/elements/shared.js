// Put before the script of every component of our own.
const SIDE = 28; // pixels along each edge of a picture
const ARROWS = { // what the arrow keys mean: right, down
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

/** Let a cell look like a pixel of that value, 0 to 255, under a number that can be read. */
function shade(cell, value) {
  cell.style.backgroundColor = `rgb(${value}, ${value}, ${value})`;
  cell.style.color = value > 117 ? "#000" : "#fff";
}

