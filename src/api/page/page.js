// @ts-check
// The first page: doors or a password to come in by, and inside what the account may read. Whatever
// comes from the server is put in as text, never as markup.
"use strict";

const WORDS = {
  vi: {
    enter: "Vào hệ thống", doors: "Chọn một cửa để vào thử, không cần mật khẩu. Mỗi cửa là một vị trí công tác và gợi ý một việc làm được trong chưa đầy một phút.",
    login: "Tên đăng nhập", password: "Mật khẩu", sign_in: "Đăng nhập", sign_out: "Đăng xuất", language: "English",
    demonstration: "Bản trình diễn: đồng hồ của cơ quan đứng tại", next_day: "Ngày hôm sau", next_event: "Sự kiện tiếp theo",
    moving: "Đang chuyển ngày…", try: "Việc nên thử", standings: "Kết quả năm", loading: "Đang tải…",
    meets_all: "Đạt tất cả", near: "Gần đạt", not_yet: "Chưa đạt", undetermined: "Chưa đủ số liệu", not_assessable: "Chưa thể đánh giá",
    unit: "Đơn vị", standing: "Kết quả", met: "Đạt", not_met: "Chưa đạt", unknown: "Chưa đủ số liệu", why: "Vì sao",
    more: "và {} đơn vị khác", log: "Nhật ký kiểm toán, mới nhất trước", when: "Lúc", who: "Ai", what: "Việc", about: "Về",
    nothing: "Vị trí này không đọc số liệu và nhật ký; xem mô tả giao diện lập trình tại", no_values: "Chưa có năm nào có số liệu.",
    failed: "Không liên lạc được với máy chủ. Xem máy chủ còn chạy không, rồi tải lại trang.",
  },
  en: {
    enter: "Come in", doors: "Choose a door to come in by; no password is needed. Each is a post, and says what to try in under a minute.",
    login: "Login", password: "Password", sign_in: "Sign in", sign_out: "Sign out", language: "Tiếng Việt",
    demonstration: "A demonstration: the office's clock stands at", next_day: "Next day", next_event: "Next event",
    moving: "Moving on…", try: "What to try", standings: "Standing of", loading: "Loading…",
    meets_all: "Meets all", near: "Near", not_yet: "Not yet", undetermined: "Undetermined", not_assessable: "Not assessable",
    unit: "Unit", standing: "Standing", met: "Met", not_met: "Not met", unknown: "Unknown", why: "Why",
    more: "and {} more units", log: "Audit log, newest first", when: "When", who: "Who", what: "What", about: "About",
    nothing: "This post reads neither values nor the log; the interface for programs is described at", no_values: "No year has values yet.",
    failed: "The server cannot be reached. See whether it still runs, then load the page again.",
  },
};
const STANDINGS = ["meets_all", "near", "not_yet", "undetermined", "not_assessable"];
const UNITS_SHOWN = 30;

/** @typedef {Record<string, any>} Json */

/** @type {"vi" | "en"} */
let language = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "vi";
let csrf = "";
/** @param {keyof typeof WORDS.vi} key */
const say = (key) => WORDS[language][key];
/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {string} tag
 * @param {Json} [attributes]
 * @param {...(Node | string | null)} children
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

/**
 * What the server answers; a refusal is thrown with its own words.
 * @param {string} method
 * @param {string} target
 * @param {Json} [body]
 * @returns {Promise<Json>}
 */
async function ask(method, target, body) {
  /** @type {Record<string, string>} */
  const headers = { "Accept-Language": language };
  if (csrf) headers["X-CSRF-Token"] = csrf;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch("/api/v1" + target, { method, headers, body: body ? JSON.stringify(body) : undefined });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : {};
  if (!answer.ok) throw Object.assign(new Error([json.title, json.detail].filter(Boolean).join(": ")), { status: answer.status });
  return json;
}

/** @param {unknown} error */
function show_problem(error) {
  const status = /** @type {Json} */ (error).status;
  const text = status ? /** @type {Error} */ (error).message : say("failed");
  byId("main").prepend(element("p", { class: "problem", role: "alert" }, text));
}

