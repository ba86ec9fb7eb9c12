// The review: what the year brought, where each target stands, who is where and why, what stands in
// the way, and what comes next. Each section is a function data → element, or null where the office
// has nothing of the kind.

/** @param {string} id @param {string} title @param {Children} finding a sentence before any picture; its numbers are figures, or stand as figures below
 * @param {...(Child | Child[])} body */
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

/** A number that leads to the units behind it. @param {ReviewData} data @param {string} title @param {Children} how
 * @param {(unit: UnitData, index: UnitIndex) => boolean} keep @param {number} [count] where it is not that of the units */
function unitsFigure(data, title, how, keep, count) {
  const units = unitsWhere(data, keep);
  return figure(number(count ?? units.length), () => unitsPanel(data, title, how, units));
}

/** @param {ReviewData} data */
function meetAllFigure(data) {
  return unitsFigure(data, capital(say("meet_all")), say("how_meets_all", number(data.criteria.length)), (unit) => unit.standing === "meets_all", data.counts.meets_all);
}

/** Of how many it is not known: what is unknown is never shown as 0. @param {number} count */
function besideUndetermined(count) {
  return count > 0 ? ` (${say("n_undetermined", number(count))})` : "";
}

/** The same as a figure, between what stands before and after it; "" where all is known.
 * @param {ReviewData} data @param {string} before @param {string} after @param {(unit: UnitData, index: UnitIndex) => boolean} [keep] */
function undeterminedFigure(data, before, after, keep = () => true) {
  const units = unitsWhere(data, (unit, index) => unit.standing === "undetermined" && keep(unit, index));
  if (units.length === 0) return "";
  const text = figure(say("n_undetermined", number(units.length)), () => unitsPanel(data, standingWord("undetermined"), say("how_undetermined"), units));
  return h("span", {}, before.startsWith(" ") && " ", h("span.nowrap", {}, before.trimStart(), text, after));
}

/** How a standing is found; of the level "near", and below it, with the rule of the level.
 * @param {ReviewData} data @param {Standing} kind @returns {Child[]} */
function howStanding(data, kind) {
  const how = say(/** @type {any} */ ("how_" + kind), number(data.criteria.length), "");
  const level = kind === "near" || kind === "not_yet" ? data.levels.find((one) => one.near) : undefined;
  return level ? [how, " ", say("near_rule", inLanguage(level.name)), " ", h("code", {}, level.formula)] : [how];
}

/** @param {ReviewData} data */
function recognisedFigure(data) {
  return unitsFigure(data, capital(say("recognised")), say("how_recognised"), (unit) => unit.recognised, data.counts.recognised);
}

/** @param {ReviewData} data */
function participantsFigure(data) {
  return unitsFigure(data, capital(say("take_part")), say("how_participants", "", date(data.view.participants_day)), () => true, data.counts.participants);
}

/** The finding of the year in one paragraph. @param {ReviewData} data @returns {Child[]} */
function headline(data) {
  const counts = data.counts;
  if (counts.undetermined === counts.participants) return saying("headline_nothing_known", participantsFigure(data));
  const registered = unitsFigure(data, capital(say("registered")), say("how_registered"), (unit) => unit.registered, counts.registered);
  const meeting = unitsFigure(data, `${capital(say("registered"))} · ${say("meet_all")}`, say("how_registered_meeting"), (unit) => unit.registered && unit.standing === "meets_all", counts.registered_meeting);
  const parts = counts.registered > 0
    ? saying("headline_registered", meeting, registered, undeterminedFigure(data, "; ", "", (unit) => unit.registered))
    : saying("headline_meets", meetAllFigure(data), participantsFigure(data), undeterminedFigure(data, "; ", ""));
  const [first, second] = worst(data).map(({ rule, index }) => ({ title: inLanguage(rule.title), not_met: figure(number(rule.not_met), () => criterionPanel(data, index)) }));
  if (first && second) parts.push(" ", ...saying("headline_worst", first.title, first.not_met, second.title, second.not_met));
  return [...parts, " ", ...saying("headline_decided", recognisedFigure(data), inLanguage(data.period.name))];
}

/** The four states apart, never one for another. @param {ReviewData} data */
function strip(data) {
  const counts = data.counts;
  // Where nobody's standing is known there is no number of those who meet all.
  const known = counts.undetermined < counts.participants;
  const one = (/** @type {string} */ kind, /** @type {number | null} */ count, /** @type {keyof typeof WORDS} */ word, /** @type {keyof typeof WORDS} */ how, /** @type {(unit: UnitData) => boolean} */ keep, /** @type {Child} */ beside = null) =>
    h("div." + kind, {},
      figure(number(count), () => unitsPanel(data, `${number(count)} · ${say(word)}`, say(how, number(data.criteria.length), date(data.view.participants_day)), unitsWhere(data, keep)), "large"),
      h("span.name", {}, say(word, number(count))), h("span.muted", {}, say(/** @type {any} */ (how + "_short"), number(data.criteria.length), date(data.view.participants_day))), beside);
  return h("div.strip", {},
    one("all", counts.participants, "take_part", "how_participants", () => true),
    one("decided", counts.registered, "registered", "how_registered", (unit) => unit.registered),
    one("met", known ? counts.meets_all : null, "meet_all", "how_meets_all", (unit) => unit.standing === "meets_all", undeterminedFigure(data, "", "")),
    one("decided", counts.proposed, "proposed", "how_proposed", (unit) => unit.proposed),
    one("decided", counts.recognised, "recognised", "how_recognised", (unit) => unit.recognised));
}

