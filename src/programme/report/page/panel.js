// The panel that answers "why": what a figure counts, who is in it, and for each unit and criterion
// the arithmetic down to the values. Opened from every figure; Escape closes it.

const SIGNS = { 0: "✗", 1: "?", 2: "✓", 3: "–" };
const ANSWERS = { 0: "not-met", 1: "unknown", 2: "met", 3: "not-applicable" };

/** @param {string} answer "0" to "3" */
function sign(answer) {
  const which = /** @type {0|1|2|3} */ (Number(answer));
  return h("span.sign." + ANSWERS[which], { title: answerWord(answer) }, SIGNS[which]);
}

/** @param {string} answer */
function answerWord(answer) {
  return say(/** @type {any} */ (["not_met", "unknown", "met", "not_applicable"][Number(answer)]));
}

/** @type {HTMLDialogElement} */
let panel;
/** What the panel showed before, to go back to. @type {(() => Node[])[]} */
let trail = [];

function makePanel() {
  panel = /** @type {HTMLDialogElement} */ (
    h("dialog.panel", { "aria-labelledby": "panel-title", click: (/** @type {Event} */ event) => event.target === panel && panel.close() })
  );
  panel.addEventListener("close", () => {
    trail = [];
    if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  });
  document.body.append(panel);
}

/** @param {() => Node[]} content the first a heading with id panel-title */
function showPanel(content) {
  trail.push(content);
  drawPanel();
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
}

function drawPanel() {
  const back = () => {
    trail.pop();
    drawPanel();
  };
  panel.replaceChildren(
    h(
      "div.panel-bar",
      {},
      trail.length > 1 && h("button", { type: "button", click: back }, "‹ " + say("back")),
      h("button.close", { type: "button", click: () => panel.close() }, say("close"))
    ),
    ...trail[trail.length - 1]()
  );
}

/** A figure that says where it comes from. @param {Child} text @param {() => Node[]} content @param {string} [classes] */
function figure(text, content, classes = "") {
  return h("button.figure" + (classes ? "." + classes : ""), { type: "button", "aria-haspopup": "dialog", click: () => showPanel(content) }, text);
}

/** A text of the data, each number in it a figure. @param {string} text @param {() => Node[]} content @returns {Child[]} */
function withFigures(text, content) {
  return text.split(/(\d+(?:[.,/]\d+)*)/).map((part, index) => (index % 2 === 1 ? figure(part, content) : part));
}

/** @param {string} title @param {...Children} rest @returns {Node[]} */
function panelOf(title, ...rest) {
  const body = h("div.panel-body", {}, ...rest);
  return [h("h2", { id: "panel-title" }, title), body];
}

/** @param {ReviewData} data @param {UnitIndex} unit @returns {HTMLElement} */
function unitLink(data, unit, full = false) {
  const one = data.units[unit];
  return figure(inLanguage(full ? one.full : one.name), () => unitPanel(data, unit), "unit");
}

/**
 * Who is behind a number: the units, in their groups.
 * @param {ReviewData} data @param {string} title @param {Children} how how it is counted @param {number[]} units
 * @param {(unit: number) => Child} [beside]
 */
function unitsPanel(data, title, how, units, beside) {
  const groups = data.groups
    .map((group, index) => ({ group, members: units.filter((unit) => data.units[unit].group === index) }))
    .filter((one) => one.members.length > 0);
  return panelOf(
    title,
    h("p.muted", {}, how),
    groups.map(({ group, members }) =>
      h(
        "section",
        {},
        h("h3", {}, inLanguage(group.name), " ", h("span.muted", {}, number(members.length))),
        h("ul.units", {}, members.map((unit) => h("li", {}, unitLink(data, unit), beside && [" ", beside(unit)])))
      )
    )
  );
}

/** Lines as the terminal writes them: the spaces in front say how deep a line stands. @param {string[]} lines */
function explanationLines(lines) {
  return h(
    "div.lines",
    {},
    lines.map((line) => {
      const text = line.trimStart();
      const depth = line.length - text.length;
      const mark = text.slice(0, 2);
      const answer = { "✗ ": "0", "? ": "1", "✓ ": "2", "– ": "3" }[mark];
      return h("p", { style: `--depth:${depth}` }, answer ? [sign(answer), " ", text.slice(2)] : text);
    })
  );
}

/** @type {Map<string, Promise<Explanations>>} */
const unpacked = new Map();

/** The explanations of one group's units, unpacked when first asked for. @param {string} id */
function explanationsOf(id) {
  if (!unpacked.has(id)) unpacked.set(id, unpack(id));
  return /** @type {Promise<Explanations>} */ (unpacked.get(id));
}

