"use strict";
// On every page: a key for the search, the tab that is open in sight, and from a point of a chart to the records behind it. Review has its own script.
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || (/INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && event.target.type !== "checkbox")) return;
    event.preventDefault();
    document.getElementById("words-everywhere").focus();
  });

  // in a narrow window the row of tabs scrolls
  const tab = document.querySelector(".tabs [aria-current]");
  if (tab && tab.parentElement.scrollWidth > tab.parentElement.clientWidth) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;

  document.querySelectorAll("svg a").forEach((anchor) => anchor.addEventListener("click", () => {
    const box = anchor.closest("figure").querySelector("details");
    if (box) box.open = true;
  }));
})();
