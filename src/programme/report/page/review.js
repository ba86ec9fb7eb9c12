// The review: what the year brought, where each target stands, who is where and why, what stands in
// the way, and what comes next. Each section is a function data → element, or null where the office
// has nothing of the kind.

/** @param {string} id @param {string} title @param {Child} finding a sentence before any picture @param {...(Child | Child[])} body */
function section(id, title, finding, ...body) {
  return h("section", { id, "aria-labelledby": id + "-title" }, h("h2", { id: id + "-title" }, title), finding && h("p.lead", {}, finding), ...body);
}

/** @param {ReviewData} data @param {(unit: UnitData, index: UnitIndex) => boolean} keep @returns {number[]} */
function unitsWhere(data, keep) {
  const found = [];
  for (let index = 0; index < data.units.length; ++index) if (keep(data.units[index], index)) found.push(index);
  return found;
}

/** @param {ReviewData} data */
function worst(data) {
  return data.criteria
    .map((rule, index) => ({ rule, index }))
    .filter((one) => one.rule.not_met > 0)
    .sort((a, b) => b.rule.not_met - a.rule.not_met);
}

/** The finding of the year in one paragraph. @param {ReviewData} data */
function headline(data) {
  const counts = data.counts;
  if (counts.undetermined === counts.participants) return say("headline_nothing_known", number(counts.participants));
  const parts = [
    counts.registered > 0
      ? say("headline_registered", number(counts.registered_meeting), number(counts.registered))
      : say("headline_meets", number(counts.meets_all), number(counts.participants)),
  ];
  const [first, second] = worst(data);
  if (first && second) {
    parts.push(say("headline_worst", inLanguage(first.rule.title), number(first.rule.not_met), inLanguage(second.rule.title), number(second.rule.not_met)));
  }
  parts.push(say("headline_decided", number(counts.recognised), inLanguage(data.period.name)));
  return parts.join(" ");
}

/** The four states apart, never one for another. @param {ReviewData} data */
function strip(data) {
  const counts = data.counts;
  const one = (/** @type {string} */ kind, /** @type {number} */ count, /** @type {keyof typeof WORDS} */ word, /** @type {keyof typeof WORDS} */ how, /** @type {(unit: UnitData) => boolean} */ keep) =>
    h("div." + kind, {},
      figure(number(count), () => unitsPanel(data, `${number(count)} · ${say(word)}`, say(how, number(data.criteria.length), date(data.view.participants_day)), unitsWhere(data, keep)), "large"),
      h("span.name", {}, say(word)), h("span.muted", {}, say(/** @type {any} */ (how + "_short"), number(data.criteria.length), date(data.view.participants_day))));
  return h("div.strip", {},
    one("all", counts.participants, "take_part", "how_participants", () => true),
    one("decided", counts.registered, "registered", "how_registered", (unit) => unit.registered),
    one("met", counts.meets_all, "meet_all", "how_meets_all", (unit) => unit.standing === "meets_all"),
    one("decided", counts.proposed, "proposed", "how_proposed", (unit) => unit.proposed),
    one("decided", counts.recognised, "recognised", "how_recognised", (unit) => unit.recognised));
}

/** Near, not yet, undetermined, not assessable: the rest of the participants. @param {ReviewData} data */
function rest(data) {
  const kinds = /** @type {const} */ (["near", "not_yet", "undetermined", "not_assessable"]);
  return h("p.rest", {}, kinds.filter((kind) => data.counts[kind] > 0).map((kind, index) => [
    index > 0 && " · ",
    figure(number(data.counts[kind]), () => unitsPanel(data, standingWord(kind), say(/** @type {any} */ ("how_" + kind)), unitsWhere(data, (unit) => unit.standing === kind))),
    " ", standingWord(kind)]).flat());
}

