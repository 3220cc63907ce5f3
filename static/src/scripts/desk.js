// Keeps an officer's half-written form on the server while it is being typed. Without it, the form's own button does the same.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer;
  let running = false;
  let again = false;

  const say = (what) => {
    if (status) status.textContent = status.dataset[what] || "";
  };

  // What we may have from the caller follows what was typed.
  const showBeside = async () => {
    const place = document.querySelector("[data-beside]");
    if (!place || !form.dataset.besideUrl) return;
    const answer = await fetch(form.dataset.besideUrl, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-beside]");
    if (fresh && !place.contains(document.activeElement)) place.replaceWith(fresh);
  };

  const save = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "error",
      });
      say(answer.ok ? "saved" : "notSaved");
      if (answer.ok) await showBeside();
    } catch {
      say("notSaved");
    }
    running = false;
    if (again) save();
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    again = false;
  });
}
