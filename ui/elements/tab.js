// Keeps what a reload must not lose in the tab's own storage, and hands it back once.
//
// `data`: session (of the server), ask (whether to hand back what is stored), name and text (what
// to keep; empty: nothing), number (how often that text has changed; 0: leave the storage alone),
// forgotten (how often everything was to be forgotten).
const PREFIX = "fashion-cnn ";
const NAMES = ["plan", "drawing"];
const LONGEST = 150000; // letters; the server reads no more
// Several of these stand on a page, and each page has its own: what they know of the session is
// the tab's.
const tab = (window.fashionCnnTab ??= {});

function begin(session) {
  const back = tab.session !== undefined; // the page stayed open while its session ended
  Object.assign(tab, { session, back, asked: false, numbers: {}, forgotten: 0 });
}

function stored() {
  const found = {};
  for (const name of NAMES) {
    const text = sessionStorage.getItem(PREFIX + name);
    if (text && text.length <= LONGEST) found[name] = text;
  }
  return found;
}

function keep({ name, text, number }) {
  if (number <= (tab.numbers[name] ?? 0)) return; // as it was, or older than what is there
  tab.numbers[name] = number;
  if (text) sessionStorage.setItem(PREFIX + name, text);
  else sessionStorage.removeItem(PREFIX + name);
}

function forget(times) {
  if (times <= tab.forgotten) return;
  tab.forgotten = times;
  for (const name of NAMES) sessionStorage.removeItem(PREFIX + name);
}

/** Ask for the page anew when a connection that was lost is there again.
 *
 * Its session may have ended, with the server's say; Streamlit often waits until something is
 * pressed.
 */
function comeBack(ask) {
  const app = document.querySelector('[data-testid="stApp"]');
  tab.watching?.disconnect(); // there is one, however often the page is drawn
  tab.watching = new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED";
    if (connected && tab.lost) ask();
    tab.lost = !connected;
  });
  tab.watching.observe(app, { attributeFilter: ["data-test-connection-state"] });
}

export default function ({ data, setTriggerValue }) {
  if (tab.session !== data.session) begin(data.session);
  try {
    forget(data.forgotten);
    if (data.ask && !tab.asked) {
      tab.asked = true;
      const found = stored();
      const [visit] = performance.getEntriesByType("navigation");
      if (Object.keys(found).length)
        setTriggerValue("found", { ...found, reloaded: tab.back || visit?.type === "reload" });
      else keep(data);
    } else keep(data);
  } catch (error) {
    console.info("This browser keeps nothing for a reload.", error); // full, or forbidden
  }
  if (data.ask) comeBack(() => setTriggerValue("back", true));
}
