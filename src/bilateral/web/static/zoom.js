"use strict";
// The timeline by keyboard: the arrows go earlier and later, + and - nearer and wider, 0 to all of it.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
  const link = [...document.querySelectorAll("[data-zoom]")].find((one) => one.dataset.zoom === (event.key === "=" ? "+" : event.key));
  if (link) { event.preventDefault(); link.click(); }
});