/** Near, not yet, undetermined, not assessable: the rest of the participants. @param {ReviewData} data */
function rest(data) {
  const kinds = /** @type {const} */ (["near", "not_yet", "undetermined", "not_assessable"]);
  return h("p.rest", {}, kinds.filter((kind) => data.counts[kind] > 0).map((kind, index) => [
    index > 0 && " · ",
    figure(number(data.counts[kind]), () => unitsPanel(data, standingWord(kind), howStanding(data, kind), unitsWhere(data, (unit) => unit.standing === kind))),
    " ", standingWord(kind)]).flat());
}

/** @typedef {"held" | "gained" | "lost" | "at_risk" | "undetermined"} FlowKind */

/** @param {ReviewData} data */
function flowSection(data) {
  const flow = data.flow;
  // Where nothing is known now, nobody held, gained or lost anything.
  if (!flow || data.counts.undetermined === data.counts.participants) return null;
  const sorted = (/** @type {FlowKind} */ kind) => [...flow[kind]].sort((a, b) => (a.unit ?? Infinity) - (b.unit ?? Infinity));
  const total = (/** @type {FlowKind} */ kind) => {
    const members = sorted(kind).flatMap((row) => (row.unit === null ? [] : [row.unit]));
    return figure(number(flow[kind].length), () => unitsPanel(data, capital(say(`flow_${kind}`)), say(`how_flow_${kind}`, inLanguage(flow.against_name)), members));
  };
  const unknown = unitsFigure(data, standingWord("undetermined"), say("how_undetermined"), (unit) => unit.standing === "undetermined", data.counts.undetermined);
  const column = (/** @type {FlowKind} */ kind) =>
    h("div.flow." + kind, {},
      h("h3", {}, total(kind), " ", say(`flow_${kind}`)),
      h("ul.units", {}, sorted(kind).map((row) => h("li", {}, row.unit === null ? "–" : unitLink(data, row.unit, true), " ", flowCriteria(data, row)))));
  return section("flow", say("flow_title", inLanguage(flow.against_name)),
    [...saying("flow_finding", total("held"), total("gained"), total("lost"), total("at_risk")), ...(data.counts.undetermined > 0 ? [" ", ...saying("flow_unknown", unknown)] : [])],
    h("div.columns", {}, column("held"), column("gained"), column("lost"), column("at_risk"), flow.undetermined.length > 0 && column("undetermined")),
    flow.ended > 0 && h("p.muted", {}, saying("flow_ended", figure(number(flow.ended), () => endedPanel(data, flow)))));
}

/** What is said of units of the year before that take no part now. @param {ReviewData} data @param {FlowData} flow */
function endedPanel(data, flow) {
  return panelOf(`${say("flow_ended_title")} · ${number(flow.ended)}`,
    h("p", {}, say("how_flow_ended", number(flow.ended), inLanguage(flow.against_name), date(data.view.participants_day))),
    h("p.muted", {}, say("what_became"), " ", h("code", {}, "exemplar units PACK --trace CODE")));
}

/** The criteria by which a unit was lost or is at risk. @param {ReviewData} data @param {FlowRow} row */
function flowCriteria(data, row) {
  const unit = row.unit;
  if (unit === null || row.criteria.length === 0) return null;
  const panel = (/** @type {number} */ n) => (row.before ? riskPanel(data, unit, row.criteria[n], row.before[n]) : cellPanel(data, unit, row.criteria[n]));
  return h("span.muted", {}, row.criteria.map((index, n) => [n > 0 && ", ", figure(say("criterion_n", data.criteria[index].id), () => panel(n))]).flat());
}

/** Why a criterion that is met is at risk: this year beside the year before.
 * @param {ReviewData} data @param {UnitIndex} unit @param {CriterionIndex} criterion @param {Lines | null} before */
function riskPanel(data, unit, criterion, before) {
  const rule = data.criteria[criterion];
  return panelOf(`${rule.id} · ${inLanguage(rule.title)}`,
    h("p", {}, unitLink(data, unit, true), h("span.muted", {}, ` (${data.units[unit].code})`)),
    h("p", {}, say("risk_says", inLanguage(data.flow?.against_name))),
    h("h3", {}, capital(inLanguage(data.period.name))),
    lazyLines(data, unit, (one) => one?.criteria[rule.id]?.[language]),
    h("h3", {}, capital(inLanguage(data.flow?.against_name))),
    before ? explanationLines(before[language]) : h("p", {}, say("criterion_not_then")),
    h("p.muted", {}, say("risk_method")),
    ruleText(rule));
}

/** In a later geography: who is in none of the figures. @param {ReviewData} data */
function fateUnknown(data) {
  const names = data.view.fate_unknown;
  if (names.length === 0) return null;
  return h("p", {}, saying("fate_unknown", figure(number(names.length), () =>
    panelOf(say("fate_unknown_title", number(names.length)), h("p", {}, say("how_fate_unknown", date(data.view.geography))),
      h("ul.units.wide", {}, names.map((name) => h("li", {}, inLanguage(name))))))));
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
      ways.map((way) => [say(/** @type {any} */ ("counts_" + way)), number(target[way]) + (way === "meets_all" ? besideUndetermined(target.undetermined) : ""), number(target[way] === null ? null : Math.max(0, target.asked - target[way]))])),
    target.frozen && h("p", {}, say("frozen", number(target.gone))),
    h("h3", {}, say("by_group")),
    table(say("by_group"), [[say("group")], [say("units"), "n"], [say("reached"), "n"], [say("share_of_missing"), "n"]],
      target.groups.map((one) => [inLanguage(one.name), number(one.units), number(one.reached) + (target.counts === "meets_all" ? besideUndetermined(one.undetermined) : ""), number(one.share)])));
}

