// What st_canvas lacks.
//
// It has tools of its own, one of which stops all drawing, and no option to leave them out: they
// are hidden, and only ours remain. After a stroke it waits 200 ms, in case another follows, before
// it sends its drawing: one of the hidden tools sends at once, and whoever lifts the pen waits for
// an answer. And it misses some ways in which a stroke ends, and then draws on while no button is
// pressed.
const SEND = ".dc-toolbar button[aria-label^='Update']";
const NO_TOOLS = new CSSStyleSheet();
NO_TOOLS.replaceSync(".dc-toolbar { display: none !important; }");

/** Hide the tools of the board under the key `name`, whenever Streamlit puts one in its place. */
function hideTools(name) {
  let waiting = 0;
  const look = () => {
    cancelAnimationFrame(waiting);
    const place = document.querySelector(`.st-key-${CSS.escape(name)}`);
    const inside = [...(place?.querySelectorAll("*") ?? [])];
    const board = inside.find((each) => each.shadowRoot)?.shadowRoot;
    if (board === undefined)
      waiting = place ? requestAnimationFrame(look) : 0; // its inside comes a moment later
    else if (!board.adoptedStyleSheets.includes(NO_TOOLS)) board.adoptedStyleSheets.push(NO_TOOLS);
  };
  const changes = new MutationObserver(look);
  changes.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    changes.disconnect();
    cancelAnimationFrame(waiting);
  };
}

/** Watch over the strokes on any board: each ends, and is sent at once. */
function watchStrokes() {
  let stroke = null;
  const press = (event) => {
    if (event.button) return leaveAlone(event);
    const canvas = event.composedPath().find((each) => each.classList?.contains("upper-canvas"));
    const board = canvas?.closest(".dc-root");
    if (board) stroke = { board, byMouse: event.type === "mousedown" };
  };
  const lift = (event) => {
    if (event.button) return leaveAlone(event);
    if (event.touches?.length) return liftOne(event);
    const board = stroke?.board;
    stroke = null;
    // The board sees the pen lifted first.
    setTimeout(() => board?.isConnected && board.querySelector(SEND)?.click());
  };
  const leaveAlone = (event) => {
    if (stroke) event.stopImmediatePropagation(); // at any button's release it stops listening
  };
  const move = (event) => {
    const released = stroke?.byMouse && !(event.buttons & 1); // over another window, say
    if (released) document.dispatchEvent(new MouseEvent("mouseup", event));
  };
  const liftOne = (event) => {
    const last = !event.targetTouches.length && event.composedPath().includes(stroke?.board);
    if (last) cancel(event); // else it waits for a palm that lies beside it
  };
  const cancel = ({ changedTouches }) => {
    const end = Object.assign(new Event("touchend"), { touches: [], changedTouches });
    if (stroke) document.dispatchEvent(end);
  };
  const menu = (event) => {
    if (stroke) event.preventDefault(); // it would swallow the release
  };
  const listeners = {
    mousedown: press,
    touchstart: press,
    mousemove: move,
    mouseup: lift,
    touchend: lift,
    touchcancel: cancel,
    contextmenu: menu,
  };
  const options = (name) => ({ capture: true, passive: name !== "contextmenu" });
  for (const [name, listen] of Object.entries(listeners))
    window.addEventListener(name, listen, options(name));
  return () => {
    for (const [name, listen] of Object.entries(listeners))
      window.removeEventListener(name, listen, options(name));
  };
}

export default function ({ data }) {
  const ends = [hideTools(data.board), watchStrokes()];
  return () => ends.forEach((end) => end());
}
