"use strict";
// Review by keyboard: step through records beside their document, judge, edit, move a span by words, add what was missed, join and part.
(() => {
  const whole = (selector) => [...document.querySelectorAll(selector)];
  const text = () => document.getElementById("text");
  const pane = () => document.querySelector(".alongside");
  const recordForm = () => document.querySelector("form.record");
  const missedForm = () => document.querySelector("form.missed");
  const isDocument = () => Boolean(document.querySelector("[data-document]"));
  const isOn = (card) => !card.classList.contains("off");
  const tell = (words) => { const place = document.querySelector(".told"); if (place) place.textContent = words; };
  let cards = [];
  let marks = [];
  let current = -1;
  let picked = null; // first and last word that are being chosen

  // ---- records and their marks ----

  function begin() {
    cards = whole(".records li[data-id]");
    marks = whole("#text mark[data-ids]");
    count();
  }

  function clear() { whole(".active").forEach((one) => one.classList.remove("active")); }

  function markOf(id) { return marks.filter((mark) => mark.dataset.ids.split(" ").includes(id)); }

  async function show(index, toText = true) {
    clear();
    current = index;
    const card = cards[index];
    card.classList.add("active");
    card.scrollIntoView({ block: "nearest" });
    if (pane()) await loadBeside(card);
    if (cards[current] !== card) return;
    const own = markOf(card.dataset.id);
    own.forEach((mark) => mark.classList.add("active"));
    if (toText && own.length) centre(own[0]);
    if (isDocument()) history.replaceState(null, "", `#r-${card.dataset.id}`);
  }

  function centre(place) {
    if (!pane()) { place.scrollIntoView({ block: "center" }); return; }
    const box = pane().getBoundingClientRect();
    pane().scrollTop += place.getBoundingClientRect().top - box.top - box.height / 3;
  }

  // The document of a record of the queue, beside it.
  async function loadBeside(card) {
    const [place, doc] = [pane(), card.dataset.doc];
    if (place.dataset.of === doc && text()) return;
    const page = await read(`/documents/${doc}`);
    if (!page || cards[current] !== card) return;
    place.replaceChildren(...["h1", "form.missed", ".text"].map((part) => page.querySelector(part)).filter(Boolean));
    if (document.querySelector("input[name=picked][value=second]")) {
      place.querySelectorAll("mark").forEach((mark) => mark.classList.remove("accepted", "edited", "rejected", "added"));
    }
    place.dataset.of = doc;
    marks = whole("#text mark[data-ids]");
  }

  function step(by) {
    const shown = cards.map((card, index) => index).filter((index) => isOn(cards[index]));
    if (!shown.length) return;
    const place = shown.indexOf(current);
    const next = place < 0 ? (by > 0 ? 0 : shown.length - 1) : (place + by + shown.length) % shown.length;
    show(shown[next]);
    cards[shown[next]].querySelector("a").focus({ preventScroll: true });
  }

  function filterKinds() {
    const off = new Set(whole("[data-kind]").filter((one) => !one.checked).map((one) => one.dataset.kind));
    cards.forEach((card) => card.classList.toggle("off", off.has(card.className.split(" ")[0])));
    const live = new Set(cards.filter(isOn).map((card) => card.dataset.id));
    marks.forEach((mark) => mark.classList.toggle("off", !mark.dataset.ids.split(" ").some((id) => live.has(id))));
  }

  // ---- asking the server ----

  async function read(address, options) {
    try {
      const answer = await fetch(address, options);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok) return page;
      tell((page.querySelector("main p") || page.body).textContent.trim() || "The server did not answer.");
    } catch {
      tell("The server cannot be reached; nothing was decided.");
    }
    return null;
  }

  // Put what the server shows now in the place of what stands here; the page keeps its place.
  async function swap(page) {
    const part = isDocument() ? ".reader" : ".cards";
    const fresh = page.querySelector(part) || (await read(location.href) || page).querySelector(part);
    if (!fresh) return false;
    const aside = document.querySelector(".reader aside");
    const top = aside ? aside.scrollTop : 0;
    const kinds = whole("[data-kind]").filter((box) => !box.checked).map((box) => box.dataset.kind);
    document.querySelector(part).replaceWith(fresh);
    if (pane()) delete pane().dataset.of;
    begin();
    whole("[data-kind]").forEach((box) => { box.checked = !kinds.includes(box.dataset.kind); });
    filterKinds();
    const now = document.querySelector(".reader aside");
    if (now) now.scrollTop = top;
    return true;
  }

  async function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) body.set(button.name, button.value);
    const [place, id] = [current, cards[current] ? cards[current].dataset.id : ""];
    const known = new Set(cards.map((card) => card.dataset.id));
    const done = button ? button.textContent.trim() : "Done";
    const isForward = Boolean(form.closest(".decide")) && button && button.value !== "comment";
    const page = await read(form.getAttribute("action"), { method: "POST", body });
    if (!page || !await swap(page)) return;
    const left = document.querySelector(".queue .lead b");
    const told = `${done}: done.${left ? ` ${left.textContent}.` : ""}`;
    const made = cards.findIndex((card) => !known.has(card.dataset.id));
    const same = cards.findIndex((card) => card.dataset.id === id);
    if (cards.length && (form.closest(".undo") || form.classList.contains("record")) && made >= 0) await show(made);
    else if (same >= 0 && isDocument()) { current = same; if (isForward) step(1); else await show(same); }
    else if (same >= 0 && !isForward) await show(same);
    else if (cards.length) { current = Math.min(Math.max(place, 0), cards.length - 1) - 1; step(1); }
    tell(told);
  }

  // ---- forms beside the text ----

  async function openForm(address, card) {
    const id = card ? card.dataset.id : "";
    const page = await read(address);
    if (!page) return;
    if (isDocument()) {
      if (!await swap(page)) return;
      const index = cards.findIndex((one) => one.dataset.id === id);
      if (index >= 0) await show(index);
    } else {
      const form = page.querySelector("form.record");
      if (recordForm()) recordForm().remove();
      if (!form) return;
      form.elements.back.value = location.pathname + location.search;
      if (card) card.append(form); else pane().prepend(form);
    }
    const form = recordForm();
    if (!form) return;
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("select, input:not([type=hidden])").focus();
  }

  async function leave() {
    const card = cards[current];
    if (!isDocument()) { if (recordForm()) recordForm().remove(); if (card) card.querySelector("a").focus(); return; }
    const page = await read(location.pathname);
    if (!page || !await swap(page)) return;
    const index = card ? cards.findIndex((one) => one.dataset.id === card.dataset.id) : -1;
    if (index >= 0) { await show(index, false); cards[index].querySelector("a").focus({ preventScroll: true }); }
  }

  // ---- words of the text, by place ----

  const units = (full, points) => Array.from(full).slice(0, points).join("").length;
  const points = (full, place) => Array.from(full.slice(0, place)).length;
  let cut = { of: null, words: [] };

  // Where each word of the text begins and ends.
  function words() {
    if (cut.of !== text()) {
      const parts = typeof Intl.Segmenter === "function"
        ? [...new Intl.Segmenter("en", { granularity: "word" }).segment(text().textContent)].filter((one) => one.isWordLike).map((one) => [one.index, one.index + one.segment.length])
        : [...text().textContent.matchAll(/[\p{L}\p{N}]+/gu)].map((one) => [one.index, one.index + one[0].length]);
      cut = { of: text(), words: parts };
    }
    return cut.words;
  }

  function rangeOf(start, end) {
    const range = document.createRange();
    const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT);
    let before = 0;
    while (walker.nextNode()) {
      const size = walker.currentNode.length;
      if (before <= start && start < before + size) range.setStart(walker.currentNode, start - before);
      if (before < end && end <= before + size) { range.setEnd(walker.currentNode, end - before); break; }
      before += size;
    }
    return range;
  }

  function select(start, end) {
    const range = rangeOf(start, end);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    const box = range.getBoundingClientRect();
    const frame = pane() ? pane().getBoundingClientRect() : { top: 0, bottom: innerHeight };
    if (box.top < frame.top + 60 || box.bottom > frame.bottom - 60) {
      const by = box.top - (frame.top + frame.bottom) / 2;
      if (pane()) pane().scrollTop += by; else scrollBy(0, by);
    }
  }

  // The place of the selected words in the stored text; null where none of it is selected.
  function selected() {
    const selection = getSelection();
    if (!text() || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text().contains(range.startContainer) || !text().contains(range.endContainer)) return null;
    const before = document.createRange();
    before.setStart(text(), 0);
    before.setEnd(range.startContainer, range.startOffset);
    const said = range.toString();
    const start = before.toString().length + said.length - said.trimStart().length;
    return { start, end: start + said.trim().length };
  }

  function takePlace(place) {
    const form = recordForm();
    if (!place || !form) return;
    const full = text().textContent;
    form.elements["set-start_char"].value = points(full, place.start);
    form.elements["set-end_char"].value = points(full, place.end);
    form.querySelector(".quoted bdi").textContent = `“${full.slice(place.start, place.end)}”`;
    select(place.start, place.end);
  }

  // Move one end of a record's span by a word.
  function stretch(way) {
    const form = recordForm();
    if (!form || !text()) return;
    const full = text().textContent;
    let start = units(full, Number(form.elements["set-start_char"].value));
    let end = units(full, Number(form.elements["set-end_char"].value));
    const all = words();
    if (way === "end-on") end = (all.find((one) => one[1] > end) || [0, end])[1];
    else if (way === "end-back") end = (all.findLast((one) => one[1] < end) || [0, end])[1];
    else if (way === "start-back") start = (all.findLast((one) => one[0] < start) || [start])[0];
    else start = (all.find((one) => one[0] > start) || [start])[0];
    if (start < end) takePlace({ start, end }); else tell("A record needs a word.");
  }

  // ---- what the coder missed: choose words with the arrows ----

  function pick() {
    const own = marks.find((mark) => mark.classList.contains("active"));
    const from = own ? (() => { const range = document.createRange(); range.setStart(text(), 0); range.setEnd(own, 0); return range.toString().length; })() : 0;
    const first = Math.max(0, words().findIndex((one) => one[1] > from));
    if (!words().length) return;
    picked = [first, first];
    select(words()[first][0], words()[first][1]);
    document.activeElement.blur();
    tell("Arrows choose a word, Shift with arrows more of them; Enter goes on to the kind, Esc leaves.");
  }

  function move(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: "down", ArrowUp: "up" }[event.key];
    if (!way) return false;
    const last = picked[1];
    const next = typeof way === "number" ? last + way : lineOf(last, way === "down" ? 1 : -1);
    const to = Math.min(Math.max(next, 0), words().length - 1);
    picked = event.shiftKey ? [picked[0], to] : [to, to];
    const [low, high] = [Math.min(...picked), Math.max(...picked)];
    select(words()[low][0], words()[high][1]);
    return true;
  }

  // The word under, or over, another one.
  function lineOf(index, by) {
    const box = rangeOf(...words()[index]).getBoundingClientRect();
    let best = index;
    let near = Infinity;
    let line = null;
    for (let at = index + by; at >= 0 && at < words().length; at += by) {
      const one = rangeOf(...words()[at]).getBoundingClientRect();
      if (Math.abs(one.top - box.top) < box.height / 2) continue;
      if (line === null) line = one.top;
      if (Math.abs(one.top - line) > box.height / 2) break;
      if (Math.abs(one.left - box.left) < near) { near = Math.abs(one.left - box.left); best = at; }
    }
    return best;
  }

  function addSelected() {
    const place = selected();
    const missed = missedForm();
    if (!place || !missed) return;
    picked = null;
    const full = text().textContent;
    missed.elements.words.value = full.slice(place.start, place.end);
    missed.elements.start.value = points(full, place.start);
    missed.elements.end.value = points(full, place.end);
    missed.scrollIntoView({ block: "nearest" });
    document.getElementById("missed-table").focus();
    tell("Choose the table, then Enter.");
  }

  // ---- keys ----

  function press(key) {
    const card = cards[current];
    const place = card && card.classList.contains("active") ? card.querySelector(`[data-key=${key === "c" ? "r" : key}]`) : null;
    if (!place) {
      const name = document.getElementById("reviewer");
      if (name) { name.focus(); tell("Give your name first: it stands beside each decision."); }
      else if (!document.querySelector("[data-key], form.missed")) tell("Your role lets you read, not decide.");
      else tell(card ? "This record is decided on: undo that first." : "Press n to choose a record first.");
    } else if (key === "r" || key === "c") {
      place.form.dataset.want = key === "c" ? "comment" : "reject";
      place.focus();
      tell(key === "c" ? "Type the comment, Enter keeps it." : "Type why it is wrong, Enter rejects.");
    } else place.click();
  }

  // A bracket in a field of the form that nobody has typed in yet moves the span; elsewhere it is a letter as any other.
  function movesSpan(event) {
    const field = event.target;
    return "[]{}".includes(event.key) && Boolean(field.closest("form.record")) && field.name !== "reason" && (field.tagName === "SELECT" || field.value === field.defaultValue);
  }

  function undo() {
    const button = document.querySelector(".last form.undo button");
    if (button) button.click(); else tell("There is nothing to undo here.");
  }

  function count() {
    const place = document.querySelector(".chosen");
    if (place) place.textContent = `${whole("[data-key=x]:checked").length} chosen`;
  }

  function group(key) {
    const button = document.querySelector(`.bar [data-key=${key}]`);
    if (button) button.click();
  }

  async function miss() {
    if (!text() && pane() && cards.length) await show(Math.max(current, 0));
    if (selected() && !picked) addSelected(); else if (missedForm() && text()) pick();
  }

  const keys = {
    n: () => step(1), j: () => step(1), p: () => step(-1), k: () => step(-1), a: () => press("a"), r: () => press("r"), e: () => press("e"),
    c: () => press("c"), s: () => press("s"), x: () => press("x"), u: undo, w: () => takePlace(selected()), m: miss,
    g: () => group("g"), v: () => group("v"), o: () => { if (cards[current] && !isDocument()) location.assign(cards[current].querySelector("a[href^='/documents/']").href); },
    "[": () => stretch("end-back"), "]": () => stretch("end-on"), "{": () => stretch("start-back"), "}": () => stretch("start-on"),
    "?": () => { const list = document.getElementById("keys"); if (list && !list.open) list.showModal(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const isTyping = /INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape") {
      if (picked) { picked = null; getSelection().removeAllRanges(); tell(""); }
      else if (recordForm()) leave();
      else if (isTyping) event.target.blur();
      else clear();
    } else if (event.key === "Enter" && event.target.dataset.key === "r" && event.target.form.dataset.want === "comment") {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("[data-key=c]"));
    } else if (event.key === "Enter" && event.target.id === "missed-table") { event.preventDefault(); event.target.form.requestSubmit(); }
    else if (isTyping && !movesSpan(event)) return;
    else if (picked && event.key === "Enter") { event.preventDefault(); addSelected(); }
    else if (picked && move(event)) event.preventDefault();
    else if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  // A file of annotated documents: sent as it is.
  async function give(form) {
    const [file, place] = [form.elements.file.files[0], document.querySelector(".given")];
    place.textContent = "Reading…";
    const asked = new URLSearchParams({ name: file.name.slice(0, 120), accept_rest: String(form.elements.accept_rest.checked) });
    try {
      const answer = await fetch(`/exchange/file?${asked}`, { method: "POST", body: file, headers: { "X-CSRF-Token": form.dataset.token } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      place.replaceChildren(page.querySelector(".result") || page.querySelector("main p") || page.body);
    } catch {
      place.textContent = "The server cannot be reached; nothing was decided.";
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.classList.contains("give")) { event.preventDefault(); give(form); return; }
    if (!form.closest(".reader") || form.classList.contains("name") || form.method === "dialog") return;
    if (form.classList.contains("missed")) {
      event.preventDefault();
      openForm(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
    } else if (form.method === "post") {
      event.preventDefault();
      send(form, event.submitter);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a, button, mark, li");
    if (event.target.closest("[data-keys]")) keys["?"]();
    else if (event.target.closest("[data-span]")) stretch(event.target.closest("[data-span]").dataset.span);
    else if (event.target.closest("[data-leave]")) { event.preventDefault(); leave(); }
    else if (event.target.closest("a[data-key=e]")) { event.preventDefault(); openForm(event.target.closest("a").href, event.target.closest("li")); }
    else if (link && link.matches("mark[data-ids]") && getSelection().isCollapsed) {
      const ids = link.dataset.ids.split(" ");
      const own = cards.map((card, index) => index).filter((index) => isOn(cards[index]) && ids.includes(cards[index].dataset.id));
      if (own.length) show(own[(own.indexOf(current) + 1) % own.length], false);
    } else if (isDocument() && event.target.closest(".records li > a")) {
      event.preventDefault();
      show(cards.indexOf(event.target.closest("li")));
    } else if (!isDocument() && event.target.closest(".records li") && !event.target.closest("a, button, input, select, form.record")) {
      show(cards.indexOf(event.target.closest("li")));
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-kind]")) filterKinds();
    if (event.target.matches("[data-key=x]")) count();
  });

  document.documentElement.classList.add("scripted");
  begin();
  const asked = location.hash.startsWith("#r-") ? location.hash.slice(3) : "";
  const found = cards.findIndex((card) => card.dataset.id === asked);
  if (found >= 0) show(found);
})();
