"use strict";
// Records on a page: filter by kind, step through them, from mark to record and back, and review them by keyboard.
(() => {
  let cards = [];
  let marks = [];
  let current = -1;
  let picking = false;

  const text = () => document.getElementById("text");
  const isOn = (card) => !card.classList.contains("off");
  const tell = (words) => { const place = document.querySelector(".told"); if (place) place.textContent = words; };

  function show(index, toText) {
    clear();
    current = index;
    const card = cards[index];
    card.classList.add("active");
    const own = marks.filter((mark) => mark.dataset.ids.split(" ").includes(card.dataset.id));
    own.forEach((mark) => mark.classList.add("active"));
    card.scrollIntoView({ block: "nearest" });
    if (toText && own.length) own[0].scrollIntoView({ block: "center" });
    if (text()) history.replaceState(null, "", `#r-${card.dataset.id}`);
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

  function filterKinds() {
    const off = new Set([...document.querySelectorAll("[data-kind]")].filter((one) => !one.checked).map((one) => one.dataset.kind));
    cards.forEach((card) => card.classList.toggle("off", off.has(card.className.split(" ")[0])));
    const live = new Set(cards.filter(isOn).map((card) => card.dataset.id));
    marks.forEach((mark) => mark.classList.toggle("off", !mark.dataset.ids.split(" ").some((id) => live.has(id))));
  }

  function begin() {
    cards = [...document.querySelectorAll(".records li[data-id]")];
    marks = [...document.querySelectorAll("mark[data-ids]")];
    marks.forEach((mark) => mark.addEventListener("click", () => {
      if (!getSelection().isCollapsed) return;
      const ids = mark.dataset.ids.split(" ");
      const own = cards.map((card, index) => index).filter((index) => isOn(cards[index]) && ids.includes(cards[index].dataset.id));
      if (own.length) show(own[(own.indexOf(current) + 1) % own.length], false);
    }));
    if (text()) cards.forEach((card, index) => card.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      show(index, true);
    }));
    document.querySelectorAll("[data-kind]").forEach((box) => box.addEventListener("change", filterKinds));
    document.querySelectorAll(".reader form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
      if (form.classList.contains("name")) return;
      event.preventDefault();
      send(form, event.submitter);
    }));
    document.querySelectorAll(".reader a[data-key=e]").forEach((link) => link.addEventListener("click", (event) => {
      if (!text()) return;
      event.preventDefault();
      open(link.href, link.closest("li"));
    }));
    document.querySelectorAll("[data-leave]").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    }));
    const missed = document.querySelector("form.missed");
    if (missed) missed.addEventListener("submit", (event) => {
      event.preventDefault();
      open(`${location.pathname}?${new URLSearchParams(new FormData(missed))}`);
    });
  }

  // Put what the server shows now in the place of what stands here; the page keeps its place.
  async function swap(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".reader");
    if (!answer.ok || !fresh) {
      tell((page.querySelector("main p") || page.body).textContent.trim() || "The server did not answer.");
      return false;
    }
    const aside = document.querySelector(".reader aside");
    const [top, kinds] = [aside ? aside.scrollTop : 0, [...document.querySelectorAll("[data-kind]")].filter((box) => !box.checked).map((box) => box.dataset.kind)];
    document.querySelector(".reader").replaceWith(fresh);
    begin();
    kinds.forEach((kind) => { const box = document.querySelector(`[data-kind="${kind}"]`); if (box) box.checked = false; });
    filterKinds();
    const now = document.querySelector(".reader aside");
    if (now) now.scrollTop = top;
    return true;
  }

  async function ask(address, options) {
    try {
      return await swap(await fetch(address, options));
    } catch {
      tell("The server cannot be reached; nothing was decided.");
      return false;
    }
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.set(button.name, button.value);
    const [place, id] = [current, cards[current] ? cards[current].dataset.id : ""];
    const known = new Set(cards.map((card) => card.dataset.id));
    const isForward = Boolean(form.closest(".decide"));
    if (!await ask(form.getAttribute("action"), { method: "POST", body })) return;
    const made = cards.findIndex((card) => !known.has(card.dataset.id));
    const same = cards.findIndex((card) => card.dataset.id === id);
    if (!cards.length) return;
    if (form.classList.contains("record") && made >= 0) show(made, true);
    else if (same >= 0) { current = same; if (isForward) step(1); else show(same, true); }
    else { current = Math.min(Math.max(place, 0), cards.length) - 1; step(1); }
    tell(button ? `${button.textContent}: done.` : "Done.");
  }

  async function open(address, card) {
    const id = card ? card.dataset.id : "";
    if (!await ask(address)) return;
    const index = cards.findIndex((one) => one.dataset.id === id);
    if (index >= 0) show(index, true);
    const form = document.querySelector("form.record");
    if (!form) return;
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("select, input:not([type=hidden])").focus();
  }

  async function leave() {
    const id = cards[current] ? cards[current].dataset.id : "";
    if (document.querySelector("form.record")) await ask(location.pathname);
    const index = cards.findIndex((card) => card.dataset.id === id);
    if (index >= 0) show(index, false);
  }

  // The place of the selected words in the stored text, in code points; null where none of it is selected.
  function selected() {
    const selection = getSelection();
    if (!text() || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text().contains(range.startContainer) || !text().contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(text(), 0);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const start = [...before.toString()].length + [...words].length - [...words.trimStart()].length;
    return { start, end: start + [...words.trim()].length, words: words.trim() };
  }

  // Select by keyboard: arrows go from word to word, with Shift the selection grows.
  function pick() {
    const own = marks.find((mark) => mark.classList.contains("active"));
    const range = document.createRange();
    range.setStart(own || text(), 0);
    range.collapse(true);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    selection.modify("extend", "forward", "word");
    picking = true;
    document.activeElement.blur();
    tell("Arrows choose a word, Shift with arrows more of them; Enter opens the form, Esc leaves.");
  }

  function move(event) {
    const way = { ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"], ArrowDown: ["forward", "line"], ArrowUp: ["backward", "line"] }[event.key];
    if (!way) return false;
    const selection = getSelection();
    if (event.shiftKey) selection.modify("extend", ...way);
    else {
      if (way[0] === "forward") selection.collapseToEnd(); else selection.collapseToStart();
      selection.modify("move", ...way);
      selection.modify("extend", "forward", "word");
    }
    const range = selection.getRangeAt(0).getBoundingClientRect();
    if (range.top < 80 || range.bottom > innerHeight - 80) scrollBy(0, range.top - innerHeight / 2);
    return true;
  }

  function addSelected() {
    const place = selected();
    const missed = document.querySelector("form.missed");
    if (!place || !missed) return;
    picking = false;
    missed.elements.words.value = place.words;
    missed.elements.start.value = place.start;
    missed.elements.end.value = place.end;
    document.getElementById("missed-table").focus();
  }

  function takePlace() {
    const place = selected();
    const form = document.querySelector("form.record");
    if (!place || !form) return;
    form.elements["set-start_char"].value = place.start;
    form.elements["set-end_char"].value = place.end;
    form.querySelector("bdi").textContent = `“${place.words}”`;
  }

  function press(key) {
    const card = cards[current];
    const place = card && card.classList.contains("active") ? card.querySelector(`[data-key=${key}]`) : null;
    if (!place) {
      const name = document.getElementById("reviewer");
      if (name) name.focus(); else tell(card ? "This record is decided on: undo that first." : "Press n to choose a record first.");
    } else if (key === "r") place.focus();
    else place.click();
  }

  function undo() {
    const button = document.querySelector(".last form.undo button");
    if (button) button.click(); else tell("There is nothing to undo here.");
  }

  const keys = {
    n: () => step(1), p: () => step(-1), a: () => press("a"), r: () => press("r"), e: () => press("e"), u: undo,
    w: takePlace, m: () => { if (selected()) addSelected(); else if (document.querySelector("form.missed")) pick(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isTyping = /INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      picking = false;
      if (isTyping && !event.target.closest("form.record")) event.target.blur(); else if (document.querySelector("form.record")) leave(); else clear();
    } else if (isTyping) return;
    else if (picking && event.key === "Enter") { event.preventDefault(); addSelected(); }
    else if (picking && move(event)) event.preventDefault();
    else if (event.key === "/") { event.preventDefault(); document.getElementById("words-everywhere").focus(); }
    else if (cards.length + Boolean(text()) && keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  document.documentElement.classList.add("scripted");
  begin();
  const asked = location.hash.startsWith("#r-") ? location.hash.slice(3) : "";
  const found = cards.findIndex((card) => card.dataset.id === asked);
  if (found >= 0) show(found, true);
  document.querySelectorAll("svg a").forEach((anchor) => anchor.addEventListener("click", () => {
    const box = anchor.closest("figure").querySelector("details");
    if (box) box.open = true;
  }));
})();
