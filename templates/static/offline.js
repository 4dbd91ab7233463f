// Pages that were visited stay readable without a connection: registers the worker that keeps them, and lists them where a
// page asks for it. A site that is opened from a disk needs neither.
if (navigator.serviceWorker && location.protocol !== "file:") {
  const root = new URL("..", document.currentScript.src);
  addEventListener("load", () => navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname }).catch(() => {}));
  const list = document.getElementById("kept-pages");
  if (list) {
    caches.open(`broadsheet ${root.href} pages`).then(async (cache) => {
      const seen = new Set();
      for (const request of (await cache.keys()).reverse()) {
        const { pathname } = new URL(request.url);
        const text = await (await cache.match(request)).text();
        const page = new DOMParser().parseFromString(text, "text/html");
        if (seen.has(pathname) || page.querySelector("meta[name=robots][content=noindex]")) continue;
        seen.add(pathname);
        const link = document.createElement("a");
        link.href = request.url;
        link.textContent = (page.querySelector("main h1") || page.querySelector("h1") || page.querySelector("title")).textContent;
        link.lang = page.documentElement.lang;
        link.dir = "auto";
        list.appendChild(document.createElement("li")).appendChild(link);
      }
    });
  }
}