/** @param {ReviewData} data */
function targetsSection(data) {
  if (data.targets.length === 0) return null;
  const current = data.targets.filter((target) => target.current);
  const asked = (/** @type {TargetData} */ target, text = askedText(target)) => figure(text, () => targetPanel(data, target));
  return section("targets", say("targets_title"),
    current.length > 0 && saying("targets_finding", h("span", {}, listing(current.map((one) => saying("target_in_words", asked(one), asked(one, one.by.slice(0, 4)), inLanguage(one.name))))), recognisedFigure(data), meetAllFigure(data), undeterminedFigure(data, " (", ")")),
    trajectoryChart(data),
    table(say("targets_title"),
      [[say("version")], [say("by")], [say("asks")], [say("counts")], [say("reached"), "n"], [say("missing"), "n"], [capital(say("meet_all")), "n"]],
      data.targets.map((target) => [
        figure(inLanguage(target.name), () => targetPanel(data, target)), date(target.by), asked(target), say(/** @type {any} */ ("counts_" + target.counts)),
        figure(number(target.reached) + (target.counts === "meets_all" ? besideUndetermined(target.undetermined) : ""), () => targetPanel(data, target)), figure(number(target.missing), () => targetPanel(data, target)), figure(number(target.meets_all) + besideUndetermined(target.undetermined), () => targetPanel(data, target))]), "cards"));
}

/** @param {ReviewData} data */
function groupsSection(data) {
  if (data.groups.length < 2) return null;
  const kinds = /** @type {const} */ (["meets_all", "near", "not_yet", "undetermined", "not_assessable"]);
  const shown = kinds.filter((kind) => data.counts[kind] > 0);
  const most = [...data.groups].sort((a, b) => b.meets_all - a.meets_all)[0];
  const none = data.groups.filter((one) => one.meets_all === 0);
  const members = (/** @type {number} */ group, /** @type {(unit: UnitData) => boolean} */ keep) => unitsWhere(data, (unit) => unit.group === group && keep(unit));
  const titled = (/** @type {GroupData} */ group, /** @type {string} */ word) => `${inLanguage(group.name)} · ${word}`;
  const most_meeting = unitsFigure(data, titled(most, standingWord("meets_all")), say("how_meets_all", number(data.criteria.length)), (unit) => unit.group === data.groups.indexOf(most) && unit.standing === "meets_all", most.meets_all);
  const undetermined = undeterminedFigure(data, "; ", "");
  const finding = most.meets_all > 0 ? saying("groups_finding", inLanguage(most.name), most_meeting) : saying(data.counts.undetermined === data.counts.participants ? "groups_nothing_known" : "groups_nobody", undetermined);
  const in_none = (/** @type {UnitData} */ unit) => data.groups[unit.group].meets_all === 0;
  return section("groups", say("groups_title"),
    [...finding, ...(most.meets_all > 0 && none.length > 0 ? [" ", ...saying("groups_none", figure(number(none.length), () => groupsPanel(data, none)), undeterminedFigure(data, " (", ")", in_none))] : [])],
    h("p.legend", {}, shown.flatMap((kind) => [h("span.swatch." + kind.replace("_", "-"), { "aria-hidden": "true" }), ` ${standingWord(kind)} `])),
    table(say("groups_title"),
      [[say("group")], [say("units"), "n"], [capital(say("registered")), "n"], ...shown.map((kind) => /** @type {[string, string]} */ ([capital(standingWord(kind)), "n"])), [capital(say("recognised")), "n"], [say("share"), "wide"]],
      data.groups.map((group, index) => [
        groupFigure(data, index, inLanguage(group.name), "unit"), groupFigure(data, index, number(group.units)),
        figure(number(group.registered), () => unitsPanel(data, titled(group, say("registered")), say("how_registered", "", ""), members(index, (unit) => unit.registered))),
        ...shown.map((kind) => figure(number(group[kind]), () => unitsPanel(data, titled(group, standingWord(kind)), howStanding(data, kind), members(index, (unit) => unit.standing === kind)))),
        figure(number(group.recognised), () => unitsPanel(data, titled(group, say("recognised")), say("how_recognised"), members(index, (unit) => unit.recognised))),
        stackedBar(shown.map((kind) => ({ count: group[kind], kind: kind.replace("_", "-") })), group.units)]), "cards"));
}

/** Leads to the units of a group. @param {ReviewData} data @param {GroupIndex} group @param {string} text @param {string} [classes] */
function groupFigure(data, group, text, classes) {
  return figure(text, () => unitsPanel(data, inLanguage(data.groups[group].name), say("how_participants", "", date(data.view.participants_day)), unitsWhere(data, (unit) => unit.group === group)), classes);
}

/** @param {ReviewData} data @param {GroupData[]} groups in which none meets all */
function groupsPanel(data, groups) {
  return panelOf(say("groups_none_title"),
    h("ul.units", {}, groups.map((group) => h("li", {}, groupFigure(data, data.groups.indexOf(group), say("n_of_group", inLanguage(group.name), number(group.units), number(group.meets_all), besideUndetermined(group.undetermined)), "unit")))));
}