/** @param {ReviewData} data */
function flowSection(data) {
  const flow = data.flow;
  // Where nothing is known now, nobody held, gained or lost anything.
  if (!flow || data.counts.undetermined === data.counts.participants) return null;
  const column = (/** @type {"held" | "gained" | "lost" | "at_risk" | "undetermined"} */ kind) => {
    const rows = [...flow[kind]].sort((a, b) => (a.unit ?? Infinity) - (b.unit ?? Infinity));
    const word = say(`flow_${kind}`);
    const members = rows.flatMap((row) => (row.unit === null ? [] : [row.unit]));
    return h("div.flow." + kind, {},
      h("h3", {}, figure(number(rows.length), () => unitsPanel(data, capital(word), say(`how_flow_${kind}`, inLanguage(flow.against_name)), members)), " ", word),
      h("ul.units", {}, rows.map((row) => h("li", {}, row.unit === null ? "–" : unitLink(data, row.unit, true), " ", flowCriteria(data, row)))));
  };
  return section("flow", say("flow_title", inLanguage(flow.against_name)),
    say("flow_finding", number(flow.held.length), number(flow.gained.length), number(flow.lost.length), number(flow.at_risk.length)),
    h("div.columns", {}, column("held"), column("gained"), column("lost"), column("at_risk"), flow.undetermined.length > 0 && column("undetermined")),
    flow.ended > 0 && h("p.muted", {}, say("flow_ended", number(flow.ended))));
}

/** The criteria by which a unit was lost or is at risk. @param {ReviewData} data @param {FlowRow} row */
function flowCriteria(data, row) {
  const unit = row.unit;
  if (unit === null || row.criteria.length === 0) return null;
  return h("span.muted", {}, row.criteria.map((index, n) => [n > 0 && ", ", figure(say("criterion_n", data.criteria[index].id), () => cellPanel(data, unit, index))]).flat());
}

/** @param {TargetData} target */
function askedText(target) {
  const asked = number(target.asked);
  if (target.share === null || target.share === undefined) return say("asks_count", asked, number(target.denominator));
  return say(target.strictly_more ? "asks_more_than" : "asks_share", percent(target.share), number(target.denominator), asked);
}

/** @param {ReviewData} data @param {TargetData} target */
function targetPanel(data, target) {
  const ways = /** @type {const} */ (["title_in_force", "title_of_year", "title_ever", "meets_all"]);
  return panelOf(`${inLanguage(target.name)} · ${say("by_day", date(target.by))}`,
    h("p", {}, capital(askedText(target)), ". ", target.strictly_more ? say("strict_says", number(target.asked), number(target.asked - 1)) : ""),
    h("dl.rule", {},
      [h("dt", {}, say("kind")), h("dd", {}, say(/** @type {any} */ ("kind_" + target.kind)))],
      [h("dt", {}, say("counts")), h("dd", {}, say(/** @type {any} */ ("counts_" + target.counts)))],
      [h("dt", {}, say("denominator")), h("dd", {}, say(target.fixed_denominator ? "denominator_fixed" : "denominator_on_date", number(target.denominator)))],
      target.document || target.issuer ? [h("dt", {}, say("document")), h("dd", {}, [target.document, inLanguage(target.issuer), target.date && date(target.date)].filter(Boolean).join(", "))] : [],
      target.note ? [h("dt", {}, say("note")), h("dd", {}, inLanguage(target.note))] : []),
    table(say("ways_of_counting"), [[say("way")], [say("reached"), "n"], [say("missing"), "n"]],
      ways.map((way) => [say(/** @type {any} */ ("counts_" + way)), number(target[way]), number(target[way] === null ? null : Math.max(0, target.asked - target[way]))])),
    target.frozen && h("p", {}, say("frozen", number(target.gone))),
    h("h3", {}, say("by_group")),
    table(say("by_group"), [[say("group")], [say("units"), "n"], [say("reached"), "n"], [say("share_of_missing"), "n"]],
      target.groups.map((one) => [one.group === null ? "–" : inLanguage(data.groups[one.group].name), number(one.units), number(one.reached), number(one.share)])));
}

