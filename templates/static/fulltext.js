// The search in the texts of stories, below the search by headline: Pagefind, asked when something is typed, with filters.
(() => {
  "use strict";
  const base = new URL("../", document.currentScript.src);
  const place = document.getElementById("page-full-text"), input = document.querySelector("#page-search input");
  if (!place || !input) return;
  const say = place.dataset, step = 10, kinds = ["section", "country", "actor", "tag", "year"];
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  place.append(make("h2", { class: "head" }, say.heading));
  if (base.protocol === "file:") {
    place.append(make("p", { class: "fine" }, say.disk));
    place.hidden = false;
    return;
  }
  const status = make("p", { role: "status", class: "fine" });
  const list = make("ol", { class: "plain" }), more = make("button", { type: "button", hidden: "" }, say.more);
  const choices = Object.fromEntries(kinds.map((kind) => [kind, make("select", { name: kind })]));
  const filters = make("form", { class: "sieve" }, ...kinds.map((kind) => make("label", {}, say[kind], " ", choices[kind])));
  place.append(filters, status, list, make("div", { class: "finder" }, more));
  let pagefind, turn = 0, shown = step;

  const engine = () => pagefind ??= import(new URL("pagefind/pagefind.js", base)).then(async (found) => {
    await found.options({ baseUrl: base.pathname, excerptLength: 30 });
    await found.filters(); // else it counts none
    return found;
  });
  // An excerpt is HTML with `mark` for what was found: its text is taken out of a document of its own, in which nothing runs.
  const excerpt = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes]
    .map((node) => node.nodeName === "MARK" ? make("mark", {}, node.textContent) : node.textContent);
  const offer = (kind, counts) => {
    const select = choices[kind], chosen = select.value;
    const names = Object.keys(counts || {}).filter((name) => counts[name] || name === chosen);
    names.sort(kind === "year" ? (one, other) => other - one : (one, other) => counts[other] - counts[one] || (one < other ? -1 : 1));
    const option = (value, text) => Object.assign(make("option", { value }, text), { selected: value === chosen });
    select.replaceChildren(option("", say.any), ...names.slice(0, 100).map((name) => option(name, `${name} (${counts[name]})`)));
    select.parentElement.hidden = names.length < 2 && !chosen;
  };
  const run = async () => {
    const mine = ++turn, query = input.value.trim();
    if (query.length < 2) { place.hidden = true; return; }
    try {
      const found = await (await engine()).search(query, { filters: Object.fromEntries(kinds.map((kind) =>
        [kind, choices[kind].value]).filter(([, value]) => value)) });
      const stories = await Promise.all(found.results.slice(0, shown).map((result) => result.data()));
      if (mine !== turn) return;
      for (const kind of kinds) offer(kind, found.filters[kind]);
      list.replaceChildren(...stories.map((story) => make("li", {},
        make("h3", {}, make("a", { href: story.url, dir: "auto" }, story.meta.title)),
        make("p", { dir: "auto" }, "… ", ...excerpt(story.excerpt), " …"), make("p", { class: "when" }, story.meta.date))));
      status.textContent = found.results.length ? say.results.replace("{}", found.results.length) : say.nothing;
      filters.hidden = !found.results.length && !kinds.some((kind) => choices[kind].value);
      more.hidden = found.results.length <= shown;
    } catch (error) {
      if (mine !== turn) return;
      list.replaceChildren();
      filters.hidden = more.hidden = true;
      status.textContent = say.failed;
      console.error(error);
    }
    place.hidden = false;
  };
  let waiting;
  const later = () => { clearTimeout(waiting); shown = step; waiting = setTimeout(run, 200); };
  input.addEventListener("input", later);
  filters.addEventListener("change", later);
  filters.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => { shown += step; run(); });
  if (input.value) run();
})();
