// A photo with its regions outlined, each a button, on which a box can be drawn. `data`: photo
// (address of a picture), alt, names (one a region), boxes (left, top, right, bottom of each, in
// percent of the photo), labels (what stands in each box), chosen (a number, or null for the whole
// photo), whole (words of the button for that), mark (of the one that begins a box), frame and help
// (what is told of it to those who don't see it, and to those who do).
const LEAST = 3; // percent of the photo's sides: less is a click with a trembling hand
const STEP = 3; // percent that a key moves

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".regions");
  const state = JSON.stringify([data.photo.length, data.photo.slice(-64), data.names, data.boxes]);
  root.send = setTriggerValue;
  if (root.dataset.state !== state) {
    const place = photo(data);
    const send = (box) => {
      root.byKeys = Boolean(place.querySelector(".frame:focus"));
      end(place);
      root.send("drawn", box.map((side) => side / 100));
    };
    root.replaceChildren(place, ...buttons(data));
    drawOn(place, send);
    root.querySelector(".mark").onclick = () => {
      root.querySelector(".help").textContent = data.help;
      begin(place, data.frame, send);
    };
    root.dataset.state = state;
  }
  root.querySelectorAll("[data-number]").forEach((button) => {
    const number = Number(button.dataset.number);
    button.setAttribute("aria-pressed", String(number === (data.chosen ?? -1)));
    button.onclick = () => root.send("clicked", number);
  });
  if (root.byKeys) root.querySelector(".region[aria-pressed=true]")?.focus();
  root.byKeys = false;
}

function photo(data) {
  const place = document.createElement("div");
  place.className = "photo";
  const image = document.createElement("img");
  image.src = data.photo;
  image.alt = data.alt;
  image.draggable = false;
  place.append(image, ...data.boxes.map((box, number) => region(data, box, number)));
  return place;
}

function buttons(data) {
  const row = document.createElement("div");
  row.className = "buttons";
  const whole = document.createElement("button");
  whole.textContent = data.whole;
  whole.dataset.number = -1;
  whole.hidden = !data.boxes.length;
  const mark = document.createElement("button");
  mark.className = "mark";
  mark.textContent = data.mark;
  row.append(whole, mark);
  const help = document.createElement("p");
  help.className = "help";
  return [row, help];
}

function region(data, box, number) {
  const button = document.createElement("button");
  button.className = "region";
  button.dataset.number = number;
  button.setAttribute("aria-label", data.names[number]);
  lay(button, box);
  const [left, top, right, bottom] = box;
  button.style.zIndex = 10000 - Math.round((right - left) * (bottom - top)); // small ones on top
  const label = document.createElement("span");
  label.textContent = data.labels[number];
  button.append(label);
  return button;
}

function lay(element, [left, top, right, bottom]) {
  element.style.left = `${left}%`;
  element.style.top = `${top}%`;
  element.style.width = `${right - left}%`;
  element.style.height = `${bottom - top}%`;
}

/** Have a drag over the photo draw a box; by touch only once one was begun, else it scrolls. */
function drawOn(place, send) {
  let from = null;
  let box = null;
  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = place.getBoundingClientRect();
    return [(100 * (clientX - left)) / width, (100 * (clientY - top)) / height].map(within);
  };
  place.onpointerdown = (event) => {
    const scrolls = event.pointerType === "touch" && !place.classList.contains("marking");
    from = event.button || scrolls ? null : at(event);
    box = null;
  };
  place.onpointermove = (event) => {
    if (!from) return;
    const to = at(event);
    const drawn = [0, 1].map((i) => Math.min(from[i], to[i]));
    drawn.push(...[0, 1].map((i) => Math.max(from[i], to[i])));
    if (!box && !large(drawn)) return;
    if (!box) place.setPointerCapture(event.pointerId);
    box = drawn;
    lay(frameOn(place), box);
  };
  place.onpointerup = () => {
    if (box && large(box)) send(box);
    else if (box) end(place);
    from = null;
    setTimeout(() => (box = null)); // after the click that follows
  };
  place.onpointercancel = () => {
    from = box = null;
    end(place);
  };
  // The end of a drag is no click on what lies below it.
  place.addEventListener("click", (event) => box && event.stopPropagation(), { capture: true });
}

/** Put a frame on the middle of the photo, for keys; fingers may draw another one from now on. */
function begin(place, words, send) {
  let box = [25, 25, 75, 75];
  const frame = frameOn(place);
  place.classList.add("marking");
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words);
  frame.onkeydown = (event) => {
    if (event.key === "Enter") send(box);
    if (event.key === "Escape") end(place);
    if (!(event.key in ARROWS)) return;
    event.preventDefault(); // the page would scroll
    box = moved(box, ARROWS[event.key], event.shiftKey);
    lay(frame, box);
  };
  lay(frame, box);
  frame.focus({ preventScroll: true });
}

/** A box moved by a step, or with its right lower corner alone moved. */
function moved(box, [right, down], resize) {
  const by = [right * STEP, down * STEP, right * STEP, down * STEP];
  const next = box.map((side, i) => (resize && i < 2 ? side : side + by[i]));
  const inside = next.every((side) => side >= 0 && side <= 100);
  return inside && large(next) ? next : box;
}

function large([left, top, right, bottom]) {
  return right - left >= LEAST && bottom - top >= LEAST;
}

function within(side) {
  return Math.min(100, Math.max(0, side));
}

function frameOn(place) {
  const there = place.querySelector(".frame");
  if (there) return there;
  const frame = document.createElement("div");
  frame.className = "frame";
  place.append(frame);
  return frame;
}

function end(place) {
  place.classList.remove("marking");
  place.querySelector(".frame")?.remove();
}
