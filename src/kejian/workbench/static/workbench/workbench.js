// What all pages share: the message line, tokens of forms, progress bars. No library but htmx, no inline code.
"use strict";

const say = (text) => {
  const line = document.getElementById("said");
  if (!line) return;
  line.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { line.textContent = ""; }, 5000);
};

// an answer that is an error is shown above what was sent, which stays as it was
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (xhr.status >= 400 && xhr.status < 500 && target) {
    for (const old of target.querySelectorAll(":scope > [role=alert]")) old.remove();
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.swapOverride = "afterbegin";
  }
});
document.addEventListener("htmx:sendError", () => say(document.documentElement.lang.startsWith("zh") ? "连接中断" : "The connection is interrupted"));
document.addEventListener("said", (event) => say(event.detail.value));

// the same view twice (a word is changed, then Enter) is one step for the back button
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history } = event.detail;
  if (history.type === "push" && new URL(history.path, location.href).href === location.href) history.type = "replace";
});

// filters send themselves when one is chosen; without script the button does it
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