/** @param {ReviewData} data */
function matrixSection(data) {
  return section("matrix", say("matrix_title"), say("matrix_lead"),
    h("p.legend", {}, ["2", "0", "1", "3"].map((answer) => [sign(answer), ` ${answerWord(answer)} `]).flat()),
    matrix(data), matrixKey(data));
}

/** @param {ReviewData} data */
function failingSection(data) {
  const rows = worst(data);
  if (rows.length === 0) return null;
  const most = rows[0].rule.not_met;
  const first = (/** @type {string} */ text) => figure(text, () => criterionPanel(data, rows[0].index));
  return section("failing", say("failing_title"),
    saying("failing_finding", inLanguage(rows[0].rule.title), first(number(most)), first(shareOf(most, data.counts.participants))),
    table(say("failing_title"), [[say("criterion")], [capital(say("not_met")), "n"], [say("picture"), "wide"], [capital(say("unknown")), "n"], [say("why_mostly")]],
      rows.map(({ rule, index }) => [
        figure(`${rule.id} · ${inLanguage(rule.title)}`, () => criterionPanel(data, index), "unit"),
        figure(number(rule.not_met), () => criterionPanel(data, index)), bar(rule.not_met, most, "not-met"), figure(number(rule.unknown), () => unitsPanel(data, `${rule.id} · ${answerWord("1")}`, inLanguage(rule.title), unitsWhere(data, (unit) => unit.answers[index] === "1"))),
        h("div.why", {}, rule.why.slice(0, 2).map((one) => h("div", {}, figure(`${number(one.count)}×`, () => criterionPanel(data, index)), ` ${inLanguage(one.what)}`)),
          (overlap(rule) || rule.why.length > 2) && h("div.muted", {}, rule.why.length > 2 && figure(say("why_more", number(rule.why.length - 2)), () => criterionPanel(data, index)), overlap(rule) && ` ${say("may_overlap")}`))]), "cards"));
}

/** Whether units stand behind more than one of a criterion's causes. @param {CriterionData} rule */
function overlap(rule) {
  return rule.why.reduce((sum, one) => sum + one.count, 0) > rule.not_met;
}

/** @param {ReviewData} data @param {number} index */
function criterionPanel(data, index) {
  const rule = data.criteria[index];
  return panelOf(`${rule.id} · ${inLanguage(rule.title)}`,
    h("p", {}, say("criterion_counts", number(rule.met), number(rule.not_met), number(rule.unknown), number(rule.not_applicable)), ` ${shareOf(rule.not_met, data.counts.participants)} ${answerWord("0")}.`),
    ruleText(rule),
    rule.why?.length > 0 && [h("h3", {}, say("why_mostly"), overlap(rule) && h("span.muted", {}, ` ${say("may_overlap")}`)), h("ul", {}, rule.why.map((one) => h("li", {}, `${number(one.count)}× ${inLanguage(one.what)}`)))],
    h("h3", {}, say("not_met")),
    ...unitsPanel(data, "", "", unitsWhere(data, (unit) => unit.answers[index] === "0"), (unit) => h("span.muted", {}, inLanguage(data.reasons[`${unit}:${index}`]))).slice(1));
}

/** Units that need one thing. @param {ReviewData} data */
function oneThingSection(data) {
  const rows = data.one_thing;
  if (rows.length === 0) return null;
  const open = (/** @type {number} */ unit) => rows.filter((row) => row.unit === unit).map((row) => h("span.muted", {}, say("criterion_n", data.criteria[row.criterion].id)));
  const all = figure(number(rows.length), () => unitsPanel(data, say("one_thing_title"), say("one_thing_counts"), rows.map((row) => row.unit), (unit) => open(unit)[0]));
  return section("one-thing", say("one_thing_title"), saying("one_thing_finding", all),
    table(say("one_thing_title"), [[say("unit")], [say("criterion")], [say("nearest_way")]],
      rows.map((row) => [unitLink(data, row.unit, true),
        figure(`${data.criteria[row.criterion].id} · ${inLanguage(data.criteria[row.criterion].title)}`, () => cellPanel(data, row.unit, row.criterion), "unit"),
        h("div", {}, (data.units[row.unit].way?.steps || []).map((step) => h("div", {}, inLanguage(step.what), obstaclesOf(data, row.unit, step.criterion))))]), "cards"));
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
  if (row.value !== null && row.base === null && (row.base_known === null || row.base_known[0] === 0)) return say("base_unknown");
  if (row.change !== null && Number(row.change) === 0) return say("no_change");
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
  const explained = (/** @type {ComparisonRow} */ row, /** @type {Child} */ text) => (text === "–" ? text : figure(text, () => comparisonPanel(comparison, row)));
  return section("context", title, saying("context_lead", h("span", {}, withFigures(inLanguage(comparison.reason), () => baselinePanel(comparison)))),
    !comparison.same_participants && h("p", {}, say("different_lists")),
    table(title,
      [[say("indicator")], [comparison.period, "n"], [comparison.against, "n"], [say("change"), "n"], [say("interval"), "n"], [say("picture"), "wide"], [say("remark")]],
      comparison.rows.map((row) => [
        figure(inLanguage(row.name), () => comparisonPanel(comparison, row), "unit"),
        explained(row, comparedValue(row.value, row.value_known, row.share)), explained(row, comparedValue(row.base, row.base_known, row.share)),
        row.change === null ? "–" : explained(row, h("span", {}, changeText(row), row.change_percent === null ? "" : h("span.muted", {}, ` (${percent(row.change_percent, { sign: true })})`))),
        row.interval_low === null ? "–" : explained(row, `${number(row.interval_low)} … ${percent(row.interval_high)}`),
        row.interval_low === null || row.interval_high === null ? "" : intervalPicture(row.change_percent ?? 0, row.interval_low, row.interval_high, reach),
        comparisonRemark(row)]), "cards"));
}

