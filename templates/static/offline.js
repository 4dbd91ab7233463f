// Pages that were visited stay readable without a connection: registers the worker that keeps them, and lists them where a
// page asks for it. A site that is opened from a disk needs neither.
if (navigator.serviceWorker && location.protocol !== "file:") {
  const root = new URL("..", document.currentScript.src);
  addEventListener("load", () => navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname }).catch(() => {}));
  const list = document.getElementById("kept-pages");
  if (list) {
    caches.open(`broadsheet ${root.href} pages`).then(async (cache) => {
      for (const request of (await cache.keys()).reverse()) {
        const text = await (await cache.match(request)).text();
        const page = new DOMParser().parseFromString(text, "text/html");
        const link = document.createElement("a");
        link.href = request.url;
        link.textContent = page.title;
        link.lang = page.documentElement.lang;
        list.appendChild(document.createElement("li")).appendChild(link);
      }
    });
  }
}
