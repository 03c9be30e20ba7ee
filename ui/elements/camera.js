// The camera's picture, live, and what is said of it: a picture a second is sent, and the next one
// once the last was answered. `data`: answered (the number of the picture this is about), boxes
// (left, top, right, bottom of each thing, in percent of the picture), labels (what stands in each),
// words (the answer in a sentence).
const EVERY = 1000; // milliseconds between two pictures
const PATIENCE = 8000; // milliseconds, then an answer is lost
const LOOK = 200; // milliseconds
const LONGEST = 640; // pixels of what is sent
const STEADY = 3; // answers alike in a row: whoever listens hears no more of them
const ELSEWHERE = "or choose Upload.";
const AGAIN = "then press Start,";
const ASKING = "Your browser asks whether the app may use the camera: allow it there.";
const WHY = {
  insecure:
    "Browsers lend the camera only to addresses that begin with https://, and to localhost on your " +
    `own computer: open the app there, ${ELSEWHERE}`,
  embedded: `The page around the app lends it no camera: open the app in a tab of its own, ${ELSEWHERE}`,
  NotAllowedError:
    `Your browser was told to lend no camera: allow it beside the address above, ${AGAIN} ${ELSEWHERE}`,
  NotFoundError: `There is no camera on this computer: connect one, ${AGAIN} ${ELSEWHERE}`,
  NotReadableError: `Another program uses the camera: close it, ${AGAIN} ${ELSEWHERE}`,
  ended: "The camera has gone off: press Start to have it back.",
  other: `The camera does not start: press Start to try again, ${ELSEWHERE}`,
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".camera");
  root.camera ??= new Camera(root);
  root.camera.send = setTriggerValue;
  root.camera.answer(data);
}

class Camera {
  constructor(root) {
    this.root = root;
    this.lamp = element("p", "lamp");
    this.picture = element("div", "picture");
    this.video = element("video");
    Object.assign(this.video, { muted: true, playsInline: true });
    this.video.onloadedmetadata = () => this.fit();
    this.things = element("div", "things");
    this.things.setAttribute("aria-hidden", "true"); // as words below
    this.picture.append(this.video, this.things);
    this.words = element("p", "words");
    this.keep = button("Keep this picture", () => this.keepIt());
    this.keep.classList.add("primary");
    this.turn = button("Other camera", () => this.other());
    this.toggle = button("", () => (this.stream ? this.stop("") : this.start()));
    const buttons = element("div", "buttons");
    buttons.append(this.keep, this.toggle, this.turn);
    root.replaceChildren(this.lamp, this.picture, this.words, buttons);
    this.number = Date.now(); // of the picture sent last; an earlier component's are others
    this.waiting = false;
    this.heard = { names: "", times: 0, said: "" };
    this.cameras = [];
    this.hide = () => this.hidden();
    document.addEventListener("visibilitychange", this.hide);
    this.clock = setInterval(() => this.tick(), LOOK);
    this.show("");
    this.start();
  }

  async start(deviceId) {
    if (!window.isSecureContext || !navigator.mediaDevices) return this.stop("insecure");
    this.back = document.hidden;
    if (this.back) return;
    this.words.textContent = ASKING;
    const wanted = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
    const asked = (this.asked = Symbol());
    try {
      const size = { width: { ideal: LONGEST }, height: { ideal: 480 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video: { ...wanted, ...size } });
      if (asked !== this.asked || !this.root.isConnected) return end(stream);
      this.run(stream);
      const devices = await navigator.mediaDevices.enumerateDevices();
      this.cameras = devices.filter((each) => each.kind === "videoinput");
      this.show("");
    } catch (error) {
      if (asked === this.asked) this.stop(reason(error));
    }
  }

  run(stream) {
    end(this.stream);
    this.stream = stream;
    const [track] = stream.getVideoTracks();
    track.onended = () => this.stream === stream && this.stop("ended");
    // In a mirror people find their left on the left; a camera that looks away from them is none.
    this.mirrored = track.getSettings().facingMode !== "environment";
    this.picture.classList.toggle("mirrored", this.mirrored);
    this.video.setAttribute("aria-label", `What the camera sees${this.mirrored ? ", mirrored" : ""}`);
    this.video.srcObject = stream;
    this.video.play().catch(() => {}); // taken away meanwhile
    this.waiting = false;
    this.words.textContent = "";
    this.show("");
  }