/** @param {ReviewData} data */
function targetsSection(data) {
  if (data.targets.length === 0) return null;
  const current = data.targets.filter((target) => target.current);
  return section("targets", say("targets_title"),
    current.length > 0 && say("targets_finding", listed(current.map((one) => say("target_in_words", askedText(one), one.by.slice(0, 4), inLanguage(one.name)))), number(data.counts.recognised), number(data.counts.meets_all)),
    trajectoryChart(data),
    table(say("targets_title"),
      [[say("version")], [say("by")], [say("asks")], [say("counts")], [say("reached"), "n"], [say("missing"), "n"], [capital(say("meet_all")), "n"]],
      data.targets.map((target) => [
        figure(inLanguage(target.name), () => targetPanel(data, target)), date(target.by), askedText(target), say(/** @type {any} */ ("counts_" + target.counts)),
        figure(number(target.reached), () => targetPanel(data, target)), figure(number(target.missing), () => targetPanel(data, target)), figure(number(target.meets_all), () => targetPanel(data, target))]), "cards"));
}

/** @param {ReviewData} data */
function groupsSection(data) {
  if (data.groups.length < 2) return null;
  const kinds = /** @type {const} */ (["meets_all", "near", "not_yet", "undetermined", "not_assessable"]);
  const shown = kinds.filter((kind) => data.counts[kind] > 0);
  const most = [...data.groups].sort((a, b) => b.meets_all - a.meets_all)[0];
  const none = data.groups.filter((one) => one.meets_all === 0);
  const members = (/** @type {number} */ group, /** @type {(unit: UnitData) => boolean} */ keep) => unitsWhere(data, (unit) => unit.group === group && keep(unit));
  return section("groups", say("groups_title"),
    [say("groups_finding", inLanguage(most.name), number(most.meets_all)), none.length > 0 ? " " + say("groups_none", number(none.length)) : ""].join(""),
    table(say("groups_title"),
      [[say("group")], [say("units"), "n"], [capital(say("registered")), "n"], ...shown.map((kind) => /** @type {[string, string]} */ ([capital(standingWord(kind)), "n"])), [capital(say("recognised")), "n"], [say("share"), "wide"]],
      data.groups.map((group, index) => [
        inLanguage(group.name), figure(number(group.units), () => unitsPanel(data, inLanguage(group.name), say("how_participants", "", date(data.view.participants_day)), members(index, () => true))),
        figure(number(group.registered), () => unitsPanel(data, `${inLanguage(group.name)} · ${say("registered")}`, say("how_registered", "", ""), members(index, (unit) => unit.registered))),
        ...shown.map((kind) => figure(number(group[kind]), () => unitsPanel(data, `${inLanguage(group.name)} · ${standingWord(kind)}`, say(/** @type {any} */ ("how_" + kind), number(data.criteria.length), ""), members(index, (unit) => unit.standing === kind)))),
        number(group.recognised),
        stackedBar(shown.map((kind) => ({ count: group[kind], kind: kind.replace("_", "-") })), group.units)]), "cards"));
}

/** @param {ReviewData} data */
function matrixSection(data) {
  return section("matrix", say("matrix_title"), say("matrix_lead"),
    h("p.legend", {}, ["2", "0", "1", "3"].map((answer) => [sign(answer), ` ${answerWord(answer)} `]).flat()),
    matrix(data));
}

