// The answer is read from its beginning once it is there.
"use strict";
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "answer") document.getElementById("said-answer")?.focus();
});
