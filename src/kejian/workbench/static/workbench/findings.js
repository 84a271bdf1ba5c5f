// Findings by the keyboard: j and k go from one to the next, a d f u decide.
"use strict";

(() => {
  const all = () => [...document.querySelectorAll("[data-finding]")];
  let current = null;

  const choose = (article) => {
    for (const one of all()) one.classList.toggle("on", one === article);
    current = article?.dataset.finding ?? null;
    article?.focus({ preventScroll: true });
    article?.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const list = all();
    const at = list.findIndex((one) => one.dataset.finding === current);
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
    if (next) choose(next);
    else document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.closest("[data-finding]")?.focus();
      return;
    }
    const here = all().find((one) => one.dataset.finding === current);
    if (event.key === "j" || event.key === "n") step(1);
    else if (event.key === "k" || event.key === "p") step(-1);
    else if (here && ["a", "d", "f", "u"].includes(event.key)) {
      const part = here.querySelector(`[data-key="${event.key}"]`);
      if (!part) return;
      if (part.tagName === "BUTTON") part.click();
      else {
        part.open = true;
        part.querySelector("input[name=reason]").focus();
      }
    } else return;
    event.preventDefault();
  });

  // what was decided is shown in its place; the keyboard stays there
  document.addEventListener("htmx:load", (event) => {
    const here = event.detail.elt.closest?.("[data-finding]");
    if (current && here?.dataset.finding === current) choose(here);
  });

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