/** @param {ReviewData} data */
function failingSection(data) {
  const rows = worst(data);
  if (rows.length === 0) return null;
  const most = rows[0].rule.not_met;
  return section("failing", say("failing_title"),
    say("failing_finding", inLanguage(rows[0].rule.title), number(rows[0].rule.not_met), shareOf(rows[0].rule.not_met, data.counts.participants)),
    table(say("failing_title"), [[say("criterion")], [capital(say("not_met")), "n"], [say("picture"), "wide"], [capital(say("unknown")), "n"], [say("why_mostly")]],
      rows.map(({ rule, index }) => [
        figure(`${rule.id} · ${inLanguage(rule.title)}`, () => criterionPanel(data, index), "unit"),
        figure(number(rule.not_met), () => criterionPanel(data, index)), bar(rule.not_met, most, "not-met"), figure(number(rule.unknown), () => unitsPanel(data, `${rule.id} · ${answerWord("1")}`, inLanguage(rule.title), unitsWhere(data, (unit) => unit.answers[index] === "1"))),
        h("div.why", {}, rule.why.slice(0, 2).map((one) => h("div", {}, `${number(one.count)}× ${inLanguage(one.what)}`)))]), "cards"));
}

/** @param {ReviewData} data @param {number} index */
function criterionPanel(data, index) {
  const rule = data.criteria[index];
  return panelOf(`${rule.id} · ${inLanguage(rule.title)}`,
    h("p", {}, say("criterion_counts", number(rule.met), number(rule.not_met), number(rule.unknown), number(rule.not_applicable))),
    ruleText(rule),
    rule.why?.length > 0 && [h("h3", {}, say("why_mostly")), h("ul", {}, rule.why.map((one) => h("li", {}, `${number(one.count)}× ${inLanguage(one.what)}`)))],
    h("h3", {}, say("not_met")),
    ...unitsPanel(data, "", "", unitsWhere(data, (unit) => unit.answers[index] === "0"), (unit) => h("span.muted", {}, inLanguage(data.reasons[`${unit}:${index}`]))).slice(1));
}

/** Units that need one thing. @param {ReviewData} data */
function oneThingSection(data) {
  const rows = data.one_thing;
  if (rows.length === 0) return null;
  return section("one-thing", say("one_thing_title"), say("one_thing_finding", number(rows.length)),
    table(say("one_thing_title"), [[say("unit")], [say("criterion")], [say("nearest_way")]],
      rows.map((row) => [unitLink(data, row.unit, true),
        figure(`${data.criteria[row.criterion].id} · ${inLanguage(data.criteria[row.criterion].title)}`, () => cellPanel(data, row.unit, row.criterion), "unit"),
        h("div", {}, (data.units[row.unit].way?.steps || []).map((step) => h("div", {}, inLanguage(step.what))))]), "cards"));
}

/** A value of the comparison, over those that are known where not all are.
 * @param {number | null} value @param {[number, number] | null} known @param {boolean} share */
function comparedValue(value, known, share) {
  if (value === null && known) return say("known_of", number(known[0]), number(known[1]));
  return share ? percent(value) : number(value);
}

/** What must be said beside a comparison. @param {ComparisonRow} row */
function comparisonRemark(row) {
  if (row.not_comparable) return inLanguage(row.not_comparable);
  if (row.definition_changed) return say("definition_changed", row.definition_changed.map((one) => inLanguage(one)).join("; "));
  if (row.no_base) return say("no_base");
  if (row.interval_low !== null && row.interval_high !== null && row.interval_low <= 0 && row.interval_high >= 0) return say("may_be_chance");
  return "";
}