/** @param {string} id of a script element that holds deflated JSON in base64 @returns {Promise<Explanations>} */
async function unpack(id) {
  const holder = document.getElementById(id);
  if (!holder) return {};
  const bytes = Uint8Array.from(atob((holder.textContent || "").trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** Filled when unpacked; `pick` chooses the lines of a unit's explanations.
 * @param {ReviewData} data @param {number} unit @param {(explanations: Explanations[string]) => string[] | undefined} pick */
function lazyLines(data, unit, pick) {
  const place = h("div.lines", {}, h("p.muted", {}, say("unpacking")));
  explanationsOf("why-" + data.units[unit].group).then(
    (all) => place.replaceWith(explanationLines(pick(all[data.units[unit].code]) || [])),
    () => place.replaceChildren(h("p", {}, say("cannot_unpack")))
  );
  return place;
}

/** Why a unit answers a criterion as it does. @param {ReviewData} data @param {UnitIndex} unit @param {CriterionIndex} criterion @returns {Node[]} */
function cellPanel(data, unit, criterion) {
  const one = data.units[unit];
  const rule = data.criteria[criterion];
  return panelOf(
    `${rule.id} · ${inLanguage(rule.title)}`,
    h("p", {}, unitLink(data, unit, true), h("span.muted", {}, ` (${one.code}) · ${inLanguage(data.period.name)}`)),
    h("p", {}, sign(one.answers[criterion]), " ", h("strong", {}, capital(answerWord(one.answers[criterion])))),
    lazyLines(data, unit, (one) => one?.criteria[rule.id]?.[language]),
    ruleText(rule),
    obstaclesOf(data, unit, criterion)
  );
}

/** The rule as the pack writes it. @param {CriterionData} rule */
function ruleText(rule) {
  return h(
    "dl.rule",
    {},
    rule.text ? [h("dt", {}, say("rule")), h("dd", {}, inLanguage(rule.text))] : [],
    [h("dt", {}, say("basis")), h("dd", {}, rule.illustrative ? say("basis_illustrative") : inLanguage(rule.basis))],
    rule.formula ? [h("dt", {}, say("formula")), h("dd", {}, h("code", {}, rule.formula))] : [],
    rule.evidence ? [h("dt", {}, say("evidence")), h("dd", {}, inLanguage(rule.evidence))] : [],
    (rule.accepted || []).map((reason) => [h("dt", {}, say("accepted")), h("dd", {}, inLanguage(reason))]).flat()
  );
}

/** How a unit stands: its answers, what is missing, its obstacles, its nearest way.
 * @param {ReviewData} data @param {UnitIndex} unit @returns {Node[]} */
function unitPanel(data, unit) {
  const one = data.units[unit];
  const missing = [...one.answers].map((answer, criterion) => ({ answer, criterion })).filter(({ answer }) => answer === "0" || answer === "1");
  return panelOf(
    `${inLanguage(one.full)} (${one.code})`,
    h("p", {}, h("strong", {}, capital(standingWord(one.standing))), ` · ${unitCounts(one)}`, stateOf(one)),
    standingLines(data, unit),
    missing.length === 0 && h("p", {}, say("nothing_missing")),
    missing.map(({ answer, criterion }) =>
      h(
        "section",
        {},
        h("h3", {}, sign(answer), ` ${data.criteria[criterion].id} · ${inLanguage(data.criteria[criterion].title)}`),
        lazyLines(data, unit, (all) => all?.criteria[data.criteria[criterion].id]?.[language]),
        obstaclesOf(data, unit, criterion)
      )
    ),
    wayOf(data, unit),
    h("h3", {}, say("all_criteria")),
    h(
      "ul.answers",
      {},
      data.criteria.map((rule, criterion) =>
        h("li", {}, sign(one.answers[criterion]), " ", figure(`${rule.id} · ${inLanguage(rule.title)}`, () => cellPanel(data, unit, criterion), "unit"))
      )
    ),
    h("p.muted", {}, say("on_the_terminal"), " ", h("code", {}, `exemplar explain PACK --unit ${one.code} --period ${data.period.id}`))
  );
}

/** The level with its bounds, and why a unit is not assessable, or not known to be. @param {ReviewData} data @param {UnitIndex} unit */
function standingLines(data, unit) {
  const one = data.units[unit];
  const open = one.standing === "not_assessable" || one.standing === "undetermined";
  return [levelSaysMore(one) && h("p", {}, inLanguage(one.level)), open && lazyLines(data, unit, (all) => all?.assessable[language])];
}

/** "Level: Near" beside the standing "near" says nothing: only bounds, and a level of another name, do.
 * @param {UnitData} one */
function levelSaysMore(one) {
  const name = inLanguage(one.level).replace(/^[^:]*: /, "");
  return name !== "" && !standingWord(one.standing).toLocaleLowerCase(language).startsWith(name.toLocaleLowerCase(language));
}

/** @param {UnitData} one */
function unitCounts(one) {
  const counts = [0, 0, 0, 0];
  for (const answer of one.answers) ++counts[Number(answer)];
  const judged = counts[0] + counts[1] + counts[2];
  return [
    say("n_of_n_met", counts[2], judged),
    counts[0] > 0 && say("n_not_met", counts[0]),
    counts[1] > 0 && say("n_unknown", counts[1]),
    counts[3] > 0 && say("n_not_applicable", counts[3]),
  ]
    .filter(Boolean)
    .join(", ");
}

/** Registered, proposed, recognised: decisions, apart from the computed standing. @param {UnitData} one */
function stateOf(one) {
  const states = /** @type {const} */ (["registered", "proposed", "recognised"]).filter((state) => one[state]);
  return states.length > 0 ? " · " + states.map((state) => say(state)).join(" · ") : "";
}

/** @param {Standing} standing */
function standingWord(standing) {
  return say(/** @type {any} */ ("standing_" + standing));
}

/** The nearest way of a unit, what stands in the way of its steps, and whether it was assessed again.
 * @param {ReviewData} data @param {UnitIndex} unit @param {boolean} [headed] a heading says what it is */
function wayOf(data, unit, headed = false) {
  const way = data.units[unit].way;
  if (!way || way.steps.length === 0) return null;
  return h("div.way", {},
    !headed && h("strong", {}, say("nearest_way")),
    h("ul", {}, way.steps.map((step) => h("li", {},
      figure(`${say("criterion_n", data.criteria[step.criterion].id)}: ${inLanguage(step.what)}`, () => cellPanel(data, unit, step.criterion), "unit"), obstaclesOf(data, unit, step.criterion)))),
    way.verified && way.steps.some((step) => step.kind === "change") && h("p.muted", {}, say(way.reaches ? "way_reaches" : "way_verified")));
}

/** What stands in the way of a criterion at a unit.
 * @param {ReviewData} data @param {UnitIndex} unit @param {CriterionIndex} criterion */
function obstaclesOf(data, unit, criterion) {
  const rows = (data.obstacles?.rows || []).filter((row) => row.unit === unit && row.criteria.includes(criterion));
  if (rows.length === 0) return null;
  return h("ul.obstacles", {}, rows.map((row) => h("li", {}, figure(obstacleText(data, row), () => obstaclePanel(data, row), "unit"))));
}

/** @param {ReviewData} data @param {ObstacleRow} row */
function obstacleText(data, row) {
  const department = row.department === null ? "" : inLanguage(data.obstacles?.departments[row.department].name);
  return (
    `${say("obstacle")}: ` +
    [inLanguage(row.what), department, inLanguage(row.state_name), row.cost ? money(row.cost) : "", row.since ? say("since", date(row.since)) : "", row.solved_on ? say("solved_on", date(row.solved_on)) : ""]
      .filter(Boolean)
      .join(" · ")
  );
}

/** The state of an obstacle, and the obstacle's first day. @param {ObstacleRow} row */
function obstacleState(row) {
  return inLanguage(row.state_name) + (row.since ? ", " + say("since", date(row.since)) : "") + (row.solved_on ? ", " + say("solved_on", date(row.solved_on)) : "");
}

/** What solving an obstacle alone would bring. @param {ObstacleRow} row */
function freesWord(row) {
  return say(row.frees ? "frees_yes" : row.undetermined ? "frees_unknown" : "frees_no");
}

/** @param {ReviewData} data @param {ObstacleRow} row of one unit */
function obstaclePanel(data, row) {
  const criteria = row.criteria.map((criterion) => `${data.criteria[criterion].id} · ${inLanguage(data.criteria[criterion].title)}`).join("; ");
  return panelOf(inLanguage(row.what),
    h("p", {}, row.unit === null ? inLanguage(row.of) : unitLink(data, row.unit, true)),
    h("dl.rule", {}, entry("criterion", criteria), entry("obstacle_kind", inLanguage(row.kind)), entry("responsible_department", inLanguage(row.department_name)),
      entry("state", obstacleState(row)), row.cost !== null && entry("cost", money(row.cost)), row.funds !== "" && entry("funds", inLanguage(row.funds)),
      row.document !== "" && entry("document", [inLanguage(row.document), row.reference].filter(Boolean).join(", ")), entry("frees", freesWord(row))));
}

/** @param {keyof typeof WORDS} word @param {string} text empty: the document does not name it */
function entry(word, text) {
  return [h("dt", {}, say(word)), h("dd", {}, text || say("not_named"))];
}
