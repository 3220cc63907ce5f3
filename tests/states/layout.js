// Returns what is wrong with the layout of the page at its present width, one line each.
({ language, direction }) => {
  const faults = [];
  const root = document.documentElement;
  const width = root.clientWidth;
  const name = (element) => {
    const words = element.textContent.trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()} class="${element.className}"> “${words}”`;
  };
  // Read aloud only: hidden words, the skip link until it has focus, and what stands in a box that scrolls by itself.
  const apart = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (style.display === "none" || style.visibility === "hidden") return true;
      if (style.position === "absolute" && (style.clipPath !== "none" || style.clip !== "auto")) return true;
      if (["auto", "scroll"].includes(style.overflowX) && one.tagName !== "TEXTAREA") return true;
    }
    return false;
  };
  const hasWords = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  if (root.lang !== language) faults.push(`lang is ${root.lang}, not ${language}`);
  if (root.dir !== direction) faults.push(`dir is ${root.dir}, not ${direction}`);
  const headings = [...document.querySelectorAll("h1")].filter((heading) => heading.getClientRects().length);
  if (headings.length !== 1) faults.push(`${headings.length} h1 to be seen`);
  if (root.scrollWidth > width) faults.push(`scrolls sideways: ${root.scrollWidth} px wide on ${width}`);

  for (const element of document.body.querySelectorAll("*")) {
    if (!hasWords(element) && !/^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(element.tagName)) continue;
    if (!element.getClientRects().length || apart(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.right > width + 1) {
      faults.push(`beside the screen (${Math.round(box.left)} to ${Math.round(box.right)}): ${name(element)}`);
    }
    // A box to type in scrolls by itself.
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) continue;
    const style = getComputedStyle(element);
    const cut = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    if (cut || style.textOverflow === "ellipsis") faults.push(`cut: ${name(element)}`);
    if (["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1) {
      faults.push(`cut below: ${name(element)}`);
    }
  }

  const looks = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor, style.borderColor].join();
  };
  const controls = document.querySelectorAll("main a[href], main button, main select, main textarea, main summary");
  const first = [...controls].find((control) => control.getClientRects().length && !apart(control));
  if (first && first !== document.activeElement) {
    const before = looks(first);
    first.focus({ focusVisible: true, preventScroll: true });
    if (looks(first) === before) faults.push(`focus cannot be seen: ${name(first)}`);
    first.blur();
  }
  return faults;
}