/** @param {ComparisonRow} row */
function changeText(row) {
  return number(row.change, { sign: true }) + (row.share && row.change !== null ? " " + say("points") : "");
}

/** With which period is compared, and why. @param {ComparisonData} comparison */
function baselinePanel(comparison) {
  return panelOf(say("baseline"),
    h("p", {}, say("baseline_is", comparison.period, comparison.against)),
    h("p", {}, say(comparison.declared ? "baseline_declared" : "baseline_not_declared"), " ", inLanguage(comparison.reason)),
    !comparison.same_participants && h("p", {}, say("different_lists")),
    h("p", {}, say("never_scored")));
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
  if (!obstacles || obstacles.rows.length + obstacles.named.length + obstacles.left_out === 0) return null;
  const rows = obstacles.rows;
  const with_cost = rows.filter((row) => row.cost !== null);
  const behind = (/** @type {string} */ text, /** @type {keyof typeof WORDS} */ title, /** @type {string} */ how, /** @type {ObstacleRow[]} */ of) => figure(text, () => obstaclesPanel(data, obstacles, say(title), how, of));
  const refused = rows.filter((row) => row.state === "refused");
  const stood = rows.filter((row) => row.state === "stood");
  return section("obstacles", say("obstacles_title"),
    rows.length > 0 && [...saying("obstacles_finding",
      behind(number(obstacles.open), "obstacles_open", say("how_obstacles_open"), rows),
      behind(money(obstacles.cost), "obstacles_cost", say("how_obstacles_cost", number(with_cost.length), number(rows.length)), with_cost),
      behind(number(obstacles.unfunded), "obstacles_unfunded", say("how_obstacles_open"), rows.filter((row) => row.state === "approved_unfunded"))),
      refused.length > 0 && [" ", ...saying("obstacles_refused_say", behind(number(refused.length), "obstacles_refused", say("how_obstacles_refused"), refused))],
      stood.length > 0 && [" ", ...saying("obstacles_stood_say", behind(number(stood.length), "obstacles_stood", say("how_obstacles_stood"), stood))]].flat(),
    obstacles.departments.length > 0 && table(say("obstacles_title"), [[say("department")], [say("obstacles"), "n"], [say("longest_wait"), "n"], [say("cost"), "n"], [say("units_freed"), "freed"], [say("state")]],
      obstacles.departments.map((one, index) => {
        const panel = () => departmentPanel(data, obstacles, index);
        return [figure(inLanguage(one.name), panel, "unit"), figure(number(one.count), panel), one.months === null ? "–" : figure(say("months", number(one.months)), panel),
          one.cost === 0 ? "–" : figure(money(one.cost), panel),
          h("div", {}, freedFigures(data, one.freed, one.undetermined), one.freed.length > 0 && h("ul.units.why", {}, one.freed.map((unit) => h("li", {}, unitLink(data, unit, true))))),
          h("span", {}, one.states.flatMap((state, n) => [n > 0 && " · ", figure(number(state.count), () => departmentPanel(data, obstacles, index, state.state)), ` ${stateWord(state)}`]))];
      }), "cards"),
    obstaclesTogether(data, obstacles), withoutObstacle(data, obstacles), leftOut(data, obstacles),
    difficultiesNamed(data, obstacles));
}

/** A number of units that solving would free, and those of which it is not known: each leads to its units.
 * @param {ReviewData} data @param {UnitIndex[]} freed @param {UnitIndex[]} undetermined */
function freedFigures(data, freed, undetermined) {
  return [figure(number(freed.length), () => unitsPanel(data, say("units_freed"), say("how_freed"), freed)), openAfterSolving(data, undetermined)];
}

/** @param {ReviewData} data @param {UnitIndex[]} units that would still be undetermined */
function openAfterSolving(data, units) {
  return units.length > 0 && h("span", {}, " ", h("span.nowrap", {}, "(", figure(say("n_undetermined", number(units.length)), () => unitsPanel(data, standingWord("undetermined"), say("how_freed_undetermined"), units)), ")"));
}

/** @param {ReviewData} data @param {UnitIndex[]} units @returns {Child[]} */
function unitNames(data, units) {
  return units.flatMap((unit, n) => [n > 0 && " ", h("span.nowrap", {}, unitLink(data, unit, true), n + 1 < units.length && ";")]);
}

/** What all obstacles together keep from being met, and which failing units no obstacle explains.
 * @param {ReviewData} data @param {ObstacleData} obstacles */
function obstaclesTogether(data, obstacles) {
  if (obstacles.rows.length === 0) return null;
  const alone = new Set(obstacles.departments.flatMap((one) => one.freed));
  const only_together = obstacles.together.filter((unit) => !alone.has(unit));
  const freed = figure(number(obstacles.together.length), () => unitsPanel(data, say("units_freed"), say("how_freed"), obstacles.together));
  const names = h("span", {}, unitNames(data, only_together));
  return h("p", {}, saying("freed_together", freed, openAfterSolving(data, obstacles.together_undetermined) || ""),
    only_together.length > 0 && [" ", ...saying("freed_only_together", figure(number(only_together.length), () => unitsPanel(data, say("freed_only_together_title"), say("how_freed"), only_together)), names)]);
}

