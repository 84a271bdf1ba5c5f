// The queue by the keyboard: j and k go on, c confirms, r rejects, e edits, u takes back; words are chosen in the text.
"use strict";

(() => {
  const queue = document.getElementById("queue");
  const card = document.getElementById("card");
  if (!card) return;
  const links = queue ? [...queue.querySelectorAll("[data-go]")] : [];
  const order = links.map((link) => link.dataset.go);
  const decided = []; // what was decided here, the last at the end
  let current = card.querySelector("[data-fact]")?.dataset.fact ?? null;

  const choose = (fact) => {
    current = fact;
    for (const link of links) {
      if (link.dataset.go === fact) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const link = links.find((one) => one.dataset.go === fact);
    link?.scrollIntoView({ block: "nearest" });
    const address = new URL(location.href);
    address.searchParams.set("fact", fact);
    history.replaceState(history.state, "", address);
    return htmx.ajax("GET", `${queue.dataset.cards}${fact}/`, { target: "#card", swap: "innerHTML" });
  };

  const step = (by) => {
    const place = order.indexOf(current);
    const next = order[place < 0 ? 0 : place + by];
    if (next) choose(next);
    else document.querySelector(by > 0 ? ".queue a[rel=next]" : ".queue a[rel=prev]")?.click();
  };

  const press = (part) => part.querySelector("button:not([disabled])")?.click();

  const takeBack = async () => {
    let part = card.querySelector('[data-key="u"]');
    if (!part && decided.length) {
      await choose(decided.pop());
      part = card.querySelector('[data-key="u"]');
    }
    if (part) press(part);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.go);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j" || event.key === "n") step(1);
    else if (event.key === "k" || event.key === "p") step(-1);
    else if (event.key === "u") takeBack();
    else if (["c", "r", "e"].includes(event.key)) {
      const part = card.querySelector(`[data-key="${event.key}"]`);
      if (!part) return;
      if (part.tagName === "FORM") press(part);
      else {
        part.open = true;
        part.querySelector("input:not([type=hidden]), select").focus();
      }
    } else return;
    event.preventDefault();
  });

  // what is decided shows in the list; after a decision the next one comes
  document.addEventListener("reviewed", (event) => {
    const { fact, verdict, state, called } = event.detail;
    const tag = links.find((one) => one.dataset.go === fact)?.querySelector("[data-state]");
    if (tag) {
      tag.className = `tag d-${state}`;
      tag.textContent = called;
    }
    if (verdict === "withdraw") return;
    decided.push(fact);
    const next = order[order.indexOf(fact) + 1];
    if (next && verdict !== "correct") choose(next);
  });

  // words chosen in the passage: where they stand in the document, in code points
  const chosen = () => {
    const selection = getSelection();
    const text = card.querySelector(".passage[data-at]");
    if (!text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(text.dataset.at) + [...before.toString()].length;
    const words = range.toString();
    return words.trim() ? { start, end: start + [...words].length, words: words.trim(), text } : null;
  };

  document.addEventListener("selectionchange", () => {
    const line = card.querySelector("[data-chosen]");
    const found = chosen();
    if (!line || !found) return;
    line.hidden = false;
    Object.assign(line.dataset, { start: found.start, end: found.end, words: found.words });
    line.querySelector("[data-more]").href = `${found.text.dataset.add}?start=${found.start}&end=${found.end}`;
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-use]")) return;
    const { start, end, words } = card.querySelector("[data-chosen]").dataset;
    const edit = card.querySelector('[data-key="e"]');
    edit.open = true;
    const form = edit.querySelector("form");
    form.elements.start.value = start;
    form.elements.end.value = end;
    form.elements.words.value = words;
    form.elements.words.classList.add("taken");
    form.elements.words.focus();
  });
})();
