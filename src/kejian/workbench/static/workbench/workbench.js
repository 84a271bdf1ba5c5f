// What all pages share: the message line, tokens of forms, progress bars. No library but htmx, no inline code.
"use strict";

const say = (text) => {
  const line = document.getElementById("said");
  if (!line) return;
  line.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { line.textContent = ""; }, 5000);
};

// an answer that is an error is shown where the part would have stood
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status >= 400 && status < 500) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:sendError", () => say(document.documentElement.lang.startsWith("zh") ? "连接中断" : "The connection is interrupted"));
document.addEventListener("said", (event) => say(event.detail.value));

// filters send themselves when one is chosen; without script the button does it
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