/** Of the criteria that open obstacles block: the failing units at which none is recorded.
 * @param {ReviewData} data @param {ObstacleData} obstacles */
function withoutObstacle(data, obstacles) {
  const recorded = new Set(obstacles.rows.flatMap((row) => row.criteria.map((criterion) => `${row.unit}:${criterion}`)));
  const rows = data.criteria.flatMap((rule, index) => {
    const failing = unitsWhere(data, (unit) => unit.answers[index] === "0");
    const without = failing.filter((unit) => !recorded.has(`${unit}:${index}`));
    return without.length > 0 && obstacles.rows.some((row) => row.criteria.includes(index)) ? [{ rule, index, failing, without }] : [];
  });
  if (rows.length === 0) return null;
  const of = (/** @type {CriterionIndex} */ index, /** @type {string} */ title, /** @type {UnitIndex[]} */ units) =>
    figure(number(units.length), () => unitsPanel(data, title, say("how_no_obstacle_recorded"), units, (unit) => h("span.muted", {}, inLanguage(data.reasons[`${unit}:${index}`]))));
  return h("ul", {}, rows.map(({ rule, index, failing, without }) => {
    const title = `${rule.id} · ${inLanguage(rule.title)}`;
    return h("li", {}, saying("no_obstacle_recorded", figure(capital(say("criterion_n", rule.id)), () => criterionPanel(data, index), "unit"), of(index, title, without), figure(number(failing.length), () => criterionPanel(data, index))));
  }));
}

/** Obstacles of units that this page does not list. @param {ReviewData} data @param {ObstacleData} obstacles */
function leftOut(data, obstacles) {
  if (obstacles.left_out === 0) return null;
  const count = number(obstacles.left_out);
  return h("p", {}, saying("left_out", figure(count, () => panelOf(say("left_out_title"), h("p", {}, say("how_left_out", count, date(data.view.participants_day)))))));
}

/** In English a number stands before it. @param {{state: string, name: Bilingual}} state */
function stateWord(state) {
  return state.state === "reported" ? say("state_reported") : inLanguage(state.name);
}

/** Difficulties named at a conference, without a unit. @param {ReviewData} data @param {ObstacleData} obstacles */
function difficultiesNamed(data, obstacles) {
  if (obstacles.named.length === 0) return null;
  return h("div", {}, h("h3", {}, say("difficulties_named")),
    h("ul", {}, obstacles.named.map((row) => h("li", {}, figure(inLanguage(row.what), () => difficultyPanel(data, row)),
      h("span.muted", {}, [inLanguage(row.department_name), [inLanguage(row.document), row.reference].filter(Boolean).join(", ")].filter(Boolean).map((part) => " · " + part).join(""))))));
}

/** @param {ReviewData} data @param {Bilingual} title of a document */
function documentNamed(data, title) {
  return data.documents.find((one) => inLanguage(one.title) === inLanguage(title));
}

/** @param {ReviewData} data @param {ObstacleRow} row named without a unit */
function difficultyPanel(data, row) {
  const record = documentNamed(data, row.document);
  return panelOf(inLanguage(row.what),
    h("p", {}, say("difficulty_named")),
    h("dl.rule", {}, entry("document", inLanguage(row.document)), entry("dated", record?.date ? date(record.date) : ""), entry("reference", row.reference), entry("issuer", inLanguage(record?.issuer)),
      entry("responsible_department", inLanguage(row.department_name)), entry("obstacle_kind", inLanguage(row.kind)), entry("state", obstacleState(row))));
}

/** @param {ReviewData} data @param {ObstacleRow} row */
function obstacleUnit(data, row) {
  return row.unit === null ? inLanguage(row.of) : unitLink(data, row.unit, true);
}

/** The obstacles behind a number. @param {ReviewData} data @param {ObstacleData} obstacles @param {string} title @param {string} how @param {ObstacleRow[]} rows */
function obstaclesPanel(data, obstacles, title, how, rows) {
  const department = (/** @type {number | null} */ index) => (index === null ? "–" : figure(inLanguage(obstacles.departments[index].name), () => departmentPanel(data, obstacles, index), "unit"));
  return panelOf(`${title} · ${number(rows.length)}`, h("p.muted", {}, how),
    table(title, [[say("unit")], [say("obstacle")], [say("department")], [say("state")], [say("cost"), "n"]],
      rows.map((row) => [obstacleUnit(data, row), inLanguage(row.what), department(row.department), obstacleState(row), money(row.cost)]), "cards"));
}

