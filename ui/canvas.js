// The board waits 200 ms after a stroke, in case another follows, before it sends its drawing; its
// own button sends at once. Whoever lifts the pen waits for an answer, so that button is pressed.
const SEND = ".dc-toolbar button[aria-label^='Update']";

export default function () {
  let board = null;
  const press = (event) => {
    const canvas = event.composedPath().find((each) => each.classList?.contains("upper-canvas"));
    board = canvas?.closest(".dc-root") ?? null;
  };
  const lift = () => {
    const drawn = board;
    board = null;
    setTimeout(() => drawn?.querySelector(SEND)?.click()); // the board sees the pen lifted first
  };
  const listeners = { mousedown: press, touchstart: press, mouseup: lift, touchend: lift };
  for (const [name, listen] of Object.entries(listeners))
    window.addEventListener(name, listen, { capture: true, passive: true });
  return () => {
    for (const [name, listen] of Object.entries(listeners))
      window.removeEventListener(name, listen, { capture: true });
  };
}