  stop(why) {
    this.asked = undefined;
    end(this.stream);
    this.stream = undefined;
    this.video.srcObject = null;
    this.waiting = false;
    this.show(why);
  }

  /** Let the page say how things are; `why` names a sentence, if the camera does not run. */
  show(why) {
    const on = Boolean(this.stream);
    this.root.dataset.on = on;
    this.lamp.textContent = on
      ? "Camera on. A picture a second is looked at; none is kept."
      : "Camera off.";
    this.toggle.textContent = on ? "Stop" : "Start";
    this.toggle.hidden = why === "insecure" || why === "embedded";
    this.keep.disabled = !on;
    this.turn.hidden = !on || this.cameras.length < 2;
    if (!on) this.things.replaceChildren();
    if (!on) this.words.textContent = why ? WHY[why] : "";
    if (why) tell(WHY[why]);
  }

  fit() {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth) this.picture.style.setProperty("--ratio", videoWidth / videoHeight);
  }

  tick() {
    if (!this.root.isConnected) return this.leave();
    const since = performance.now() - (this.sent ?? -Infinity);
    if (!this.stream || document.hidden || since < (this.waiting ? PATIENCE : EVERY)) return;
    const picture = this.grab();
    if (!picture) return;
    this.number += 1;
    this.waiting = true;
    this.sent = performance.now();
    this.send("frame", { number: this.number, picture });
  }

  /** What the camera sees, as others see it: a JPEG in base64; empty before there is anything. */
  grab() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return "";
    const share = Math.min(1, LONGEST / Math.max(videoWidth, videoHeight));
    this.canvas ??= document.createElement("canvas");
    this.canvas.width = Math.round(share * videoWidth);
    this.canvas.height = Math.round(share * videoHeight);
    const { width, height } = this.canvas;
    this.canvas.getContext("2d").drawImage(this.video, 0, 0, width, height);
    return this.canvas.toDataURL("image/jpeg", 0.85).split(",")[1];
  }

  answer({ answered, boxes, labels, words }) {
    if (!this.waiting || answered !== this.number) return;
    this.waiting = false;
    this.things.replaceChildren(
      ...boxes.map((box, number) => this.thing(box, labels[number])),
    );
    this.words.textContent = words;
    this.hear(labels.join(", "), words);
  }

  thing([left, top, right, bottom], label) {
    const outline = element("div", "thing");
    outline.style.left = `${this.mirrored ? 100 - right : left}%`;
    outline.style.top = `${top}%`;
    outline.style.width = `${right - left}%`;
    outline.style.height = `${bottom - top}%`;
    const name = element("span");
    name.textContent = label;
    outline.append(name);
    return outline;
  }

  /** Read an answer out once it has stood for a while, and is another one. */
  hear(names, words) {
    this.heard.times = names === this.heard.names ? this.heard.times + 1 : 1;
    this.heard.names = names;
    if (this.heard.times < STEADY || names === this.heard.said) return;
    this.heard.said = names;
    if (names) tell(words);
  }

  keepIt() {
    const picture = this.grab();
    if (!picture) return;
    this.stop("");
    this.send("kept", picture);
  }

  other() {
    const now = this.stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const at = this.cameras.findIndex((each) => each.deviceId === now);
    const next = this.cameras[(at + 1) % this.cameras.length];
    end(this.stream); // many phones open one at a time
    this.start(next.deviceId);
  }

  hidden() {
    if (document.hidden && (this.stream || this.asked)) {
      this.stop("");
      this.back = true;
    } else if (!document.hidden && this.back) {
      this.back = false;
      this.start();
    }
  }

  leave() {
    clearInterval(this.clock);
    document.removeEventListener("visibilitychange", this.hide);
    this.asked = undefined;
    end(this.stream);
    this.stream = undefined;
  }
}

function end(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

function reason({ name }) {
  const known = { OverconstrainedError: "NotFoundError", AbortError: "NotReadableError" };
  const why = known[name] ?? name;
  if (why === "NotAllowedError" && window.self !== window.top) return "embedded";
  return why in WHY ? why : "other";
}

function tell(words) {
  const number = `camera ${performance.now()}`;
  document.dispatchEvent(new CustomEvent("news", { detail: { number, words } }));
}

function element(kind, name = "") {
  const made = document.createElement(kind);
  made.className = name;
  return made;
}

function button(words, onclick) {
  const made = element("button");
  made.type = "button";
  made.textContent = words;
  made.onclick = onclick;
  return made;
}
