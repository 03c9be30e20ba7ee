// A browser's translator puts a <font> element in the place of each text. React holds on to the text
// it made: it fails when it removes it, and what it writes there is never seen. So a text takes its
// place again just before React touches it; the translator then translates it anew.
(() => {
  const { removeChild, insertBefore } = Node.prototype;
  const value = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue");
  const standIns = new WeakMap(); // by text

  const remember = (records) => {
    for (const record of records)
      for (const text of record.removedNodes)
        if (text.nodeType === Node.TEXT_NODE) {
          const beside = [...record.addedNodes, record.previousSibling, record.nextSibling];
          const font = beside.find((node) => node?.nodeName === "FONT");
          if (font) standIns.set(text, font);
        }
  };
  const observer = new MutationObserver(remember);
  observer.observe(document, { childList: true, subtree: true });

  /** Put `text` back where a translation stands in its place; return whether it is anywhere. */
  const restore = (text) => {
    if (text?.nodeType !== Node.TEXT_NODE || text.parentNode) return true;
    remember(observer.takeRecords());
    const font = standIns.get(text);
    if (font?.parentNode) font.replaceWith(text);
    return text.parentNode !== null;
  };

  Node.prototype.removeChild = function removeTranslated(child) {
    return restore(child) ? removeChild.call(this, child) : child;
  };
  Node.prototype.insertBefore = function insertBeforeTranslated(node, reference) {
    return insertBefore.call(this, node, restore(reference) ? reference : null);
  };
  Object.defineProperty(Node.prototype, "nodeValue", {
    ...value,
    set(text) {
      restore(this);
      value.set.call(this, text);
    },
  });
})();
