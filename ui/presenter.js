// What only a browser can do: keys and colours for a presenter, and the Back button. `data`: stage
// (whether the stage view is on), theme (to take from now on: Light, Dark, System, or null), paths (of the app's pages).
const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  keepOneEntryForEachPage();
  if (data.theme) takeTheme(data.theme, data.paths);
  if (!data.stage) return undefined;
  const press = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const by = TURNS[event.key];
    const over = event.key === "Home" && event.shiftKey;
    if (!(by || over) || isBusy()) return;
    event.preventDefault();
    if (over) setTriggerValue("start_over", true);
    else setTriggerValue("turn", by);
  };
  document.addEventListener("keydown", press);
  parentElement.querySelector("span").dataset.listening = "true";
  return () => document.removeEventListener("keydown", press);
}

/** Whether a widget, a canvas or a dialog wants the keys for itself. */
function isBusy() {
  const focused = document.activeElement;
  const idle = !focused || focused === document.body || focused.dataset.testid === "stMain";
  return !idle || document.querySelector('[role="dialog"]') !== null;
}

// Streamlit adds an entry to the history for each change of `?run=` and the like, and presses of Back
// would do nothing but change it again. A change on the same page takes the entry's place.
function keepOneEntryForEachPage() {
  const push = history.pushState;
  if (push.name === "pushOrReplace") return;
  history.pushState = function pushOrReplace(state, title, url) {
    const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
    (samePage ? history.replaceState : push).call(history, state, title, url);
  };
}

// Streamlit remembers a theme for each address, and reads it when a page is loaded.
function takeTheme(theme, paths) {
  const root = location.pathname.slice(0, location.pathname.lastIndexOf("/"));
  for (const path of paths)
    localStorage.setItem(`stActiveTheme-${root}${path}-v2`, JSON.stringify(theme));
  location.reload();
}
