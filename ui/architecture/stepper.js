// A 3 × 3 kernel that steps over a picture. `data`: picture and result (addresses of PNGs of
// 30 × 30 and 28 × 28 pixels), pixels (784 numbers, row by row), kernel (9), sums (784), name.
// It walks by itself until the visitor takes over, unless they asked their system for less motion.
const START = 10 * SIDE + 13; // an edge of the ankle boot, the first picture
const PACE = 120; // milliseconds

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".stepper");
  const find = (name) => root.querySelector(`.${name}`);
  const first = root.place === undefined;
  if (first) {
    // A new picture or kernel keeps the place, so that two can be compared there.
    root.place = START;
    ["patch", "kernel", "products"].forEach((name) => fill(find(name)));
  }
  find("picture").style.backgroundImage = `url(${data.picture})`;
  find("result").style.backgroundImage = `url(${data.result})`;
  const go = (place) => {
    root.place = (place + SIDE * SIDE) % (SIDE * SIDE);
    draw(find, data, root.place);
  };
  const total = find("total").querySelector("strong");
  const stop = () => {
    clearInterval(root.timer);
    root.timer = undefined;
    find("play").textContent = "Play";
    total.setAttribute("aria-live", "polite");
  };
  const play = () => {
    find("play").textContent = "Pause";
    total.setAttribute("aria-live", "off"); // eight sums a second are no news
    root.timer = setInterval(() => seen(root) && root.step(1), PACE);
  };
  find("play").onclick = () => (root.timer ? stop() : play());
  root.step = (by) => go(root.place + by); // the timer outlives a change of the kernel
  find("back").onclick = () => { stop(); go(root.place - 1); };
  find("next").onclick = () => { stop(); go(root.place + 1); };
  find("picture").onpointerdown = (event) => {
    stop();
    const box = find("picture").getBoundingClientRect();
    go(pixel(event.clientY - box.top, box.height) * SIDE + pixel(event.clientX - box.left, box.width));
  };
  find("picture").onkeydown = (event) => {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    stop();
    const [right, down] = ARROWS[event.key];
    go(root.place + right + down * SIDE);
  };
  go(root.place);
  if (first && !matchMedia("(prefers-reduced-motion: reduce)").matches) play();
  return stop;
}

// Whether any of it is on the screen: what nobody sees costs no work.
function seen(root) {
  const { top, bottom } = root.getBoundingClientRect();
  return !document.hidden && bottom > 0 && top < innerHeight;
}

// Where in the picture, without its border of one pixel, a pointer is.
function pixel(distance, length) {
  return Math.max(0, Math.min(SIDE - 1, Math.floor((distance / length) * (SIDE + 2)) - 1));
}

function fill(table) {
  for (let row = 0; row < 3; row++) {
    const line = table.tBodies[0].insertRow();
    for (let column = 0; column < 3; column++) line.insertCell();
  }
}

function draw(find, data, place) {
  const row = Math.floor(place / SIDE);
  const column = place % SIDE;
  const at = (share) => `${100 * share}%`;
  const frame = find("picture").querySelector("span");
  frame.style.left = at(column / (SIDE + 2));
  frame.style.top = at(row / (SIDE + 2));
  const mark = find("result").querySelector("span");
  mark.style.left = at(column / SIDE);
  mark.style.top = find("rest").style.top = at(row / SIDE);
  find("rest").style.left = at((column + 1) / SIDE);
  find("rows").style.top = at((row + 1) / SIDE);
  const patch = [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => {
    const [y, x] = [row + r - 1, column + c - 1];
    return y < 0 || x < 0 || y >= SIDE || x >= SIDE ? 0 : data.pixels[y * SIDE + x];
  }));
  write(find("patch"), patch);
  [...find("patch").querySelectorAll("td")].forEach((cell, number) => shade(cell, patch[number]));
  write(find("kernel"), data.kernel);
  write(find("products"), patch.map((value, number) => value * data.kernel[number]));
  const total = short(data.sums[place]);
  find("total").querySelector("strong").textContent = total;
  const where = `row ${row + 1}, column ${column + 1}`;
  find("picture").setAttribute(
    "aria-label",
    `${data.name}, the filter on ${where}. Move it with the arrow keys, or click the picture.`,
  );
  find("result").setAttribute("aria-label", `The sums of all positions; in ${where} it is ${total}`);
}

function write(table, numbers) {
  [...table.querySelectorAll("td")].forEach((cell, number) => {
    cell.textContent = short(numbers[number]);
  });
}

// 3 → "3", -12.345 → "−12.3", 0.1111 → "0.11"
function short(number) {
  const digits = Number.isInteger(number) ? 0 : Math.abs(number) < 10 ? 2 : 1;
  return (number + 0).toFixed(digits).replace("-", "−");
}
