"use strict";
// A trained network, written out: convolution, pooling, batch norm, activation, layer by layer.
// Pictures are Float32Array, row by row, with the channels of a place side by side.
const NETWORK = JSON.parse(document.getElementById("network").textContent);
const LAYERS = unpack(document.getElementById("weights").textContent);
const SIDE = 28;

function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const whole = new Int8Array(bytes.buffer);
  let from = 0;
  return NETWORK.layers.map((layer) => {
    const size = layer.shape.reduce((product, each) => product * each, 1);
    const each = size / layer.shape[0];
    const weights = new Float32Array(size);
    for (let at = 0; at < size; at += 1) {
      weights[at] = whole[from + at] * layer.steps[Math.floor(at / each)];
    }
    from += size;
    return { ...layer, weights };
  });
}

function convolve(input, side, layer) {
  const [filters, height, width, channels] = layer.shape;
  const { stride, weights, bias } = layer;
  const out = Math.ceil(side / stride);
  const before = (kernel) => Math.max(0, (out - 1) * stride + kernel - side) >> 1;
  const top = before(height), left = before(width);
  const result = new Float32Array(out * out * filters);
  for (let y = 0; y < out; y += 1) {
    for (let x = 0; x < out; x += 1) {
      for (let filter = 0; filter < filters; filter += 1) {
        let sum = bias[filter];
        for (let row = 0; row < height; row += 1) {
          const from = y * stride + row - top;
          if (from < 0 || from >= side) continue;
          for (let column = 0; column < width; column += 1) {
            const at = x * stride + column - left;
            if (at < 0 || at >= side) continue;
            const pixel = (from * side + at) * channels;
            const weight = ((filter * height + row) * width + column) * channels;
            for (let c = 0; c < channels; c += 1) sum += input[pixel + c] * weights[weight + c];
          }
        }
        result[(y * out + x) * filters + filter] = sum;
      }
    }
  }
  return result;
}

function pool(input, side, channels, kind) {
  const out = side >> 1;
  const result = new Float32Array(out * out * channels);
  for (let y = 0; y < out; y += 1) {
    for (let x = 0; x < out; x += 1) {
      for (let c = 0; c < channels; c += 1) {
        const first = (2 * y * side + 2 * x) * channels + c;
        const four = [first, first + channels, first + side * channels,
          first + (side + 1) * channels].map((at) => input[at]);
        result[(y * out + x) * channels + c] = kind === "max"
          ? Math.max(...four) : (four[0] + four[1] + four[2] + four[3]) / 4;
      }
    }
  }
  return result;
}

function dense(input, layer) {
  const [units, numbers] = layer.shape;
  return Float32Array.from({ length: units }, (_, unit) => {
    let sum = layer.bias[unit];
    for (let at = 0; at < numbers; at += 1) sum += input[at] * layer.weights[unit * numbers + at];
    return sum;
  });
}

const ACTIVATIONS = {
  relu: (x) => Math.max(0, x),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  gelu: (x) => x * 0.5 * (1 + erf(x / Math.SQRT2)),
};

function erf(x) {  // Abramowitz and Stegun, 7.1.26: wrong by 1.5e-7 at most
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
    + 0.254829592) * t;
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}

function softmax(numbers) {
  const highest = Math.max(...numbers);
  const shares = Array.from(numbers, (each) => Math.exp(each - highest));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((each) => each / sum);
}

/** The ten probabilities of a picture: 784 numbers from 0 (black) to 1. */
function probabilities(picture) {
  let now = Float32Array.from(picture), side = SIDE;
  for (const layer of LAYERS) {
    if (layer.shape.length === 4) {
      now = convolve(now, side, layer);
      side = Math.ceil(side / layer.stride);
    } else {
      now = dense(now, layer);
    }
    const channels = layer.shape[0];
    if (layer.pooling) {
      now = pool(now, side, channels, layer.pooling);
      side >>= 1;
    }
    if (layer.scale.length) {
      for (let at = 0; at < now.length; at += 1) {
        now[at] = now[at] * layer.scale[at % channels] + layer.shift[at % channels];
      }
    }
    if (layer.activation !== "softmax") now = now.map(ACTIVATIONS[layer.activation]);
  }
  return softmax(now.map((each) => each / NETWORK.temperature));
}

// ── drawing ────────────────────────────────────────────────────────────────────────────

const FINE = 112;   // pixels at which the drawing is looked at
const PAPER = 0.45; // of white: the inside of a filled outline, as in the app
const board = document.getElementById("board");
const pen = board.getContext("2d", { willReadFrequently: true });
Object.assign(pen, { lineWidth: 34, lineCap: "round", lineJoin: "round", fillStyle: "#fff" });

