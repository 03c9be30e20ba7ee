// The one place from which a screen reader learns what is new: answers and ends of trainings, which
// arrive as events, and what Streamlit's alerts say, which would interrupt, each on its own.
(() => {
  const ALERT = '[data-testid="stAlertContainer"]';
  const AT_ONCE = 150; // milliseconds in which news belong together
  const place = document.createElement("div");
  place.id = "announcements";
  place.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";
  place.setAttribute("aria-live", "polite");
  // Closed: whatever else reads the page finds the words once, where they stand.
  const region = place.attachShadow({ mode: "closed" });
  document.addEventListener("DOMContentLoaded", () => document.body.append(place));

  const told = new Set(); // the numbers of what was said
  let waiting = [];
  let shown = new Set(); // what alerts on the page say
  let timer;

  document.addEventListener("news", ({ detail: { number, words } }) => {
    if (told.has(number)) return;
    told.add(number);
    waiting.push(words);
    soon();
  });

  function soon() {
    timer ??= setTimeout(say, AT_ONCE);
  }

  function say() {
    timer = undefined;
    const now = new Set([...document.querySelectorAll(ALERT)].map(read));
    waiting.push(...[...now].filter((words) => words && !shown.has(words)));
    shown = now;
    if (!waiting.length) return;
    const paragraph = document.createElement("p"); // a new one: the same words may be news again
    paragraph.textContent = waiting.join(" ");
    region.replaceChildren(paragraph);
    waiting = [];
  }

  /** What an alert says, without the names of its icons. */
  function read(alert) {
    const copy = alert.cloneNode(true);
    copy.querySelectorAll('[aria-hidden="true"]').forEach((icon) => icon.remove());
    return copy.textContent.trim();
  }

  const silence = () => {
    for (const alert of document.querySelectorAll(`${ALERT}[role]:not([role="note"])`))
      alert.setAttribute("role", "note");
  };
  new MutationObserver(() => {
    silence();
    soon();
  }).observe(document, {
    childList: true, subtree: true, characterData: true, attributeFilter: ["role"],
  });
})();