/** Context: shown beside the results, never scored. @param {ReviewData} data */
function contextSection(data) {
  const comparison = data.comparison;
  if (!comparison || comparison.rows.length === 0) return null;
  const reach = Math.min(100, Math.max(10, ...comparison.rows.flatMap((row) => [row.interval_low, row.interval_high]).map((one) => Math.abs(one ?? 0))));
  const title = say("context_title", inLanguage(comparison.against_name));
  return section("context", title, say("context_lead", inLanguage(comparison.reason)),
    !comparison.same_participants && h("p", {}, say("different_lists")),
    table(title,
      [[say("indicator")], [comparison.period, "n"], [comparison.against, "n"], [say("change"), "n"], [say("interval"), "n"], [say("picture"), "wide"], [say("remark")]],
      comparison.rows.map((row) => [
        figure(inLanguage(row.name), () => comparisonPanel(comparison, row), "unit"),
        comparedValue(row.value, row.value_known, row.share), comparedValue(row.base, row.base_known, row.share),
        row.change === null ? "–" : h("span", {}, changeText(row), row.change_percent === null ? "" : h("span.muted", {}, ` (${percent(row.change_percent, { sign: true })})`)),
        row.interval_low === null ? "–" : `${number(row.interval_low)} … ${percent(row.interval_high)}`,
        row.interval_low === null || row.interval_high === null ? "" : intervalPicture(row.change_percent ?? 0, row.interval_low, row.interval_high, reach),
        comparisonRemark(row)]), "cards"));
}

/** @param {ComparisonRow} row */
function changeText(row) {
  return number(row.change, { sign: true }) + (row.share && row.change !== null ? " " + say("points") : "");
}

/** @param {ComparisonData} comparison @param {ComparisonRow} row */
function comparisonPanel(comparison, row) {
  return panelOf(inLanguage(row.name),
    h("p", {}, `${comparison.period}: ${comparedValue(row.value, row.value_known, row.share)} · ${row.base_period}: ${comparedValue(row.base, row.base_known, row.share)}`),
    row.change !== null && row.change_percent !== null && h("p", {}, say("change_arithmetic", number(row.value), number(row.base), number(row.change, { sign: true }), number(row.change_percent, { sign: true }))),
    row.interval_low !== null && h("p", {}, say("interval_method", number(row.interval_low), number(row.interval_high))),
    h("p", {}, comparisonRemark(row)),
    h("p", {}, inLanguage(row.note)),
    h("p", {}, say("never_scored")),
    h("p.muted", {}, say("baseline_reason", inLanguage(comparison.reason))));
}

/** @param {ReviewData} data */
function obstaclesSection(data) {
  const obstacles = data.obstacles;
  if (!obstacles || obstacles.rows.length + obstacles.named.length === 0) return null;
  return section("obstacles", say("obstacles_title"), say("obstacles_finding", number(obstacles.open), money(obstacles.cost), number(obstacles.unfunded)),
    obstacles.departments.length > 0 && table(say("obstacles_title"), [[say("department")], [say("obstacles"), "n"], [say("longest_wait"), "n"], [say("cost"), "n"], [say("units_freed"), "n"], [say("state")]],
      obstacles.departments.map((one, index) => {
        const panel = () => departmentPanel(data, obstacles, index);
        return [figure(inLanguage(one.name), panel, "unit"), figure(number(one.count), panel), one.months === null ? "–" : figure(say("months", number(one.months)), panel),
          one.cost === 0 ? "–" : figure(money(one.cost), panel),
          figure(number(one.freed.length), () => unitsPanel(data, say("units_freed"), say("how_freed"), one.freed)),
          one.states.map((state) => `${number(state.count)} ${inLanguage(state.name)}`).join(" · ")];
      }), "cards"),
    difficultiesNamed(obstacles));
}

/** Difficulties named at a conference, without a unit. @param {ObstacleData} obstacles */
function difficultiesNamed(obstacles) {
  if (obstacles.named.length === 0) return null;
  return h("div", {}, h("h3", {}, say("difficulties_named")),
    h("ul", {}, obstacles.named.map((row) => h("li", {}, inLanguage(row.what),
      h("span.muted", {}, [inLanguage(row.department_name), [inLanguage(row.document), row.reference].filter(Boolean).join(", ")].filter(Boolean).map((part) => " · " + part).join(""))))));
}

