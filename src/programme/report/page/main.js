// Draws the page in the language chosen, and again when it is switched. Nothing is asked of any
// network: all data is in this file.

/** The data with the texts that many places share put back where they are said. @returns {ReviewData} */
function readData() {
  /** @type {ReviewFile} */
  const file = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("data")).textContent || "{}");
  const text = (/** @type {number} */ place) => file.texts[place];
  const way = (/** @type {WayInFile | null} */ one) => one && { ...one, steps: one.steps.map((step) => ({ ...step, what: text(step.what) })) };
  return {
    ...file,
    reasons: Object.fromEntries(Object.entries(file.reasons).map(([cell, place]) => [cell, text(place)])),
    units: file.units.map((unit) => ({ ...unit, level: text(unit.level), way: way(unit.way) })),
  };
}

const DATA = readData();

function pageTitle() {
  const title = DATA.kind === "unit" ? `${inLanguage(DATA.units[0].full)} · ${inLanguage(DATA.period.name)}` : say("page_title", inLanguage(DATA.programme.name), inLanguage(DATA.period.name));
  return title + titleOfView(DATA);
}

function pageTools() {
  const other = language === "vi" ? "en" : "vi";
  return h("div.tools", {},
    h("button", { type: "button", lang: other, click: () => switchTo(other) }, other === "en" ? "English" : "Tiếng Việt"),
    h("button", { type: "button", click: () => window.print() }, say("print")));
}

function reviewHeader() {
  return h("header", {},
    pageTools(),
    h("p.tags", {}, DATA.labels.map((label) => h("span.tag", {}, inLanguage(label)))),
    h("h1", {}, pageTitle()),
    h("p.lead", {}, `${inLanguage(DATA.office)} · ${inLanguage(DATA.criteria_set.name)}. `, headline(DATA)),
    viewLine(DATA),
    fateUnknown(DATA));
}

function contents(/** @type {Element[]} */ sections) {
  return h("nav.contents", { "aria-label": say("contents") },
    sections.map((one) => h("a", { href: "#" + one.id }, one.querySelector("h2")?.textContent)));
}

/** The labels stand on every printed page. */
function printedLabels() {
  const text = DATA.labels.map(inLanguage).join(" · ");
  let style = document.getElementById("printed-labels");
  if (!style) document.head.append((style = h("style", { id: "printed-labels" })));
  const quoted = (/** @type {string} */ part) => JSON.stringify(part);
  style.textContent = `@page { @top-left { content: ${quoted(text)}; } @top-right { content: ${quoted(DATA.kind === "unit" ? pageTitle() : say("short_title", inLanguage(DATA.period.name)) + titleOfView(DATA))}; } @bottom-right { content: counter(page) " / " counter(pages); } }`;
}

function draw() {
  document.documentElement.lang = language;
  document.title = pageTitle();
  printedLabels();
  const alone = DATA.kind === "unit";
  const sections = alone ? unitSections(DATA) : reviewSections(DATA);
  const page = h("main", {}, alone ? unitHeader(DATA) : [reviewHeader(), strip(DATA), rest(DATA)], contents(sections), sections,
    h("footer.muted", {}, DATA.labels.map(inLanguage).join(" · "), h("br"), say("made_by")));
  const old = document.querySelector("main");
  if (old) old.replaceWith(page);
  else document.body.append(page);
}

function switchTo(/** @type {"vi" | "en"} */ to) {
  language = to;
  draw();
  /** @type {HTMLElement | null} */ (document.querySelector("header .tools button"))?.focus();
}

/** review.html#26734 opens that unit. */
function openFromAddress() {
  if (DATA.kind === "unit") return;
  const unit = DATA.units.findIndex((one) => "#" + one.code === location.hash);
  if (unit >= 0) showPanel(() => unitPanel(DATA, unit));
}

const asked = new URLSearchParams(location.search).get("lang");
language = asked === "vi" || asked === "en" ? asked : DATA.lang;
unitWord = DATA.unit_word;
makePanel();
draw();
openFromAddress();
window.addEventListener("hashchange", openFromAddress);
