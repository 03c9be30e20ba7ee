"use strict";
// The page of a phone. It keeps asking the server what to do, and sends what is drawn until the
// server says that it has it: a drawing has an id of its own, so twice sent is once kept.
const WORDS = __WORDS__;
const BASE = location.pathname.replace(/\/+$/, "");
const find = (id) => document.getElementById(id);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

function stored(name) {
  try { return localStorage.getItem(name); } catch { return memory[name] || null; }
}
function store(name, value) {
  memory[name] = value;
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch { /* a private window keeps nothing: memory does, until it is closed */ }
}
const memory = {};

function randomId() {  // no crypto.randomUUID: that needs HTTPS
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isKey = (text) => /^[0-9a-f]{32}$/.test(text || "");
let phone = stored("fashion_phone");
if (!isKey(phone)) store("fashion_phone", (phone = randomId()));
let key = location.hash.slice(1);
if (!isKey(key)) key = stored("fashion_room");
let now = null;       // what the server said last
let ends = null;      // when the round is over, on this phone's clock
let strokes = [];
let drawn = false;    // whether this round's board was sent
let pending = readPending();

// ── asking ─────────────────────────────────────────────────────────────────────────────

class Said extends Error {
  constructor(told) { super(told.say); this.told = told; }
}

async function ask(what, sent) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 8000);
  try {
    const answer = await fetch(`${BASE}/${what}`, {
      method: "POST", body: JSON.stringify(sent), signal: patience.signal,
      headers: { "Content-Type": "application/json" }, credentials: "omit", cache: "no-store",
    });
    const told = await answer.json();
    if (!answer.ok) throw new Said(told);
    return told;
  } finally { clearTimeout(timer); }
}

function trouble(words) { if (find("trouble").textContent !== words) find("trouble").textContent = words; }

function leave(words) {
  store("fashion_room", null);
  keepPending(null);
  key = null;
  now = null;
  history.replaceState(null, "", BASE);
  find("room").hidden = true;
  find("enter").hidden = false;
  trouble(words);
}

let follower = 0;
async function follow() {  // until the room is closed, or another one was joined
  const own = follower += 1;
  let joined = false;
  while (key && own === follower) {
    let pause = 3000;
    try {
      const told = await ask(joined ? "look" : "join", { key, phone });
      joined = true;
      trouble(told.hidden ? "The presenter has taken this phone off the wall." : "");
      show(told);
      if (told.game !== "free") pause = 1500;
    } catch (error) {
      if (error instanceof Said && error.told.closed) return leave(error.message);
      if (error instanceof Said && !error.told.again && !joined) return leave(error.message);
      joined = joined && !(error instanceof Said && !error.told.again);
      trouble(error instanceof Said ? error.message
        : "No connection to the wall just now. It goes on by itself; your drawing is kept.");
    }
    await wait(document.hidden ? 10000 : pause);
  }
}

// ── sending ────────────────────────────────────────────────────────────────────────────

function readPending() {
  try { return JSON.parse(stored("fashion_pending")); } catch { return null; }
}
function keepPending(value) {
  pending = value;
  store("fashion_pending", value === null ? null : JSON.stringify(value));
}

function send() {
  if (!strokes.length || pending || !now) return;
  const truth = now.game === "fool-it" ? find("kind").value : "";
  if (now.game === "fool-it" && truth === "") {
    say("Say first what it is meant to be.");
    return find("kind").focus();
  }
  keepPending({
    key, phone, drawing: randomId(), round: now.round,
    truth: truth === "" ? null : Number(truth), strokes,
  });
  drawn = true;
  deliver();
}

async function deliver() {
  let pause = 500;
  say("Sending …");
  buttons();
  while (pending) {
    try {
      const told = await ask("draw", pending);
      keepPending(null);
      strokes = [];  // what was sent stays to be seen until the next line
      show(told);
      sayAnswer(told.answer);
    } catch (error) {
      if (error instanceof Said && error.told.closed) return leave(error.message);
      if (error instanceof Said && !error.told.again) {
        keepPending(null);
        say(error.message);
      } else {
        say(error instanceof Said ? error.message
          : "Not sent yet: it is kept on this phone, and sent as soon as there is a connection.");
        await wait(pause * (0.7 + 0.6 * Math.random()));
        pause = Math.min(4000, pause * 2);
      }
    }
  }
  buttons();
}