/** @param {ReviewData} data @param {ObstacleData} obstacles @param {number} index of the department */
function departmentPanel(data, obstacles, index) {
  const department = obstacles.departments[index];
  const name = inLanguage(department.name);
  return panelOf(name, h("p", {}, say("how_freed_department", number(department.freed.length))),
    table(name, [[say("unit")], [say("obstacle")], [say("criterion")], [say("state")], [say("cost"), "n"], [say("frees")]],
      obstacles.rows.filter((row) => row.department === index).map((row) => [row.unit === null ? inLanguage(row.of) : unitLink(data, row.unit, true), inLanguage(row.what),
        row.criteria.map((criterion) => data.criteria[criterion].id).join(", "),
        inLanguage(row.state_name) + (row.since ? ", " + say("since", date(row.since)) : "") + (row.solved_on ? ", " + say("solved_on", date(row.solved_on)) : ""), money(row.cost), say(row.frees ? "frees_yes" : "frees_no")]), "cards"));
}

/** A column that no directive fills is said in a sentence instead. @param {ReviewData} data */
function directivesSection(data) {
  const rows = data.directives;
  if (rows.length === 0) return null;
  /** @type {[keyof typeof WORDS, (row: DirectiveRow) => string][]} */
  const columns = [
    ["lead_unit", (row) => inLanguage(row.lead)],
    ["co_operating", (row) => inLanguage(row.co_operating)],
    ["due", (row) => (row.due ? date(row.due) : "")],
  ];
  const filled = columns.filter(([, text]) => rows.some((row) => text(row) !== ""));
  const empty = columns.filter((column) => !filled.includes(column));
  return section("directives", say("directives_title"),
    [say("directives_finding", number(rows.length), number(rows.filter((row) => row.state !== "accepted").length)),
      empty.length > 0 ? say("directives_not_named", listed(empty.map(([word]) => say(word).toLocaleLowerCase(language)))) : ""].join(" "),
    table(say("directives_title"), [[say("direction")], ...filled.map(([word]) => /** @type {[string]} */ ([say(word)])), [say("state")], [say("document")]],
      rows.map((row) => [figure(inLanguage(row.clause), () => directivePanel(data, row), "unit"), ...filled.map(([, text]) => text(row) || say("not_named")), inLanguage(row.state_name), [inLanguage(row.document), row.reference].filter(Boolean).join(", ")]), "cards"));
}

/** @param {ReviewData} data @param {DirectiveRow} row */
function directivePanel(data, row) {
  const record = data.documents.find((one) => inLanguage(one.title) === inLanguage(row.document));
  const entry = (/** @type {keyof typeof WORDS} */ word, /** @type {string} */ text) => [h("dt", {}, say(word)), h("dd", {}, text || say("not_named"))];
  return panelOf(inLanguage(row.clause),
    h("dl.rule", {}, entry("lead_unit", inLanguage(row.lead)), entry("co_operating", inLanguage(row.co_operating)), entry("due", row.due ? date(row.due) : ""),
      entry("state", inLanguage(row.state_name)), entry("document", [inLanguage(row.document), row.reference].filter(Boolean).join(", ")),
      record?.date ? entry("dated", date(record.date)) : [], row.evidence ? entry("evidence", row.evidence) : []));
}

/** @param {ReviewData} data */
function quotasSection(data) {
  const rows = data.quotas;
  if (rows.length === 0) return null;
  return section("quotas", say("quotas_title"), say("quotas_lead"),
    table(say("quotas_title"), [[say("group")], [say("quota")], [say("assigned"), "n"], [say("done"), "n"], [say("share_done"), "n"], [say("short"), "n"]],
      rows.map((row) => [(row.group === null ? say("all_units") : inLanguage(data.groups[row.group].name)) + (row.known < row.units ? ` · ${say("known_of", number(row.known), number(row.units))}` : ""), inLanguage(row.name),
        ...[number(row.assigned), number(row.done), percent(row.percent), number(row.short)].map((text) => figure(text, () => quotaPanel(data, row)))]), "cards"));
}

