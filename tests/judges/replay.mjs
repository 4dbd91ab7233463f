// Shows a WACZ with ReplayWeb.page in a browser: node replay.mjs TOOLS CHROMIUM FILE URL…
// Prints the headline and the typeface of each page as it is replayed, one JSON object a line. Fails where a page does not show.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [tools, chromium, file, ...urls] = process.argv.slice(2);
const puppeteer = createRequire(`${tools}/package.json`)("puppeteer-core");
const shell = `<!doctype html><meta charset="utf-8"><script src="ui.js"></script><script>
document.write('<replay-web-page source="/site.wacz" embed="replayonly" url="' + location.search.slice(1) + '"></replay-web-page>');
</script>`;

const server = createServer((request, response) => {
  const name = new URL(request.url, "http://localhost").pathname;
  if (name === "/") return response.writeHead(200, { "Content-Type": "text/html" }).end(shell);
  const place = name === "/site.wacz" ? file : `${tools}/replaywebpage/${name.endsWith("sw.js") ? "sw.js" : name}`;
  if (!existsSync(place) || name.includes("..")) return response.writeHead(404).end();
  const size = statSync(place).size, [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0), end = to ? Math.min(Number(to), size - 1) : size - 1;
  response.writeHead(from ? 206 : 200, {
    "Content-Type": name.endsWith(".js") ? "text/javascript" : "application/wacz", "Accept-Ranges": "bytes",
    "Content-Length": end - start + 1, ...(from ? { "Content-Range": `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(place, { start, end }).pipe(response);
}).listen(0, "127.0.0.1");
await new Promise((ready) => server.on("listening", ready));
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
let missing = 0;
for (const url of urls) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/?${url}`);
  let shown = null;
  for (const ends = Date.now() + 60_000; !shown && Date.now() < ends; await new Promise((done) => setTimeout(done, 250))) {
    for (const frame of page.frames().filter((frame) => frame.url().includes("mp_/") && frame.url().endsWith(url))) {
      shown ??= await frame.evaluate(() => document.readyState === "complete" && {
        headline: document.querySelector("h1")?.textContent.trim(),
        typeface: getComputedStyle(document.body).fontFamily,
        links: document.links.length,
      }).catch(() => null) || null;
    }
  }
  console.log(JSON.stringify({ url, shown }));
  missing += !shown?.headline;
  await page.close();
}
await browser.close();
server.close();
process.exit(missing ? 1 : 0);
