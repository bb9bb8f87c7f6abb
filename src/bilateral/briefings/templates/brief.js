"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const reader = find("reader");
  const body = find("reader-text");
  const marks = [...document.querySelectorAll("a[data-note]")];
  let current = -1;

  function markedPassage(place) {
    const entry = data.documents[place.document];
    const fragment = document.createDocumentFragment();
    let mark = null;
    entry.passages.forEach((text, index) => {
      if (index > 0 || !entry.isWhole) {
        const gap = document.createElement("p");
        gap.className = "gap";
        gap.textContent = "[…]";
        fragment.append(gap);
      }
      const passage = document.createElement("div");
      passage.className = "passage";
      if (index === place.passage) {
        mark = document.createElement("mark");
        mark.textContent = text.slice(place.start, place.end);
        passage.append(text.slice(0, place.start), mark, text.slice(place.end));
      } else {
        passage.textContent = text;
      }
      fragment.append(passage);
    });
    return [fragment, mark];
  }

  function line(anchor) {
    return anchor.closest("li, tr");
  }

  function open(index) {
    const anchor = marks[index];
    const place = anchor && data.notes[anchor.dataset.note];
    if (!place) return;
    if (current >= 0) clear();
    current = index;
    line(anchor).classList.add("active");
    anchor.setAttribute("aria-expanded", "true");
    for (let box = anchor.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const entry = data.documents[place.document];
    find("reader-title").textContent = entry.title;
    find("reader-origin").textContent = entry.origin;
    const address = find("reader-address");
    address.hidden = !entry.address;
    if (entry.address) address.href = entry.address;
    find("position").textContent = `Note ${anchor.dataset.note}`;
    find("previous").disabled = index === 0;
    find("next").disabled = index === marks.length - 1;
    const [fragment, mark] = markedPassage(place);
    body.replaceChildren(fragment);
    reader.hidden = false;
    document.documentElement.classList.add("reading");
    const isNarrow = matchMedia("(max-width: 60rem)").matches;
    line(anchor).scrollIntoView({ block: isNarrow ? "start" : "nearest" });
    mark.scrollIntoView({ block: "center" });
    find("reader-title").focus({ preventScroll: true });
  }

  function clear() {
    line(marks[current]).classList.remove("active");
    marks[current].removeAttribute("aria-expanded");
  }

  function close() {
    if (current < 0) return;
    const anchor = marks[current];
    clear();
    current = -1;
    reader.hidden = true;
    document.documentElement.classList.remove("reading");
    anchor.focus();
    anchor.scrollIntoView({ block: "nearest" });
  }

  marks.forEach((anchor, index) => {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      open(index);
    });
  });
  document.querySelectorAll("figure a").forEach((anchor) => {
    anchor.addEventListener("click", () => {
      const box = anchor.closest("figure").querySelector("details");
      if (box) box.open = true;
    });
  });
  find("previous").addEventListener("click", () => open(current - 1));
  find("next").addEventListener("click", () => open(current + 1));
  find("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (current < 0) {
      const index = marks.indexOf(document.activeElement);
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (index >= 0 && step && marks[index + step]) {
        event.preventDefault();
        marks[index + step].focus();
      }
      return;
    }
    if (event.key === "Escape") close();
    else if (event.key === "ArrowLeft" && current > 0) open(current - 1);
    else if (event.key === "ArrowRight" && current < marks.length - 1) open(current + 1);
    else return;
    event.preventDefault();
  });
})();
