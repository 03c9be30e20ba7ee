// Hands on what is new. `data`: number (tells news apart), words.
export default function ({ data }) {
  document.dispatchEvent(new CustomEvent("news", { detail: data }));
}
