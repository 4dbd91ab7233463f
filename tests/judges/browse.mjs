// Looks at pages with a real browser: axe-core in light and dark, requests, console, layout at several widths.
// node browse.mjs TOOLS CHROMIUM < {"pages": [url, ...], "origin": url}  ->  one JSON object a line
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [tools, chromium] = process.argv.slice(2);
const require = createRequire(`${tools}/package.json`);
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { pages, origin } = JSON.parse(readFileSync(0, "utf8"));

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
for (const url of pages) {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setBypassCSP(true); // axe itself is a script that the page does not have
    const elsewhere = [], complaints = [];
    page.on("request", (request) => {
      const target = request.url();
      if (!target.startsWith(origin) && !target.startsWith("data:")) elsewhere.push(target);
    });
    page.on("console", (message) => { if (["error", "warn"].includes(message.type())) complaints.push(message.text()); });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(url, { waitUntil: "networkidle0" });
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const violations = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}: ${v.nodes[0].target.join(" ")})`);
    const overflow = [];
    for (const width of [320, 360, 768, 1440, 1920]) {
      await page.setViewport({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) overflow.push(`${width}: ${wide}`);
    }
    console.log(JSON.stringify({ url, scheme, violations, elsewhere, complaints, overflow }));
    await page.close();
  }
}
await browser.close();