function say(words, small = "", look = "") {
  const box = find("answer");
  box.className = look;
  box.textContent = words;
  if (small) {
    const more = document.createElement("small");
    more.textContent = small;
    box.append(more);
  }
}

function sayAnswer(answer) {
  if (answer.right === null) return say(answer.words, "That is what the network computed. Draw another one!");
  const meant = `It was to be: ${answer.truth}.`;
  if (answer.game === "fool-it") {
    return answer.right
      ? say(answer.words, `${meant} It was not fooled. Try another way.`, "wrong")
      : say(answer.words, `${meant} Now two others must see what it is.`, "right");
  }
  say(`${answer.right ? "✓" : "✗"} ${answer.words}`, meant, answer.right ? "right" : "wrong");
}

// ── showing ────────────────────────────────────────────────────────────────────────────

const article = (name) => (/^[AEIOU]/.test(name) ? "an" : "a");

function show(told) {
  const begun = now !== null && told.round !== now.round;
  now = told;
  find("enter").hidden = true;
  find("room").hidden = false;
  find("who").textContent = `You are the ${told.animal}.`
    + (told.fooled ? ` Fooled it: ${told.fooled}` : "");
  ends = told.left === null ? null : performance.now() + 1000 * told.left;
  if (begun) {
    drawn = false;
    if (!pending) { strokes = []; paint(); say(""); find("kind").value = ""; }
    if (navigator.vibrate) navigator.vibrate(60);
  }
  find("meant").hidden = told.game !== "fool-it";
  name(told.name);
  bet(told.bet);
  tick();
  fit();
}

function tick() {
  if (!now) return;
  const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const clock = find("clock");
  clock.hidden = left === null;
  clock.textContent = left === null ? "" : `${left} s`;
  let task = "Draw a shoe, a shirt, a bag …";
  if (now.game === "draw-one") {
    task = left ? `Draw ${article(now.kind)} ${now.kind}` : "Time is up: look at the wall.";
  }
  if (now.game === "fool-it") task = "Draw what people recognise and the network does not";
  if (now.bet) task = betTask(now.bet);
  if (find("task").textContent !== task) find("task").textContent = task;
  if (left === 0 && !drawn && strokes.length) send();
  buttons();
}

const over = () => now && now.game === "draw-one" && ends !== null && performance.now() > ends;

function buttons() {
  const idle = !strokes.length || pending !== null;
  find("undo").disabled = idle;
  find("clear").disabled = idle;
  find("send").disabled = idle || !now || over();
}

let asked = null;  // the drawing that is to be named
function name(other) {
  find("naming").hidden = other === null;
  find("drawing").hidden = other !== null && !strokes.length && pending === null;
  if (other === null) { asked = null; return; }
  if (asked === other.drawing) return;
  asked = other.drawing;
  find("choices").replaceChildren(...WORDS.votes.map((words, kind) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.onclick = () => vote(other.drawing, kind);
    return button;
  }));
  draw(find("other"), other.strokes, Math.min(220, innerWidth - 36));
}

async function vote(drawing, kind) {
  for (const button of find("choices").children) button.disabled = true;
  try {
    show(await ask("vote", { key, phone, drawing, kind }));
  } catch (error) {
    if (error instanceof Said && error.told.closed) return leave(error.message);
    trouble(error instanceof Said ? error.message : "Not sent: please tap again.");
    asked = null;  // drawn anew with the next look, and can be tapped again
  }
}

// ── betting ────────────────────────────────────────────────────────────────────────────

function betTask(on) {
  if (on.open) return "Two networks will be trained. Which will be better?";
  if (!on.decided) return "The race is on: look at the wall.";
  return on.better === null ? "That may be luck: nobody wins." : `${on.names[on.better]} is better.`;
}

function bet(on) {
  find("betting").hidden = on === null;
  if (on === null) return;
  find("drawing").hidden = true;
  const sides = find("sides");
  while (sides.children.length < on.names.length) sides.append(document.createElement("button"));
  on.names.forEach((words, side) => {
    const button = sides.children[side];
    button.type = "button";
    if (button.firstChild?.textContent !== words || button.lastChild.textContent !== on.facts[side]) {
      const facts = document.createElement("small");
      facts.textContent = on.facts[side];
      button.replaceChildren(words, facts);
    }
    button.setAttribute("aria-pressed", String(on.mine === side));
    button.disabled = !on.open;
    button.onclick = () => placeBet(side);
  });
  const chosen = betWords(on);
  if (find("chosen").textContent !== chosen) find("chosen").textContent = chosen;
}