/** @param {ReviewData} data @param {ObstacleData} obstacles @param {number} index of the department @param {string} [state] only those in it */
function departmentPanel(data, obstacles, index, state) {
  const department = obstacles.departments[index];
  const name = inLanguage(department.name);
  const only = department.states.find((one) => one.state === state);
  return panelOf(only ? `${name} · ${number(only.count)} ${stateWord(only)}` : name, !only && h("p", {}, saying("how_freed_department", number(department.freed.length), openAfterSolving(data, department.undetermined) || "")),
    table(name, [[say("unit")], [say("obstacle")], [say("criterion")], [say("state")], [say("cost"), "n"], [say("frees")]],
      obstacles.rows.filter((row) => row.department === index && (!only || row.state === state)).map((row) => [obstacleUnit(data, row), inLanguage(row.what),
        row.criteria.map((criterion) => data.criteria[criterion].id).join(", "), obstacleState(row), money(row.cost), freesWord(row)]), "cards"));
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
  const open = rows.filter((row) => row.state !== "accepted");
  return section("directives", say("directives_title"),
    [...saying("directives_finding", figure(number(rows.length), () => directivesPanel(data, say("directives_all"), rows)), figure(number(open.length), () => directivesPanel(data, say("directives_open"), open))),
      " ", empty.length > 0 && say("directives_not_named", listed(empty.map(([word]) => say(word).toLocaleLowerCase(language))))],
    table(say("directives_title"), [[say("direction")], ...filled.map(([word]) => /** @type {[string]} */ ([say(word)])), [say("state")], [say("document")]],
      rows.map((row) => [h("div", {}, figure(inLanguage(row.clause), () => directivePanel(data, row), "unit"), noteOf(row)), ...filled.map(([, text]) => text(row) || say("not_named")), inLanguage(row.state_name), [inLanguage(row.document), row.reference].filter(Boolean).join(", ")]), "cards"));
}

/** The directions behind a number. @param {ReviewData} data @param {string} title @param {DirectiveRow[]} rows */
function directivesPanel(data, title, rows) {
  return panelOf(`${title} · ${number(rows.length)}`,
    table(title, [[say("direction")], [say("lead_unit")], [say("due")], [say("state")]],
      rows.map((row) => [figure(inLanguage(row.clause), () => directivePanel(data, row), "unit"), inLanguage(row.lead) || say("not_named"), row.due ? date(row.due) : say("not_named"), inLanguage(row.state_name)]), "cards"));
}

/** What the list of directions notes beside one, in Vietnamese. @param {DirectiveRow} row */
function noteOf(row) {
  return row.note !== "" && h("div.muted.why", { lang: "vi" }, row.note);
}

/** @param {ReviewData} data @param {DirectiveRow} row */
function directivePanel(data, row) {
  const record = documentNamed(data, row.document);
  return panelOf(inLanguage(row.clause),
    h("dl.rule", {}, entry("lead_unit", inLanguage(row.lead)), entry("co_operating", inLanguage(row.co_operating)), entry("due", row.due ? date(row.due) : ""),
      entry("state", inLanguage(row.state_name)), entry("document", [inLanguage(row.document), row.reference].filter(Boolean).join(", ")),
      record?.date ? entry("dated", date(record.date)) : [], row.evidence ? entry("evidence", row.evidence) : []),
    row.note !== "" && h("p", {}, say("note"), ": ", h("span", { lang: "vi" }, row.note)));
}

