// The page of one unit: how it stands, why, what stands in the way, the nearest way, and the years
// before. The same panel and rules as in the review.

/** @param {ReviewData} data */
function unitHeader(data) {
  const one = data.units[0];
  return h("header", {},
    pageTools(),
    h("p.tags", {}, data.labels.map((label) => h("span.tag", {}, inLanguage(label))), !one.takes_part && h("span.tag", {}, say("takes_no_part"))),
    h("h1", {}, `${inLanguage(one.full)} (${one.code})`),
    h("p.lead", {}, `${inLanguage(data.programme.name)} · ${inLanguage(data.period.name)} · ${inLanguage(data.criteria_set.name)}`),
    h("p.standing", {}, h("strong", {}, capital(standingWord(one.standing))), ` · ${unitCounts(one)}`, stateOf(one)),
    one.not_assessable && h("p", {}, say("because"), " ", inLanguage(one.not_assessable)),
    h("ul.row", { "aria-label": say("all_criteria") }, data.criteria.map((rule, criterion) =>
      h("li", {}, figure(h("span", {}, h("span.id", {}, rule.id), sign(one.answers[criterion])), () => cellPanel(data, 0, criterion), "cell")))));
}

/** Each criterion with its explanation; what is not met or not known first, and open.
 * @param {ReviewData} data */
function unitCriteriaSection(data) {
  const answers = data.units[0].answers;
  const order = ["0", "1", "3", "2"].flatMap((answer) => data.criteria.map((_, index) => index).filter((index) => answers[index] === answer));
  return section("criteria", say("all_criteria"), say("unit_criteria_lead"),
    order.map((index) => {
      const rule = data.criteria[index];
      const open = answers[index] === "0" || answers[index] === "1";
      const details = h("details.criterion", { open },
        h("summary", {}, sign(answers[index]), " ", h("strong", {}, `${rule.id} · ${inLanguage(rule.title)}`), h("span.muted", {}, ` ${inLanguage(data.criteria_groups[rule.group ?? -1]?.name)}`)));
      const draw = () => {
        if (details.childElementCount > 1) return;
        append(details, [lazyLines(data, 0, (all) => all?.criteria[rule.id]?.[language]), ruleText(rule), obstaclesOf(data, 0, index)]);
      };
      if (open) draw();
      details.addEventListener("toggle", draw);
      return details;
    }));
}

/** @param {ReviewData} data */
function unitWaySection(data) {
  const way = wayOf(data.units[0], data.criteria, true);
  return way && section("way", say("nearest_way"), say("way_lead"), way);
}

/** @param {ReviewData} data */
function trendSection(data) {
  if (data.trend.length < 2) return null;
  return section("trend", say("trend_title"), null,
    table(say("trend_title"), [[say("period")], [say("standing")], [capital(say("met")), "n"], [say("open_criteria")]],
      data.trend.map((year) => [year.period, capital(standingWord(year.standing)), `${number(year.met)}/${number(year.judged)}`,
        h("span", {}, year.open.map((one) => h("span.open", {}, sign(String(one.answer)), ` ${one.id} `)))]), "cards"));
}

/** @param {ReviewData} data */
function profileSection(data) {
  if (data.profile.length === 0) return null;
  const value = (/** @type {ProfileValue} */ one) =>
    typeof one === "object" && "number" in one ? `${number(one.number)} ${one.unit}` : typeof one === "object" && "day" in one ? date(one.day) : inLanguage(one);
  return section("profile", say("profile_title"), say("profile_lead", date(data.view.participants_day)),
    h("dl.profile", {}, data.profile.map((one) => [h("dt", {}, inLanguage(one.name)), h("dd", {}, value(one.value))]).flat()));
}

/** @param {ReviewData} data */
function unitSections(data) {
  return [unitCriteriaSection(data), unitWaySection(data), trendSection(data), contextSection(data), profileSection(data), methodSection(data)].filter((one) => one !== null);
}
