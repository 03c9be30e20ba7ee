// Scrolls to the top when something else is shown on the same page. `data`: view (what is shown).
let shown;

export default function ({ data }) {
  if (shown !== undefined && shown !== data.view)
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  shown = data.view;
}