/** @param {ReviewData} data @param {QuotaRow} row */
function quotaPanel(data, row) {
  const group = row.group === null ? say("all_units") : inLanguage(data.groups[row.group].name);
  return panelOf(`${inLanguage(row.name)} · ${group}`,
    h("p", {}, say("quota_sums", number(row.known), number(row.units), inLanguage(data.period.name))),
    h("p", {}, row.percent === null ? "" : say("quota_share", number(row.done), number(row.assigned), percent(row.percent))),
    h("p", {}, say("quota_short", number(row.short))));
}

/** @param {ReviewData} data */
function commendationsSection(data) {
  if (data.commendations.length === 0) return null;
  return section("commendations", say("commendations_title"), say("commendations_lead"),
    data.commendations.map((one) => h("div", {},
      h("h3", {}, `${inLanguage(one.name)} · ${number(one.rows.length)}`), h("p.muted", {}, inLanguage(one.rule)),
      h("ul.units.wide", {}, one.rows.map((row) => h("li", {}, unitLink(data, row.unit, true), " ", h("span.muted", {}, inLanguage(row.status))))))));
}

/** @param {ReviewData} data */
function planSection(data) {
  const plan = data.plan;
  if (!plan) return null;
  const title = say("plan_title", inLanguage(data.next.name));
  return section("plan", title, say("plan_lead"),
    table(title,
      [[say("group")], [say("units"), "n"], [capital(say("meet_all")), "n"], [say("near"), "n"], ...plan.targets.map((one) => /** @type {[string, string]} */ ([`${inLanguage(one.name)} (${one.by.slice(0, 4)})`, "n"]))],
      [
        [h("strong", {}, say("all_units")), number(data.counts.participants), number(data.counts.meets_all), number(data.counts.near),
          ...plan.targets.map((one) => figure(number(one.registrations), () => planPanel(data, one)))],
        ...plan.rows.map((row) => [inLanguage(data.groups[row.group].name), number(data.groups[row.group].units), number(data.groups[row.group].meets_all), number(data.groups[row.group].near), ...row.registrations.map((count, index) => figure(number(count), () => planPanel(data, plan.targets[index], { row, count })))]),
      ], "cards"));
}

/** @param {ReviewData} data @param {PlanData["targets"][number]} one
 * @param {{row: PlanData["rows"][number], count: number}} [share] that of one group */
function planPanel(data, one, share) {
  return panelOf(`${inLanguage(one.name)} · ${say("by_day", date(one.by))}`,
    h("p", {}, say("plan_arithmetic", number(one.missing), number(one.periods), number(one.registrations))), h("p", {}, say("plan_shares")),
    share && h("p", {}, say("plan_share_of", inLanguage(data.groups[share.row.group].name), number(share.count), number(one.registrations))),
    h("p.muted", {}, say("plan_is_no_forecast")));
}

/** How the figures came about. @param {ReviewData} data */
function methodSection(data) {
  return section("method", say("method_title"), null,
    h("ul", {},
      h("li", {}, say("method_participants", number(data.counts.participants), date(data.view.participants_day))),
      h("li", {}, say("method_status", inLanguage(data.view.status_name))),
      h("li", {}, data.view.geography ? say("method_restated", date(data.view.geography)) : say("method_geography")),
      h("li", {}, say("method_recognised")),
      data.criteria_set.note && h("li", {}, inLanguage(data.criteria_set.note)),
      data.programme.note && h("li", {}, inLanguage(data.programme.note)),
      data.office_note && h("li", {}, inLanguage(data.office_note))));
}

/** @param {ReviewData} data */
function reviewSections(data) {
  return [flowSection(data), targetsSection(data), groupsSection(data), matrixSection(data), failingSection(data), oneThingSection(data), contextSection(data),
    obstaclesSection(data), directivesSection(data), quotasSection(data), commendationsSection(data), planSection(data), methodSection(data)].filter((one) => one !== null);
}
