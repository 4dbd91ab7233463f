// Search by headline, person, country, dossier, tag and section. What it reads is made by generator/broadsheet/pages/search.py.
// Every piece of the index is a script, for it also works from a disk; no piece is loaded before it is needed.
(() => {
  "use strict";
  const base = new URL("../", document.currentScript.src);
  const onDisk = base.protocol === "file:";
  const link = document.querySelector("a[data-search]");
  const place = document.getElementById("page-search");
  const searchesTexts = !onDisk && document.getElementById("page-full-text");
  const arrived = {}, asked = {};
  window.broadsheetSearch = (name, ...data) => { arrived[name] = data; };

  const load = (name) => asked[name] ??= new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = new URL(`search/${name}.js`, base);
    script.onload = () => { script.remove(); done(arrived[name]); };
    script.onerror = () => { script.remove(); delete asked[name]; fail(name); };
    document.head.append(script);
  });

  // The folding, as in generator/broadsheet/catalog/words.py.
  const SAME = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ı: "i", ς: "σ",
    "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647" };
  const HAN = "[\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u30ff\\u31f0-\\u31ff\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
  const han = new RegExp(HAN, "u"), runs = new RegExp(`(${HAN}+)`, "gu");
  const plain = (text) => text.replace(/´/g, "'").normalize("NFKD").replace(/[\p{M}\p{Cf}\u0640]/gu, "").toLowerCase()
    .replace(/[`‘’‛ʹʻʼʽʾʿ′׳]/g, "'").replace(/[‐‑‒–—―−־]/g, "-")
    .replace(new RegExp(`[${Object.keys(SAME).join("")}]`, "g"), (letter) => SAME[letter])
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15)
    .replace(/[^\p{L}\p{N}'-]+/gu, " ").trim().replace(/(?<![^ ])([^ '-]) (?=[^ '-](?: |$))/gu, "$1").normalize("NFC");
  const pairs = (run) => run.length > 1 ? run.slice(1).map((letter, at) => run[at] + letter) : run;
  const sought = (text) => [...new Set(plain(text).replace(/-/g, " ").replace(/'/g, "").split(/ +/)
    .flatMap((token) => token.split(runs).filter(Boolean)).flatMap((word) => han.test(word) ? pairs([...word]) : [word])
    .filter((word) => [...word].length > 1 || han.test(word)))];
  const holds = (text, words) => {
    const line = plain(text).replace(runs, " $1 ");
    const both = ` ${line.replace(/-/g, " ").replace(/'/g, "")} ${line.replace(/-/g, "").replace(/'/g, " ")}`;
    return words.every((word) => both.includes(han.test(word) ? word : ` ${word}`));
  };

  // Shards and chunks, as in generator/broadsheet/catalog/shards.py.
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const shardOf = ({ shards, letters }, word) => {
    let number = 0;
    for (const letter of [...word].slice(0, han.test(word) ? 1 : letters)) number = Math.imul(number, 31) + letter.codePointAt(0) | 0;
    return `words/${(number >>> 0) % shards}`;
  };
  const numbersOf = (text) => {
    const found = [];
    let at = 0, day = 0;
    const next = () => DIGITS.indexOf(text[at++]);
    while (at < 4) day = day * 64 + next();
    while (at < text.length && text[at] !== "!") {
      let digit = next(), bits = 1;
      for (; digit > 31; digit = next(), bits *= 32) day -= (digit - 32) * bits;
      day -= digit * bits;
      found.push(day * 4096 + next() * 64 + next());
    }
    return found;
  };
  const storiesWith = (word, words) => {
    const list = words.split(" "), found = new Set();
    let cut = false;
    for (let at = 0; at < list.length; at += 2) {
      if (list[at].startsWith(word)) {
        numbersOf(list[at + 1]).forEach(found.add, found);
        cut ||= list[at + 1].endsWith("!");
      }
    }
    return { found, cut };
  };
  const dateOf = (number) => new Date((Math.floor(number / 4096) - 719163) * 864e5);
  const chunkOf = ({ first, levels }, number) => {
    const date = dateOf(number).toISOString(), year = date.slice(0, 4), month = date.slice(0, 7), day = +date.slice(8, 10);
    return "headlines/" + [year.slice(0, 2), year.slice(0, 3), year, `${year}-q${Math.ceil(date.slice(5, 7) / 3)}`, month, `${month}-${"abcd"[(day - 1) >> 3]}`,
      date.slice(0, 10)][levels[year - first]];
  };
  const rowsOf = ([prefix, rows], number) => {
    let at = 0;
    return rows.filter(([step]) => (at += step) === number).map(([, text, rest, lang, note]) => ({ text, to: prefix + rest, lang, note }));
  };

  const grouped = (terms, most) => {
    const groups = new Map();
    terms.sort((one, other) => other.score - one.score || (one.text < other.text ? -1 : 1));
    for (const term of terms) groups.set(term.kind, [...groups.get(term.kind) || [], term]);
    return { total: terms.length, groups: [...groups].map(([kind, rows]) => [kind, rows.slice(0, most)]) };
  };
  const findTerms = (query, words, shards, most) => {
    const whole = plain(query), longest = shards[words.indexOf([...words].sort((one, other) => other.length - one.length)[0])][0];
    return grouped(longest.flatMap(([kind, name, to, weight, note, ...others]) => {
      const match = [name, ...others].find((text) => holds(text, words));
      if (match === undefined) return [];
      const line = plain(match);
      // A name that begins with what is typed goes before one that a few times as many stories name, not before everybody's.
      return [{ kind, text: name, to, note: match === name ? note : match, score: weight + (line === whole ? 200 : line.startsWith(whole) ? 2 : 0) }];
    }), most);
  };
  const storiesAt = async (table, numbers, most, isSought) => {
    const stories = [];
    let at = 0;
    while (stories.length < most && at < numbers.length) {
      const some = numbers.slice(at, at += most - stories.length);
      const chunks = await Promise.all(some.map((number) => load(chunkOf(table, number))));
      some.forEach((number, which) => stories.push(...rowsOf(chunks[which], number).filter((row) => isSought(row.text))
        .map((row) => ({ ...row, note: row.note || dateOf(number).toLocaleDateString(table.language, { dateStyle: "long", timeZone: "UTC", calendar: "gregory" }) }))));
    }
    return { total: Math.max(numbers.length - at, 0) + stories.length, stories };
  };
  const findStories = (table, words, shards, most) => {
    const lists = words.map((word, at) => storiesWith(word, shards[at][1]));
    // Of a word that is in very many headlines only the newest are known: others decide, and the headline itself.
    const sure = lists.some((list) => !list.cut) ? lists.filter((list) => !list.cut) : lists;
    const [fewest, ...others] = sure.map((list) => list.found).sort((one, other) => one.size - other.size);
    const numbers = [...fewest].filter((number) => others.every((list) => list.has(number))).sort((one, other) => other - one);
    return storiesAt(table, numbers, most, (text) => holds(text, words));
  };
  const findAll = async (table, query, words, shards, mostTerms, mostStories) => {
    const terms = findTerms(query, words, shards, mostTerms);
    const { total, stories } = await findStories(table, words, shards, mostStories);
    return { total: terms.total + total, groups: [...terms.groups, ["stories", stories]], words, more: total > stories.length };
  };
  const isNamed = (word, [, text, , , , ...others]) => [text, ...others].some((name) => holds(name, [word]));
  // What has some of the words, where nothing has all: the rarer a word, the more it says.
  const findSome = async (table, words, shards, mostTerms, mostStories) => {
    const lists = words.map((word, at) => storiesWith(word, shards[at][1]).found);
    const says = lists.map((list, at) => 1 / Math.sqrt(list.size + shards[at][0].filter((row) => isNamed(words[at], row)).length));
    const sum = (hits) => hits.reduce((found, hit, at) => found + (hit && says[at]), 0);
    const best = (rows) => rows.filter((row) => row.score * 2 > Math.max(...rows.map((each) => each.score)));
    const terms = new Map(shards.flatMap(([rows]) => rows).map((row) => {
      const [kind, text, to, , note] = row;
      return [to, { kind, text, to, note, score: sum(words.map((word) => isNamed(word, row))) }];
    }));
    const numbers = [...new Set(lists.flatMap((list) => [...list]))].map((number) => ({ number, score: sum(lists.map((list) => list.has(number))) }));
    const found = grouped(best([...terms.values()].filter((term) => term.score)), mostTerms);
    const sorted = best(numbers).sort((one, other) => other.score - one.score || other.number - one.number).map(({ number }) => number);
    const { total, stories } = await storiesAt(table, sorted, mostStories, (text) => words.some((word) => holds(text, [word])));
    return { total: found.total + total, groups: [...found.groups, ["stories", stories]], words, more: total > stories.length };
  };

  // A word that is nowhere: one that looks or sounds like it, as names do that are written in several ways.
  const SOUNDS = [/ph/g, "f", /d?[jz]h?(?=[aeiouy]|n|$)|dj/g, "j", /tsch|sch|tch|[sc]h/g, "s", /kh|gh|ck|[cqgk]/g, "k", /([dt])h/g, "$1",
    /w/g, "v", /ou|oo/g, "u", /[yj]/g, "i", /z/g, "s", /(.)\1+/g, "$1"];
  const soundOf = (word) => SOUNDS.reduce((text, part, at) => at % 2 ? text : text.replace(part, SOUNDS[at + 1]), word);
  const STARTS = ["kh k q gh g ch c h", "dj dzh zh j y i", "ph f v w b", "sch sh ch ts s z c", "a e i o u y"].map((each) => each.split(" "));
  const starts = (word) => STARTS.flatMap((same) => {
    const start = same.find((each) => word.startsWith(each));
    const second = same.find((each) => word.startsWith(each, 1));
    return [...start ? same.map((each) => each + word.slice(start.length)) : [],
      ...second && second.length === 1 && same[0] === "a" ? same.map((each) => word[0] + each + word.slice(2)) : []];
  });
  const distance = (one, other) => {
    let before = [], row = [...Array(other.length + 1).keys()];
    for (let at = 1; at <= one.length; at++) {
      const next = [at];
      for (let to = 1; to <= other.length; to++) {
        const same = one[at - 1] === other[to - 1];
        next[to] = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + !same);
        if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]) next[to] = Math.min(next[to], before[to - 2] + 1);
      }
      [before, row] = [row, next];
    }
    return row[other.length];
  };
  const nearest = async (table, word, shard) => {
    const farthest = word.length < 4 ? 0 : word.length < 8 ? 1 : 2, sound = soundOf(word);
    const near = { word, shard, far: farthest + 1, weight: 0 };
    if (!farthest || han.test(word) || storiesWith(word, shard[1]).found.size || shard[0].some((row) => isNamed(word, row))) return near;
    const look = (shard, name) => {
      const known = new Map(shard[1].split(" ").flatMap((text, at, list) => at % 2 ? [] : [[text, list[at + 1].length / 4]]));
      for (const [, text, , weight, , ...others] of shard[0]) for (const each of sought([text, ...others].join(" "))) known.set(each, (known.get(each) || 0) + weight * 2);
      for (const [text, weight] of known) {
        if (Math.abs(text.length - word.length) > farthest + 1 || shardOf(table, text) !== name) continue;
        const far = Math.min(distance(word, text), distance(sound, soundOf(text)) + 0.5);
        if (far <= farthest && (far < near.far || far === near.far && weight > near.weight)) Object.assign(near, { word: text, shard, far, weight });
      }
    };
    look(shard, shardOf(table, word));
    if (near.far > farthest) {
      const names = [...new Set(starts(word).map((each) => shardOf(table, each)))];
      (await Promise.all(names.map(load))).forEach((each, at) => look(each, names[at]));
    }
    return near;
  };

  const find = async (query, mostTerms, mostStories) => {
    const words = sought(query);
    if (!words.length) return { total: 0, groups: [], words };
    const [table] = await load("table");
    const shards = await Promise.all(words.map((word) => load(shardOf(table, word))));
    const found = await findAll(table, query, words, shards, mostTerms, mostStories);
    if (found.total) return found;
    const near = await Promise.all(words.map((word, at) => nearest(table, word, shards[at])));
    const meant = near.map(({ word }) => word), there = near.map(({ shard }) => shard), spelt = meant.join(" ");
    const said = spelt === words.join(" ") ? "" : spelt;
    const other = said ? await findAll(table, spelt, meant, there, mostTerms, mostStories) : found;
    return other.total ? { ...other, said } : { ...await findSome(table, meant, there, mostTerms, mostStories), said, some: true };
  };

  // What the reader sees: a combobox with a list of links, after the pattern of the ARIA Authoring Practices Guide.
  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const marked = (text, words) => text.split(/(\s+)/).map((word) =>
    words.some((each) => holds(word, [each])) ? make("b", {}, word) : word);
  const hrefOf = (to) => new URL(to.slice(1) + (onDisk && to.endsWith("/") ? "index.html" : ""), base).href;

  const finder = (label, mostTerms, mostStories, onQuery, onLeave) => {
    const input = make("input", { type: "search", name: "q", role: "combobox", "aria-expanded": "false", "aria-controls": "page-found",
      "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", enterkeyhint: "search", "aria-label": label });
    const status = make("p", { role: "status", class: "fine" });
    const list = make("div", { role: "listbox", id: "page-found", "aria-label": label, hidden: "" });
    const more = make("button", { type: "button", hidden: "" });
    const form = make("form", { role: "search", action: hrefOf("/search/") }, input);
    let turn = 0, most = mostStories, active = -1;

    const options = () => [...list.querySelectorAll("a")];
    const move = (to) => {
      const all = options();
      all[active]?.removeAttribute("aria-selected");
      active = to < -1 ? all.length - 1 : to >= all.length ? -1 : to;
      input.removeAttribute("aria-activedescendant");
      if (active < 0) return;
      all[active].setAttribute("aria-selected", "true");
      all[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[active].id);
    };
    const show = (shown) => {
      list.hidden = !shown;
      input.setAttribute("aria-expanded", shown);
      if (!shown) more.hidden = true;
      move(-1);
    };
    const run = async () => {
      const mine = ++turn, query = input.value.trim();
      onQuery?.(query);
      try {
        const [, say] = await load("table");
        const found = await find(query, mostTerms, most);
        if (mine !== turn) return;
        let count = 0;
        list.replaceChildren(...found.groups.filter(([, rows]) => rows.length).map(([kind, rows]) => {
          const id = `page-found-${kind}`;
          return make("div", { role: "group", "aria-labelledby": id }, make("p", { id, role: "presentation", class: "kicker" }, say.kinds[kind]),
            ...rows.map((row) => make("a", { role: "option", id: `page-found-${kind}-${count++}`, tabindex: "-1", href: hrefOf(row.to) },
              make("span", row.lang ? { lang: row.lang, dir: "auto" } : { dir: "auto" }, ...marked(row.text, found.words)), " ",
              make("span", { class: "note" }, row.note))));
        }));
        show(count > 0);
        // Below, what the texts have is counted: nothing is nothing in both.
        const nothing = searchesTexts && query.length > 1 ? "" : say.nothing;
        const results = say.results.replace("{}", found.total);
        const about = found.said ? say.near.replace("{}", found.said) : found.some ? say.some : "";
        status.textContent = !found.words.length ? "" : count ? `${about} ${results}`.trim() : nothing;
        more.textContent = say.more;
        more.hidden = !found.more || !place;
      } catch {
        if (mine === turn) { show(false); status.textContent = arrived.table?.[1].failed || "…"; }
      }
    };
    input.addEventListener("input", () => { most = mostStories; run(); });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (step && !list.hidden) { event.preventDefault(); move(active + step); }
      else if (event.key === "Enter" && active >= 0) { event.preventDefault(); options()[active].click(); }
      else if (event.key === "Escape") { event.preventDefault(); list.hidden ? onLeave?.() : show(false); }
    });
    form.addEventListener("submit", (event) => { if (place) { event.preventDefault(); run(); } });
    more.addEventListener("click", () => { most += mostStories; run(); input.focus(); });
    return { input, run, parts: [form, status, list, more] };
  };

  if (place) {
    const address = new URL(location.href);
    const here = finder(place.dataset.label, 8, 20, (query) => {
      query ? address.searchParams.set("q", query) : address.searchParams.delete("q");
      try { history.replaceState(null, "", address); } catch { /* a browser may not allow it for a file */ }
    });
    place.append(...here.parts);
    here.input.value = address.searchParams.get("q") || "";
    here.input.focus({ preventScroll: true });
    if (here.input.value) here.run();
    link?.addEventListener("click", (event) => { event.preventDefault(); here.input.focus(); });
  } else if (link) {
    let dialog, here;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
      event.preventDefault();
      if (!dialog) {
        here = finder(link.textContent, 4, 8, null, () => dialog.close());
        const close = make("button", { type: "button" }, link.dataset.close);
        close.addEventListener("click", () => dialog.close());
        here.parts[0].append(close);
        dialog = make("dialog", { class: "finder", "aria-label": link.textContent }, ...here.parts);
        dialog.addEventListener("click", ({ target }) => { if (target === dialog) dialog.close(); });
        document.body.append(dialog);
        load("table").catch(() => { location.href = link.href; });
      }
      dialog.showModal();
      here.input.focus();
      here.input.select();
    });
  }
})();
