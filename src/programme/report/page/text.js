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

/**
 * A word or sentence of the page; {} are filled in order, {0} {1} by their number.
 * @param {keyof typeof WORDS} key @param {...(string | number | Node)} fillings
 * @returns {string}
 */
function say(key, ...fillings) {
  let next = 0;
  const unit = inLanguage(unitWord) || "đơn vị";
  return inLanguage(/** @type {Bilingual} */ (WORDS[key]))
    .replaceAll("{unit}", unit)
    .replaceAll("{Unit}", capital(unit))
    .replace(/\{(\d*)\}/g, (_, index) => String(fillings[index === "" ? next++ : Number(index)]));
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
  if (parts.length < 2) return parts.join("");
  return parts.slice(0, -1).join(", ") + " " + say("and") + " " + parts[parts.length - 1];
}