/** @param {string} iso */
const day = (iso) => (language === "vi" ? iso.split("-").reverse().join("/") : iso);

// ── The banner ───────────────────────────────────────────────────────────────────────────────────

/** @param {Json | null} demonstration @param {boolean} inside */
function show_banner(demonstration, inside) {
  const banner = byId("banner");
  banner.hidden = demonstration === null;
  banner.replaceChildren();
  if (demonstration === null) return;
  banner.append(element("span", {}, say("demonstration") + " ", element("b", {}, `${demonstration.time}, ${day(demonstration.day)}`)));
  if (!inside) return;
  /** @param {string} to @param {string} text @param {string} title */
  const step = (to, text, title) => banner.append(element("button", { type: "button", title, onclick: () => move(to) }, text));
  step("next_day", say("next_day"), "");
  const event = demonstration.next_event;
  if (event) step("next_event", `${say("next_event")}: ${day(event.day)}`, [event.what, event.about].filter(Boolean).join(": "));
  for (const jump of demonstration.jumps) step(jump.day, day(jump.day), jump.name);
}

/** @param {string} to */
async function move(to) {
  const banner = byId("banner");
  for (const button of banner.querySelectorAll("button")) button.disabled = true;
  banner.append(say("moving"));
  try {
    await ask("POST", "/demonstration/clock", { to });
    await start();
  } catch (error) {
    await start();
    show_problem(error);
  }
}

// ── Outside ──────────────────────────────────────────────────────────────────────────────────────

/** @param {string} heading */
function frame(heading) {
  const other = language === "vi" ? "en" : "vi";
  const tools = element("div", { class: "tools" }, element("button", { type: "button", lang: other, onclick: () => {
    language = other;
    history.replaceState(null, "", "?lang=" + other);
    start();
  } }, say("language")));
  byId("main").replaceChildren(tools, element("h1", {}, heading));
  document.documentElement.lang = language;
  return tools;
}

/** @param {Json} demonstration */
function show_doors(demonstration) {
  frame(say("enter"));
  const doors = element("ul", { class: "doors" });
  for (const door of demonstration.doors) {
    doors.append(element("li", {}, element("button", { type: "button", class: "door", id: "door-" + door.id, onclick: () => enter(`/demonstration/doors/${encodeURIComponent(door.id)}`) },
      element("span", { class: "post" }, door.post), element("span", {}, door.person), element("span", { class: "task" }, door.task))));
  }
  byId("main").append(element("p", { class: "lead" }, say("doors")), doors);
}

function show_sign_in() {
  frame(say("sign_in"));
  const login = /** @type {HTMLInputElement} */ (element("input", { name: "login", autocomplete: "username", required: "" }));
  const password = /** @type {HTMLInputElement} */ (element("input", { name: "password", type: "password", autocomplete: "current-password", required: "" }));
  const form = element("form", {}, element("label", {}, say("login"), login), element("label", {}, say("password"), password), element("button", {}, say("sign_in")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter("/session", { login: login.value, password: password.value });
  });
  byId("main").append(form);
}

/** @param {string} target @param {Json} [body] */
async function enter(target, body) {
  try {
    csrf = (await ask("POST", target, body)).csrf_token;
    await start();
  } catch (error) {
    show_problem(error);
  }
}

// ── Inside ───────────────────────────────────────────────────────────────────────────────────────

/** @param {string[]} heads @param {(Node | string)[][]} rows @param {number[]} numbers */
function table(heads, rows, numbers) {
  /** @param {number} i */
  const cell = (i) => (numbers.includes(i) ? { class: "n" } : {});
  return element("div", { class: "scroll" }, element("table", {},
    element("thead", {}, element("tr", {}, ...heads.map((head, i) => element("th", { scope: "col", ...cell(i) }, head)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((one, i) => element("td", cell(i), one)))))));
}

