"use strict";
// On every page: a key for the search, and from a point of a chart to the records behind it. Review has its own script.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || (/INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && event.target.type !== "checkbox")) return;
    event.preventDefault();
    document.getElementById("words-everywhere").focus();
  });

  document.querySelectorAll("svg a").forEach((anchor) => anchor.addEventListener("click", () => {
    const box = anchor.closest("figure").querySelector("details");
    if (box) box.open = true;
  }));
})();
