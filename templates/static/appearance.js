// Light or dark where the reader chose it, before anything is painted. The choice is kept by the browser; without one the page
// looks as the reader's device does. The choice itself stands in the colophon, and is shown where scripts run.
(() => {
  "use strict";
  const root = document.documentElement, key = "broadsheet-appearance";
  const papers = [...document.querySelectorAll("meta[name=theme-color]")].map((meta) => [meta, meta.media]);
  const chosen = () => { try { return localStorage.getItem(key) || ""; } catch { return root.dataset.appearance || ""; } };
  const show = () => {
    const scheme = chosen();
    if (scheme) root.dataset.appearance = scheme;
    else delete root.dataset.appearance;
    for (const [meta, media] of papers) meta.media = !scheme ? media : media.includes(scheme) ? "all" : "not all";
    for (const input of document.querySelectorAll(".appearance input")) input.checked = input.value === scheme;
  };
  const choose = ({ target }) => {
    root.dataset.appearance = target.value;
    try { target.value ? localStorage.setItem(key, target.value) : localStorage.removeItem(key); } catch { /* for this page, then */ }
    show();
  };
  show();
  addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelector(".appearance")?.addEventListener("change", choose);
  });
  addEventListener("storage", show); // another page of the archive
  addEventListener("pageshow", show); // and the way back
})();
