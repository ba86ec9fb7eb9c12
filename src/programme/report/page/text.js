// The two languages of the page: every text of the data is either one text or [Vietnamese, English];
// every word of the page itself is in words.js. Numbers and days are written as the language does.

/** @type {"vi" | "en"} */
let language = "vi";
/** What the participants are called. @type {Bilingual | null} */
let unitWord = null;

/** @param {Bilingual | null | undefined} text @returns {string} */
function inLanguage(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  return text[language === "vi" ? 0 : 1] || text[0];
}

/** What a filling says. @param {Child} filling */
function wordsOf(filling) {
  return filling instanceof Node ? filling.textContent || "" : String(filling);
}

/**
 * A word or sentence of the page, its fillings kept as they are, so that a figure in it still leads to its
 * explanation. {} are filled in order, {0} {1} by their number; {0|unit|units} is the first word where
 * filling 0 says "1", else the second. An element can stand in a pattern only once.
 * @param {keyof typeof WORDS} key @param {...(string | number | Node)} fillings
 * @returns {Child[]}
 */
function saying(key, ...fillings) {
  let next = 0;
  let end = 0;
  const unit = inLanguage(unitWord) || "đơn vị";
  const pattern = inLanguage(/** @type {Bilingual} */ (WORDS[key])).replaceAll("{unit}", unit).replaceAll("{Unit}", capital(unit));
  /** @type {Child[]} */
  const parts = [];
  for (const found of pattern.matchAll(/\{(\d*)(?:\|([^|}]*)\|([^|}]*))?\}/g)) {
    const [all, index, one, many] = found;
    const filling = fillings[index === "" ? next++ : Number(index)];
    parts.push(pattern.slice(end, found.index), one === undefined ? (filling instanceof Node ? filling : String(filling)) : wordsOf(filling) === "1" ? one : many);
    end = found.index + all.length;
  }
  return [...parts, pattern.slice(end)];
}

/** The same as text. @param {keyof typeof WORDS} key @param {...(string | number | Node)} fillings */
function say(key, ...fillings) {
  return saying(key, ...fillings).map(wordsOf).join("");
}

/**
 * A decimal as it stands in the data ("1234.50", 7), grouped: 1.234,50 or 1,234.50.
 * @param {string | number | null | undefined} value @param {{sign?: boolean}} [style]
 */
function number(value, style = {}) {
  if (value === null || value === undefined || value === "") return "–";
  const [whole, part] = String(value).replace(/^-/, "").split(".");
  const [group, point] = language === "vi" ? [".", ","] : [",", "."];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const negative = String(value).startsWith("-");
  const sign = negative ? "−" : style.sign && Number(value) > 0 ? "+" : "";
  return sign + grouped + (part === undefined ? "" : point + part);
}

/** @param {string | number | null | undefined} value already in percent */
function percent(value, style = {}) {
  const text = number(value, style);
  return text === "–" ? text : text + "\u00a0%";
}

/** part of whole in percent with one decimal, for people. @param {number} part @param {number} whole */
function shareOf(part, whole) {
  return whole === 0 ? "–" : percent((Math.round((part * 1000) / whole) / 10).toFixed(1));
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** "2024-01-16" → 16/01/2024 or 16 Jan 2024. @param {string | null | undefined} day */
function date(day) {
  if (!day) return "–";
  const [year, month, of] = day.split("-");
  return language === "vi" ? `${of}/${month}/${year}` : `${Number(of)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** Money in whole đồng, in billions where it is large. @param {string | number | null} dong */
function money(dong) {
  if (dong === null || dong === undefined || dong === "") return "–";
  const billions = Number(dong) / 1e9;
  return say("billion_dong", number(billions.toFixed(1)));
}

/** First letter in capitals. @param {string} text */
function capital(text) {
  return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
}

/** "a, b và c". @param {string[]} parts */
function listed(parts) {
  return listing(parts.map((part) => [part])).map(wordsOf).join("");
}

/** The same of parts that hold elements. @param {Child[][]} parts @returns {Child[]} */
function listing(parts) {
  return parts.flatMap((part, index) => [index === 0 ? "" : index < parts.length - 1 ? ", " : ` ${say("and")} `, ...part]);
}