function betWords(on) {
  if (on.mine === null) return on.open ? "" : "You did not bet.";
  const mine = on.names[on.mine];
  if (!on.decided) return on.open ? `You bet on ${mine}. You can change it until the race begins.` : `You bet on ${mine}.`;
  if (on.better === null) return `You bet on ${mine}.`;
  return on.better === on.mine ? "You bet rightly!" : `You bet on ${mine}: not this time.`;
}

async function placeBet(side) {
  try {
    show(await ask("bet", { key, phone, round: now.round, on: side }));
  } catch (error) {
    if (error instanceof Said && error.told.closed) return leave(error.message);
    trouble(error instanceof Said ? error.message : "Not sent: please tap again.");
  }
}

// ── the board ──────────────────────────────────────────────────────────────────────────

const board = find("board");

function draw(canvas, lines, side) {
  const sharp = Math.min(3, devicePixelRatio || 1);
  canvas.width = canvas.height = Math.round(side * sharp);
  canvas.style.width = canvas.style.height = `${side}px`;
  const pen = canvas.getContext("2d");
  pen.scale(canvas.width / WORDS.board, canvas.width / WORDS.board);
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#000";
  for (const [width, ...places] of lines) {
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(places[0], places[1]);
    for (let at = 0; at < places.length; at += 2) pen.lineTo(places[at], places[at + 1]);
    pen.stroke();
  }
}

let side = 0;
function fit() {
  const wide = Math.min(innerWidth - 36, 440, Math.max(200, innerHeight - 330));
  if (wide !== side) { side = wide; paint(); }
}
function paint() { if (side) draw(board, strokes, side); buttons(); }

function place(event) {
  const box = board.getBoundingClientRect();
  const share = WORDS.board / box.width;
  const bound = (number) => Math.max(-40, Math.min(WORDS.board + 40, Math.round(number)));
  return [bound((event.clientX - box.left) * share), bound((event.clientY - box.top) * share)];
}

const places = () => strokes.reduce((sum, stroke) => sum + (stroke.length - 1) / 2, 0);
let pointer = null;
board.addEventListener("pointerdown", (event) => {
  if (pending || pointer !== null || over() || strokes.length >= WORDS.mostStrokes) return;
  if (places() >= WORDS.mostPlaces) return;
  event.preventDefault();
  pointer = event.pointerId;
  board.setPointerCapture(pointer);
  strokes.push([WORDS.pen, ...place(event)]);
  paint();
});
board.addEventListener("pointermove", (event) => {
  if (event.pointerId !== pointer) return;
  const stroke = strokes[strokes.length - 1];
  if (!stroke) return;
  const [x, y] = place(event);
  const far = Math.abs(x - stroke[stroke.length - 2]) + Math.abs(y - stroke[stroke.length - 1]);
  if (far < 3) return;
  if (places() >= WORDS.mostPlaces) return say("There is no room for more lines: send it.");
  stroke.push(x, y);
  paint();
});
for (const end of ["pointerup", "pointercancel"]) {
  board.addEventListener(end, (event) => { if (event.pointerId === pointer) pointer = null; });
}

find("undo").onclick = () => { strokes.pop(); paint(); };
find("clear").onclick = () => { strokes = []; paint(); };
find("send").onclick = send;
find("letters-form").onsubmit = async (event) => {
  event.preventDefault();
  try {
    key = (await ask("letters", { letters: find("letters").value })).key;
    begin();
  } catch (error) {
    trouble(error instanceof Said ? error.message : "No connection: please try again.");
  }
};
addEventListener("resize", fit);
addEventListener("hashchange", () => { if (isKey(location.hash.slice(1))) location.reload(); });
setInterval(tick, 250);

function begin() {
  trouble("");
  store("fashion_room", key);
  find("room").hidden = false;
  find("enter").hidden = true;
  fit();
  follow();
  if (pending && pending.key === key) {
    strokes = pending.strokes;
    drawn = true;
    paint();
    deliver();
  } else keepPending(null);
}

if (isKey(key)) begin();
else find("enter").hidden = false;