/** @param {ReviewData} data */
function quotasSection(data) {
  const rows = data.quotas;
  if (rows.length === 0) return null;
  return section("quotas", say("quotas_title"), say("quotas_lead"),
    table(say("quotas_title"), [[say("group")], [say("quota")], [say("assigned"), "n"], [say("done"), "n"], [say("share_done"), "n"], [say("short"), "n"]],
      rows.map((row) => [figure((row.group === null ? say("all_units") : inLanguage(data.groups[row.group].name)) + (row.known < row.units ? ` · ${say("known_of", number(row.known), number(row.units))}` : ""), () => quotaPanel(data, row), "unit"), inLanguage(row.name),
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
      h("h3", {}, `${inLanguage(one.name)} · `, figure(number(one.rows.length), () => unitsPanel(data, inLanguage(one.name), inLanguage(one.rule), one.rows.map((row) => row.unit)))), h("p.muted", {}, inLanguage(one.rule)),
      h("ul.units.wide", {}, one.rows.map((row) => h("li", {}, unitLink(data, row.unit, true), " ", h("span.muted", {}, inLanguage(row.status))))))));
}

/** @param {ReviewData} data */
function planSection(data) {
  const plan = data.plan;
  if (!plan) return null;
  const title = say("plan_title", inLanguage(data.next.name));
  const titled = (/** @type {string} */ word, /** @type {GroupIndex} */ group = -1) => (group < 0 ? capital(word) : `${inLanguage(data.groups[group].name)} · ${word}`);
  const near = (/** @type {(unit: UnitData) => boolean} */ keep, /** @type {number} */ count, /** @type {GroupIndex} */ group = -1) =>
    unitsFigure(data, titled(standingWord("near"), group), howStanding(data, "near"), (unit) => unit.standing === "near" && keep(unit), count);
  const meeting = (/** @type {GroupIndex} */ group) =>
    unitsFigure(data, titled(standingWord("meets_all"), group), say("how_meets_all", number(data.criteria.length)), (unit) => unit.standing === "meets_all" && unit.group === group, data.groups[group].meets_all);
  const undetermined = (/** @type {number} */ count, /** @type {GroupIndex} */ group = -1) => (data.counts.undetermined === 0 ? [] :
    [unitsFigure(data, titled(standingWord("undetermined"), group), say("how_undetermined"), (unit) => unit.standing === "undetermined" && (group < 0 || unit.group === group), count)]);
  return section("plan", title, say("plan_lead"), planTooLate(data, plan), planProposed(data),
    plan.targets.length > 0 && table(title,
      [[say("group")], [say("units"), "n"], [capital(say("meet_all")), "n"], ...(data.counts.undetermined > 0 ? [/** @type {[string, string]} */ ([capital(standingWord("undetermined")), "n"])] : []), [say("near"), "n"], ...plan.targets.map((one) => /** @type {[string, string]} */ ([`${inLanguage(one.name)} (${one.by.slice(0, 4)})`, "n"]))],
      [
        [h("strong", {}, say("all_units")), participantsFigure(data), meetAllFigure(data), ...undetermined(data.counts.undetermined), near(() => true, data.counts.near),
          ...plan.targets.map((one) => figure(number(one.registrations), () => planPanel(data, one)))],
        ...plan.rows.map((row) => [groupFigure(data, row.group, inLanguage(data.groups[row.group].name), "unit"), groupFigure(data, row.group, number(data.groups[row.group].units)), meeting(row.group), ...undetermined(data.groups[row.group].undetermined, row.group), near((unit) => unit.group === row.group, data.groups[row.group].near, row.group), ...row.registrations.map((count, index) => figure(number(count), () => planPanel(data, plan.targets[index], { row, count })))]),
      ], "cards"));
}

/** Targets for which no period remains. @param {ReviewData} data @param {PlanData} plan */
function planTooLate(data, plan) {
  return plan.too_late.map((one) => {
    const named = `${inLanguage(one.name)}, ${say("by_day", date(one.by))}`;
    const target = data.targets.find((other) => other.version === one.version && other.by === one.by);
    const why = () => panelOf(named, h("p", {}, say("how_too_late", date(one.by), number(one.missing))));
    return h("p", {}, saying("plan_too_late", figure(named, () => (target ? targetPanel(data, target) : why())), figure(number(one.missing), why)));
  });
}

/** Proposed and not yet decided on: not counted as reached. @param {ReviewData} data */
function planProposed(data) {
  const waiting = (/** @type {UnitData} */ unit) => unit.proposed && !unit.recognised;
  if (!data.units.some(waiting)) return null;
  return h("p", {}, saying("plan_proposed", unitsFigure(data, say("plan_proposed_title"), say("how_proposed"), waiting)));
}

/** @param {ReviewData} data @param {PlanData["targets"][number]} one
 * @param {{row: PlanData["rows"][number], count: number}} [share] that of one group */
function planPanel(data, one, share) {
  return panelOf(`${inLanguage(one.name)} · ${say("by_day", date(one.by))}`,
    h("p", {}, say("plan_arithmetic", number(one.missing), number(one.periods), number(one.registrations))), h("p", {}, say("plan_shares")),
    share && h("p", {}, say("plan_share_of", inLanguage(data.groups[share.row.group].name), number(share.count), number(one.registrations))),
    h("p.muted", {}, say("plan_is_no_forecast")));
}

/** Who takes part; on the page of one unit, how to list them. @param {ReviewData} data */
function participantsPanel(data) {
  const day = data.view.participants_day;
  const how = say("how_participants", "", date(day));
  if (data.kind === "review") return unitsPanel(data, say("method_day", date(day)), how, unitsWhere(data, () => true));
  return panelOf(say("method_day", date(day)), h("p", {}, how), h("p.muted", {}, say("units_on_the_terminal"), " ", h("code", {}, `exemplar units PACK --at ${day}`)));
}

/** How this page looks at the period, in one line: which values, whose list, which geography. @param {ReviewData} data */
function viewLine(data) {
  const view = data.view;
  const status = figure(say("view_status", inLanguage(view.status_name)), () => viewPanel(data));
  const day = figure(say("view_day", date(view.participants_day)), () => participantsPanel(data));
  const geography = figure(view.geography ? say("view_geography", date(view.geography)) : say("view_own_geography"), () => viewPanel(data));
  return h("p.muted.view", {}, status, " · ", day, " · ", geography);
}

/** @param {ReviewData} data */
function viewPanel(data) {
  const verb = data.kind === "unit" ? `report PACK --unit ${data.units[0].code}` : "review PACK";
  return panelOf(say("view_title"),
    h("ul", {}, methodOfView(data).map((one) => h("li", {}, one))),
    h("p.muted", {}, say("view_how"), " ", h("code", {}, `exemplar ${verb} --period ${data.period.id} --status ${data.view.status} --geography ${data.view.geography ?? "as-was"}`)));
}

/** @param {ReviewData} data */
function methodOfView(data) {
  const restated = data.view.geography && [say("method_restated", date(data.view.geography)), data.kind === "review" && data.targets.length > 0 ? say("method_targets_own_list") : ""].join(" ");
  return [say("method_status", inLanguage(data.view.status_name)), restated || say("method_geography")];
}

/** What a title has to say where the page looks at its period otherwise than by default. @param {ReviewData} data */
function titleOfView(data) {
  const { status, status_name, geography } = data.view;
  return [status !== "reported" && say("view_status", inLanguage(status_name)), geography && say("view_title_geography", date(geography))].filter(Boolean).map((part) => ` · ${part}`).join("");
}

/** How the figures came about. @param {ReviewData} data */
function methodSection(data) {
  return section("method", say("method_title"), null,
    h("ul", {},
      h("li", {}, saying(data.kind === "unit" && !data.units[0].takes_part ? "method_participants_without" : "method_participants", figure(number(data.counts.participants), () => participantsPanel(data)), date(data.view.participants_day))),
      methodOfView(data).map((one) => h("li", {}, one)),
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
