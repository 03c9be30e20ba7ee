// What a browser's translator does to a page: two <font> elements take the place of each text, and of
// each that comes later. The words stay what they are, so that a test finds them.
(() => {
  const LEFT_ALONE = '[translate="no"], .notranslate, script, style, noscript, textarea, svg, font';
  const translate = (text) => {
    const parent = text.parentElement;
    if (!parent || parent.closest(LEFT_ALONE) || !/\p{L}|\d/u.test(text.data)) return;
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    outer.style.verticalAlign = inner.style.verticalAlign = "inherit";
    inner.textContent = text.data;
    outer.append(inner);
    text.replaceWith(outer);
  };
  const translateAll = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    if (root.nodeType === Node.TEXT_NODE) texts.push(root);
    texts.forEach(translate);
  };
  const begin = () => {
    translateAll(document.body);
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === "characterData") translate(record.target);
        else record.addedNodes.forEach(translateAll);
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
