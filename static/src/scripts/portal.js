// Every page works without this. It only makes a few things smoother.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const Component of [Button, ErrorSummary, SkipLink]) {
  for (const element of document.querySelectorAll(`[data-module="${Component.moduleName}"]`)) {
    new Component(element);
  }
}

// Exit this page: the Shift key three times does what the button does, and the page is gone before the answer comes.
const exit = document.querySelector("[data-exit]");
if (exit) {
  let times = 0;
  let forget;
  const leave = () => {
    document.title = "";
    document.body.classList.add("portal-exiting");
  };
  exit.addEventListener("submit", leave);
  document.addEventListener("keyup", (event) => {
    clearTimeout(forget);
    times = event.key === "Shift" ? times + 1 : 0;
    if (times === 3) {
      leave();
      exit.submit();
    }
    exit.querySelector("[role=status]").textContent = exit.dataset[`more-${3 - times}`] ?? "";
    forget = setTimeout(() => (times = 0), 5000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
