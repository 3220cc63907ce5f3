// Keeps an officer's half-written form on the server while it is being typed. Without it, the form's own button does the same.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]");
  let timer;
  let running;
  let again = false;

  const say = (what) => {
    if (status) status.textContent = status.dataset[what] || "";
  };

  // What we may have from the caller follows what was typed. It comes as a page of ours, in which no script runs.
  const showBeside = () => {
    if (!form.dataset.besideUrl) return;
    const request = new XMLHttpRequest();
    request.open("GET", form.dataset.besideUrl);
    request.responseType = "document";
    request.addEventListener("load", () => {
      const place = document.querySelector("[data-beside]");
      const fresh = request.status === 200 && request.response?.querySelector("[data-beside]");
      if (place && fresh && !place.contains(document.activeElement)) place.replaceWith(fresh);
    });
    request.send();
  };

  const save = async () => {
    if (running) {
      again = true;
      return;
    }
    running = new AbortController();
    again = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "error",
        signal: running.signal,
      });
      say(answer.ok ? "saved" : "notSaved");
      if (answer.ok) showBeside();
    } catch {
      say("notSaved");
    }
    running = undefined;
    if (again) save();
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    again = false;
    // What is sent now holds every word; a save that lands after it would only be in its way.
    running?.abort();
  });
}
