"use strict";
const rows = [...document.querySelectorAll("[data-change]")];
let at = -1;
function go(step) {
  if (!rows.length) return;
  if (at < 0 && step < 0) at = 0;
  at = (at + step + rows.length) % rows.length;
  for (const row of rows) row.classList.remove("active");
  rows[at].classList.add("active");
  rows[at].focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "center" });
}
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "n") go(1);
  else if (event.key === "p") go(-1);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  const row = target && target.closest("[data-change]");
  if (row) at = rows.indexOf(row);
});
