// Every unit and every criterion on one page, group by group. The ordinary recedes: met is pale,
// what is not met or not known stands out, registered units stand in full strength.
//
// One tab stop a group; inside it the arrow keys walk the cells, Enter opens the reason. Large lists
// (and narrow screens) keep their groups closed until asked for.

const GROUPS_OPEN_UP_TO = 400; // units

/** @param {ReviewData} data */
function matrix(data) {
  const open = data.units.length <= GROUPS_OPEN_UP_TO && window.innerWidth >= 700;
  const groups = data.groups.map((group, index) => {
    const units = [];
    for (let unit = 0; unit < data.units.length; ++unit) if (data.units[unit].group === index) units.push(unit);
    return { group, units };
  });
  return h(
    "div.matrix",
    {},
    groups.filter((one) => one.units.length > 0).map(({ group, units }) => matrixGroup(data, group, units, open))
  );
}

/** The number and title of every criterion, in the groups of the set. @param {ReviewData} data */
function matrixKey(data) {
  const rule = (/** @type {CriterionIndex} */ index) =>
    h("li", {}, figure(`${data.criteria[index].id} · ${inLanguage(data.criteria[index].title)}`, () => criterionPanel(data, index), "unit"));
  const all = data.criteria.map((_, index) => index);
  const groups = data.criteria_groups.map((one, group) => ({ title: `${one.id} · ${inLanguage(one.name)}`, rules: all.filter((index) => data.criteria[index].group === group) }));
  const apart = { title: "", rules: all.filter((index) => data.criteria[index].group === undefined) };
  return h("div.key", {}, h("h3", {}, say("matrix_key")),
    h("div.key-columns", {}, [apart, ...groups].filter(({ rules }) => rules.length > 0).map(({ title, rules }) =>
      h("div", {}, title && h("p.muted", {}, title), h("ul.answers", {}, rules.map(rule))))));
}

/** @param {ReviewData} data @param {GroupData} group @param {number[]} units @param {boolean} open */
function matrixGroup(data, group, units, open) {
  const details = /** @type {HTMLDetailsElement} */ (
    h(
      "details",
      { open },
      h(
        "summary",
        {},
        h("strong", {}, inLanguage(group.name)),
        h("span.muted", {}, ` ${say("n_units", number(units.length))} · ${say("n_meet_all", number(group.meets_all))}${besideUndetermined(group.undetermined)}`)
      )
    )
  );
  const draw = () => {
    if (details.querySelector("table")) return;
    details.append(matrixTable(data, group, units));
  };
  if (open) draw();
  details.addEventListener("toggle", () => details.open && draw());
  window.addEventListener("beforeprint", () => {
    draw();
    details.open = true;
  });
  return details;
}

/** @param {ReviewData} data @param {GroupData} group @param {number[]} units */
function matrixTable(data, group, units) {
  const spans = data.criteria_groups.map((one, index) => ({
    one,
    count: data.criteria.filter((rule) => rule.group === index).length,
  }));
  const edges = new Set();
  let edge = 0;
  for (const { count } of spans) edges.add((edge += count));
  const grid = h(
    "table",
    { role: "grid", "aria-label": `${say("matrix_title")} · ${inLanguage(group.name)}`, keydown: walk },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("td", {}),
        spans.filter(({ count }) => count > 0).map(({ one, count }) => h("th", { colspan: count, scope: "colgroup", title: inLanguage(one.name) }, one.id))
      ),
      h(
        "tr",
        {},
        h("th.unit", { scope: "col" }, say("unit")),
        data.criteria.map((rule, index) =>
          h("th" + (edges.has(index + 1) ? ".edge" : ""), { scope: "col", title: inLanguage(rule.title) }, rule.id)
        )
      )
    ),
    h("tbody", {}, units.map((unit, row) => matrixRow(data, unit, row === 0, edges)))
  );
  grid.addEventListener("click", (event) => {
    const cell = /** @type {HTMLElement} */ (event.target).closest("td[data-criterion]");
    if (cell) openCell(data, /** @type {HTMLElement} */ (cell));
  });
  grid.addEventListener("open-cell", (event) => openCell(data, /** @type {HTMLElement} */ (event.target)));
  return grid;
}

/** @param {ReviewData} data @param {HTMLElement} cell */
function openCell(data, cell) {
  showPanel(() => cellPanel(data, Number(cell.parentElement?.dataset.unit), Number(cell.dataset.criterion)));
}

/** @param {ReviewData} data @param {number} unit @param {boolean} first @param {Set<number>} edges */
function matrixRow(data, unit, first, edges) {
  const one = data.units[unit];
  const row = h(
    "tr" + (one.registered ? ".registered" : ""),
    { "data-unit": unit },
    h("th.unit", { scope: "row" }, unitLink(data, unit), one.registered && h("span.state", {}, say("registered_short")))
  );
  for (let criterion = 0; criterion < one.answers.length; ++criterion) {
    const answer = /** @type {0|1|2|3} */ (Number(one.answers[criterion]));
    const reason = data.reasons[`${unit}:${criterion}`];
    const cell = document.createElement("td");
    cell.className = ANSWERS[answer] + (edges.has(criterion + 1) ? " edge" : "");
    cell.dataset.criterion = String(criterion);
    cell.tabIndex = first && criterion === 0 ? 0 : -1;
    cell.textContent = SIGNS[answer];
    cell.title = `${data.criteria[criterion].id}. ${inLanguage(data.criteria[criterion].title)}: ${answerWord(String(answer))}` + (reason ? `\n${inLanguage(reason)}` : "");
    row.append(cell);
  }
  return row;
}

/** Arrow keys walk the cells of one group, Home and End its rows. @param {KeyboardEvent} event */
function walk(event) {
  const cell = /** @type {HTMLElement} */ (event.target).closest("td[data-criterion]");
  if (!(cell instanceof HTMLTableCellElement)) return;
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
  const rows = /** @type {HTMLTableSectionElement} */ (row.parentElement).rows;
  const [at, line] = [cell.cellIndex, [...rows].indexOf(row)];
  const to = {
    ArrowLeft: [line, at - 1], ArrowRight: [line, at + 1], ArrowUp: [line - 1, at], ArrowDown: [line + 1, at],
    Home: [line, 1], End: [line, row.cells.length - 1],
  }[event.key];
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    cell.dispatchEvent(new CustomEvent("open-cell", { bubbles: true }));
  } else if (to) {
    event.preventDefault();
    const next = rows[to[0]]?.cells[to[1]];
    if (!next || to[1] < 1) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}