/** @param {Json} programme */
async function show_standings(programme) {
  const main = byId("main");
  const period = programme.periods[0];
  if (!period) return void main.append(element("p", {}, say("no_values")));
  const of = `programme=${encodeURIComponent(programme.id)}&period=${period}`;
  const answer = await ask("GET", `/assessments?${of}`);
  main.append(element("h2", {}, `${programme.name}. ${say("standings")} ${period}`));
  const counts = element("div", { class: "counts" });
  for (const one of STANDINGS) {
    if (!(one in answer.counts)) continue;
    counts.append(element("div", { class: one }, element("span", { class: "number" }, String(answer.counts[one])), say(/** @type {"near"} */ (one))));
  }
  const why = element("div", {});
  const rows = answer.units.slice(0, UNITS_SHOWN).map((/** @type {Json} */ unit) => [
    element("button", { type: "button", title: say("why"), onclick: () => explain(unit.unit, of, why) }, unit.name),
    element("span", { class: unit.standing }, say(unit.standing)), String(unit.met), String(unit.not_met), String(unit.unknown)]);
  main.append(counts, table([say("unit"), say("standing"), say("met"), say("not_met"), say("unknown")], rows, [2, 3, 4]));
  if (answer.total > rows.length) main.append(element("p", { class: "muted" }, say("more").replace("{}", String(answer.total - rows.length))));
  main.append(why);
  if (answer.units.length === 1) await explain(answer.units[0].unit, of, why);
}

/** @param {string} unit @param {string} of @param {HTMLElement} where */
async function explain(unit, of, where) {
  where.replaceChildren(say("loading"));
  try {
    const answer = await ask("GET", `/explanations/${encodeURIComponent(unit)}?${of}`);
    where.replaceChildren(element("h2", { tabindex: "-1" }, say("why")), element("pre", {}, answer.text));
    where.scrollIntoView({ block: "start" });
  } catch (error) {
    where.replaceChildren();
    show_problem(error);
  }
}

async function show_log() {
  const answer = await ask("GET", "/audit?limit=20");
  const rows = answer.entries.map((/** @type {Json} */ entry) => [entry.at, entry.actor, entry.action, entry.subject]);
  byId("main").append(element("h2", {}, say("log")), table([say("when"), say("who"), say("what"), say("about")], rows, []));
}

/** @param {Json} session @param {Json | null} demonstration */
async function show_inside(session, demonstration) {
  const door = demonstration?.doors.find((/** @type {Json} */ one) => one.id === session.login);
  const tools = frame(session.name);
  tools.append(element("button", { type: "button", id: "sign-out", onclick: sign_out }, say("sign_out")));
  const main = byId("main");
  if (door) main.append(element("p", {}, door.post), element("p", { class: "lead" }, `${say("try")}: ${door.task}`));
  /** @param {string} power */
  const may = (power) => session.powers.includes(power);
  if (may("read_definitions")) {
    const office = await ask("GET", "/office");
    main.append(element("p", {}, office.name), element("p", {}, ...office.labels.map((/** @type {string} */ label) => element("span", { class: "tag" }, label))));
    if (may("read_standings")) for (const programme of office.programmes) await show_standings(programme);
  }
  if (may("read_audit")) await show_log();
  if (!may("read_standings") && !may("read_audit")) {
    main.append(element("p", { class: "muted" }, say("nothing") + " ", element("a", { href: "/api/v1/openapi.json" }, "/api/v1/openapi.json")));
  }
}

async function sign_out() {
  try {
    await ask("DELETE", "/session");
  } catch (error) {
    show_problem(error);
  }
  csrf = "";
  await start();
}

// ── The beginning ────────────────────────────────────────────────────────────────────────────────

/** @param {Promise<Json>} answer @param {number[]} statuses */
async function unless(answer, ...statuses) {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(/** @type {Json} */ (error).status)) return null;
    throw error;
  }
}

async function start() {
  try {
    const demonstration = await unless(ask("GET", "/demonstration"), 404);
    const session = await unless(ask("GET", "/session"), 401);
    csrf = session?.csrf_token ?? "";
    const inside = session?.state === "open";
    show_banner(demonstration, inside);
    if (inside) await show_inside(/** @type {Json} */ (session), demonstration);
    else if (demonstration) show_doors(demonstration);
    else show_sign_in();
  } catch (error) {
    show_problem(error);
  }
}

start();
