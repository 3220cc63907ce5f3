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

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