function wipe() {
  pen.fillRect(0, 0, board.width, board.height);
  show(null);
}

function inkOf() {
  const small = document.createElement("canvas");
  small.width = small.height = FINE;
  const context = small.getContext("2d");
  context.drawImage(board, 0, 0, FINE, FINE);
  const { data } = context.getImageData(0, 0, FINE, FINE);
  return Uint8Array.from({ length: FINE * FINE }, (_, at) => Number(data[4 * at] < 128));
}

/** Light item on black: lines white, what they enclose grey; null where there is nothing. */
function prepared() {
  const ink = inkOf();
  const outside = new Uint8Array(FINE * FINE), open = [];
  const reach = (at) => { if (!ink[at] && !outside[at]) { outside[at] = 1; open.push(at); } };
  for (let at = 0; at < FINE; at += 1) {
    for (const edge of [at, at + FINE * (FINE - 1), at * FINE, at * FINE + FINE - 1]) reach(edge);
  }
  while (open.length) {
    const at = open.pop(), x = at % FINE;
    if (x > 0) reach(at - 1);
    if (x < FINE - 1) reach(at + 1);
    if (at >= FINE) reach(at - FINE);
    if (at < FINE * (FINE - 1)) reach(at + FINE);
  }
  const there = [...outside.keys()].filter((at) => !outside[at]);
  if (!there.length) return null;
  const columns = there.map((at) => at % FINE), rows = there.map((at) => Math.floor(at / FINE));
  const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b));
  const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b));
  const [left, top] = [least(columns), least(rows)];
  const [width, height] = [most(columns) - left + 1, most(rows) - top + 1];
  const item = document.createElement("canvas");
  [item.width, item.height] = [width, height];
  const context = item.getContext("2d");
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at += 1) {
    const from = (top + Math.floor(at / width)) * FINE + left + (at % width);
    const grey = ink[from] ? 255 : outside[from] ? 0 : 255 * PAPER;
    image.data.set([grey, grey, grey, 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
  return shrunk(item, width, height);
}

function shrunk(item, width, height) {
  const seen = document.getElementById("seen").getContext("2d", { willReadFrequently: true });
  seen.fillStyle = "#000";
  seen.fillRect(0, 0, SIDE, SIDE);
  const share = SIDE / Math.max(width, height);
  const [w, h] = [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
  seen.imageSmoothingQuality = "high";
  seen.drawImage(item, (SIDE - w) >> 1, (SIDE - h) >> 1, w, h);
  const { data } = seen.getImageData(0, 0, SIDE, SIDE);
  return Array.from({ length: SIDE * SIDE }, (_, at) => data[4 * at] / 255);
}

function show(picture) {
  const shares = picture ? probabilities(picture) : NETWORK.names.map(() => 0);
  const best = shares.indexOf(Math.max(...shares));
  const percent = (share) => `${Math.round(100 * share)} %`;
  const name = NETWORK.names[best];
  document.getElementById("answer").textContent = picture
    ? `Looks like ${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}, ${percent(shares[best])}`
    : "Draw something";
  const bars = document.getElementById("bars");
  bars.setAttribute("aria-label", picture ? `Highest: ${name}` : "No answer yet.");
  bars.replaceChildren(...shares.map((share, at) => {
    const bar = document.createElement("div"), length = document.createElement("i");
    const number = document.createElement("b"), label = document.createElement("span");
    bar.className = "bar";
    label.textContent = NETWORK.names[at];
    length.style.transform = `scaleX(${share})`;
    number.textContent = picture ? percent(share) : "";
    bar.append(label, length, number);
    return bar;
  }));
}

let last = null;
function place(event) {
  const box = board.getBoundingClientRect();
  const share = board.width / box.width;
  return [(event.clientX - box.left) * share, (event.clientY - box.top) * share];
}
function line(event) {
  const now = place(event);
  pen.beginPath();
  pen.moveTo(...(last || now));
  pen.lineTo(...now);
  pen.stroke();
  last = now;
}
board.addEventListener("pointerdown", (event) => {
  board.setPointerCapture(event.pointerId);
  event.preventDefault();
  last = null;
  line(event);
});
board.addEventListener("pointermove", (event) => { if (last) line(event); });
for (const end of ["pointerup", "pointercancel"]) {
  board.addEventListener(end, () => { if (last) { last = null; show(prepared()); } });
}
document.getElementById("clear").onclick = wipe;
wipe();
