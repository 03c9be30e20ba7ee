// Put before the script of every component of our own.
const SIDE = 28; // pixels along each edge of a picture
const ARROWS = { // what the arrow keys mean: right, down
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

