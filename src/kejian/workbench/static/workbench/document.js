// Facts of a document: choose one with the mouse or the keyboard, see its card, decide.
"use strict";

(() => {
  const text = document.getElementById("text");
  const card = document.getElementById("card");
  if (!text || !card) return;
  const runs = [...text.querySelectorAll(".f[data-f]")];
  const order = [...new Set(runs.flatMap((run) => run.dataset.f.split(" ").reverse()))];
  let current = card.querySelector("[data-fact]")?.dataset.fact ?? null;

  const runsOf = (fact) => runs.filter((run) => run.dataset.f.split(" ").includes(fact));

  const choose = (fact, scroll) => {
    current = fact;
    for (const run of runs) run.classList.toggle("on", run.dataset.f.split(" ").includes(fact));
    for (const link of document.querySelectorAll("[data-go]")) link.classList.toggle("on", link.dataset.go === fact);
    const first = runsOf(fact)[0];
    first?.scrollIntoView({ block: scroll ? "center" : "nearest" }); // above the card, which on a phone is below
    const address = new URL(location.href);
    address.searchParams.set("fact", fact);
    address.searchParams.delete("at");
    address.hash = "";
    history.replaceState(history.state, "", address);
    htmx.ajax("GET", `${text.dataset.cards}${fact}/`, { target: "#card", swap: "innerHTML" });
  };

  const step = (by) => {
    const place = order.indexOf(current);
    const next = place < 0 ? (by > 0 ? 0 : order.length - 1) : place + by;
    if (order[next]) choose(order[next], true);
    else document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]")?.click();
  };

  // of facts that overlap, a second click takes the next one
  text.addEventListener("click", (event) => {
    const run = event.target.closest(".f[data-f]");
    if (!run || String(getSelection())) return;
    const facts = run.dataset.f.split(" ");
    choose(facts[(facts.indexOf(current) + 1) % facts.length], false);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(link.dataset.go, true);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    card.replaceChildren();
    current = null;
    for (const run of runs) run.classList.remove("on");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "n" || event.key === "j") step(1);
    else if (event.key === "p" || event.key === "k") step(-1);
    else if (["c", "r", "e"].includes(event.key)) {
      const part = card.querySelector(`[data-key="${event.key}"]`);
      if (!part) return;
      if (part.tagName === "FORM") part.querySelector("button:not([disabled])")?.click();
      else {
        part.open = true;
        part.querySelector("input:not([type=hidden])").focus();
      }
    } else return;
    event.preventDefault();
  });

  document.addEventListener("decided", (event) => {
    const { fact, verdict } = event.detail;
    const weight = { confirm: "w-confirmed", reject: "w-rejected", correct: "w-corrected" }[verdict];
    for (const run of runsOf(fact)) {
      run.classList.remove("w-confirmed", "w-rejected", "w-corrected", "w-doubtful");
      if (weight) run.classList.add(weight);
    }
  });

  if (!location.hash && document.getElementById("p")) document.getElementById("p").scrollIntoView({ block: "center" });
})();
