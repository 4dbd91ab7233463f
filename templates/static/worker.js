// Keeps what was visited, and the theme's files, for when there is no connection. Pages come from the network first, so that
// nobody reads an old one who need not; files of the theme have a digest in their names, so what was kept is what is meant.
// SHELL, the files to be kept from the beginning, comes from the script that imports this one.
const SCOPE = self.registration.scope;
const NAME = `broadsheet ${SCOPE} `;
const LIMITS = { assets: 60, pages: 60, rest: 60 };
const OFFLINE = new URL("offline.html", SCOPE).href;
let asked = false;
let retired = false;
let pending = Promise.resolve();

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(`${NAME}assets`)
      .then((cache) => cache.addAll(self.SHELL.map((address) => new Request(new URL(address, SCOPE), { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(trim("assets").then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (retired || request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  if (request.mode === "navigate" && !asked) {
    asked = true;
    event.waitUntil(retire());
  }
  const found = request.url.startsWith(`${SCOPE}assets/`) ? keptFirst(request) : networkFirst(event);
  event.respondWith(found);
});

async function keptFirst(request) {
  return (await kept(request, "assets")) || keep(request, "assets", await fetch(request));
}

async function networkFirst(event) {
  const request = event.request;
  const shelf = request.mode === "navigate" ? "pages" : "rest";
  try {
    const response = await fetch(request);
    event.waitUntil(keep(request, shelf, response.clone()));
    return response;
  } catch (error) {
    const found = await kept(request, shelf);
    if (found) return found;
    if (request.mode === "navigate") return (await caches.match(OFFLINE)) || Response.error();
    throw error;
  }
}

async function kept(request, shelf) {
  const cache = await caches.open(NAME + shelf);
  return cache.match(request, { ignoreSearch: shelf === "pages" });
}

async function keep(request, shelf, response) {
  if (!retired && response.ok && response.type === "basic" && !response.redirected) {
    const copy = response.clone();
    pending = pending.then(() => put(request, shelf, copy)).catch(() => {});
    await pending;
  }
  return response;
}

async function put(request, shelf, response) {
  const cache = await caches.open(NAME + shelf);
  await cache.put(request, response);
  await trim(shelf);
}

async function trim(shelf) {
  const cache = await caches.open(NAME + shelf);
  const keys = await cache.keys();
  const offline = (request) => request.url === OFFLINE;
  const spare = keys.filter((request) => !offline(request)).slice(0, Math.max(0, keys.length - LIMITS[shelf]));
  await Promise.all(spare.map((request) => cache.delete(request)));
}

// A site that has no worker any more wants none to stay behind: it goes, with all that it kept.
async function retire() {
  const response = await fetch(self.location.href, { cache: "no-store" }).catch(() => null);
  if (!response || (response.status !== 404 && response.status !== 410)) return;
  retired = true;
  await pending;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(NAME)).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
