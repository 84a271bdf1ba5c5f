// Words selected in the text become those of the fact to add; offsets are code points of the document.
"use strict";

(() => {
  const text = document.getElementById("text");
  if (!text) return;

  const place = (node, offset) => {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!block) return null;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return { block, at: Number(block.dataset.at) + [...before.toString()].length };
  };

  const load = (start, end) => {
    const kind = document.querySelector("#form [name=kind]:checked")?.value ?? "figure";
    const address = new URL(location.href);
    address.search = new URLSearchParams({ start, end, kind });
    history.replaceState(history.state, "", address);
    htmx.ajax("GET", `${text.dataset.form}?${address.searchParams}`, { target: "#form", swap: "innerHTML" });
  };

  text.addEventListener("mouseup", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const [from, to] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
    if (from && to && from.block === to.block && from.at < to.at) load(from.at, to.at);
  });

  // another kind has other fields
  document.addEventListener("change", (event) => {
    if (!event.target.matches("#form [data-words] [name=kind]")) return;
    const form = document.querySelector("#form form.sheet-form");
    if (form) load(form.elements.start.value, form.elements.end.value);
  });
})();
