// Follows the previews: loads the page again when the pages have changed, and shows why the last build failed.
(() => {
  const { preview, events } = document.currentScript.dataset;
  const shown = JSON.parse(preview);
  let source = null;
  let banner = null;

  function show(problems) {
    banner?.remove();
    banner = null;
    if (!problems.length || document.documentElement.hasAttribute("data-lists-problems")) return;
    banner = document.createElement("broadsheet-problems");
    banner.setAttribute("role", "alert");
    const inside = banner.attachShadow({ mode: "open" }); // the page's own styles stay out
    const style = new CSSStyleSheet(); // which the policy of the pages leaves alone, as it does not style elements
    style.replaceSync(`
      :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 50vh; overflow: auto;
        box-sizing: border-box; padding: 0.75rem 1rem; border-top: 4px solid #b3261e; background: #fff; color: #1b1b1b;
        font: 15px/1.45 system-ui, sans-serif; box-shadow: 0 -2px 12px #0005 }
      p { margin: 0; font-weight: 600 }
      li { margin: 0.4rem 0; overflow-wrap: anywhere; white-space: pre-wrap }
      @media print { :host { display: none } }`);
    inside.adoptedStyleSheets = [style];
    const heading = document.createElement("p");
    heading.textContent = "The last build failed. These are the pages as they were before.";
    const list = document.createElement("ol");
    for (const problem of problems) {
      const item = document.createElement("li");
      item.textContent = problem;
      list.append(item);
    }
    inside.append(heading, list);
    document.body.append(banner);
  }

  function open() {
    if (source || document.hidden) return;
    source = new EventSource(events);
    source.onmessage = (event) => {
      const next = JSON.parse(event.data);
      if (next.edition === shown.edition) show(next.problems);
      else location.reload();
    };
  }

  function close() {
    source?.close();
    source = null;
  }

  // A browser keeps only six connections to one server, so a page that nobody sees holds none: it catches up when it is seen.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  show(shown.problems);
  open();
})();
