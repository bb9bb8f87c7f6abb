"use strict";
// Marks of a document: filter by kind, step through the records, from mark to record and back.
(() => {
  const cards = [...document.querySelectorAll(".records li")];
  const marks = [...document.querySelectorAll("mark[data-ids]")];
  let current = -1;

  function isOn(card) {
    return !card.classList.contains("off");
  }

  function show(index, toText) {
    clear();
    current = index;
    const card = cards[index];
    card.classList.add("active");
    const own = marks.filter((mark) => mark.dataset.ids.split(" ").includes(card.dataset.id));
    own.forEach((mark) => mark.classList.add("active"));
    card.scrollIntoView({ block: "nearest" });
    if (toText && own.length) own[0].scrollIntoView({ block: "center" });
    history.replaceState(null, "", `#r-${card.dataset.id}`);
  }

  function clear() {
    document.querySelectorAll(".active").forEach((element) => element.classList.remove("active"));
  }

  function step(by) {
    const shown = cards.map((card, index) => index).filter((index) => isOn(cards[index]));
    if (!shown.length) return;
    const place = shown.indexOf(current);
    const next = place < 0 ? (by > 0 ? 0 : shown.length - 1) : (place + by + shown.length) % shown.length;
    show(shown[next], true);
    cards[shown[next]].querySelector("a").focus({ preventScroll: true });
  }

  marks.forEach((mark) => mark.addEventListener("click", () => {
    const ids = mark.dataset.ids.split(" ");
    const own = cards.map((card, index) => index).filter((index) => isOn(cards[index]) && ids.includes(cards[index].dataset.id));
    if (!own.length) return;
    const place = own.indexOf(current);
    show(own[(place + 1) % own.length], false);
  }));
  cards.forEach((card, index) => card.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    show(index, true);
  }));
  document.querySelectorAll("[data-kind]").forEach((box) => box.addEventListener("change", () => {
    const off = new Set([...document.querySelectorAll("[data-kind]")].filter((one) => !one.checked).map((one) => one.dataset.kind));
    cards.forEach((card) => card.classList.toggle("off", off.has(card.className.split(" ")[0])));
    const live = new Set(cards.filter(isOn).map((card) => card.dataset.id));
    marks.forEach((mark) => mark.classList.toggle("off", !mark.dataset.ids.split(" ").some((id) => live.has(id))));
  }));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("words-everywhere").focus();
    } else if (cards.length && event.key === "n") step(1);
    else if (cards.length && event.key === "p") step(-1);
    else if (event.key === "Escape") clear();
  });
  const asked = location.hash.startsWith("#r-") ? location.hash.slice(3) : "";
  const found = cards.findIndex((card) => card.dataset.id === asked);
  if (found >= 0) show(found, true);
  document.querySelectorAll("svg a").forEach((anchor) => anchor.addEventListener("click", () => {
    const box = anchor.closest("figure").querySelector("details");
    if (box) box.open = true;
  }));
})();
