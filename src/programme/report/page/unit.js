// The page of one unit: how it stands, why, what stands in the way, the nearest way, and the years
// before. The same panel and rules as in the review.

/** @param {ReviewData} data */
function unitHeader(data) {
  const one = data.units[0];
  return h("header", {},
    pageTools(),
    h("p.tags", {}, data.labels.map((label) => h("span.tag", {}, inLanguage(label))), !one.takes_part && h("span.tag", {}, say("takes_no_part"))),
    h("h1", {}, `${inLanguage(one.full)} (${one.code})${titleOfView(data)}`),
    h("p.lead", {}, `${inLanguage(data.programme.name)} · ${inLanguage(data.period.name)} · ${inLanguage(data.criteria_set.name)}`),
    viewLine(data),
    h("p.standing", {}, figure(h("strong", {}, capital(standingWord(one.standing))), () => unitPanel(data, 0)), " · ", figure(unitCounts(one), () => unitPanel(data, 0)), stateOf(one)),
    standingLines(data, 0),
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
  const way = wayOf(data, 0, true);
  return way && section("way", say("nearest_way"), say("way_lead"), way);
}

/** @param {ReviewData} data */
function trendSection(data) {
  if (data.trend.length < 2) return null;
  return section("trend", say("trend_title"), null,
    table(say("trend_title"), [[say("period")], [say("standing")], [capital(say("met")), "n"], [say("open_criteria")]],
      data.trend.map((year) => {
        const explained = (/** @type {Child} */ text, classes = "") => figure(text, () => trendPanel(data, year), classes);
        return [explained(year.period, "unit"), explained(capital(standingWord(year.standing))), explained(`${number(year.met)}/${number(year.judged)}`),
          year.open.length === 0 ? "" : explained(h("span", {}, year.open.map((one) => h("span.open", {}, sign(String(one.answer)), ` ${one.id} `))), "unit")];
      }), "cards"));
}

/** How the unit stood in a year. The criteria are named as in this page's set, whose ids may mean
 * something else in the set of that year. @param {ReviewData} data @param {TrendYear} year */
function trendPanel(data, year) {
  const one = data.units[0];
  const here = year.period === data.period.id;
  const criterion = (/** @type {TrendYear["open"][number]} */ open) => {
    const index = data.criteria.findIndex((rule) => rule.id === open.id);
    const text = index < 0 ? open.id : `${open.id} · ${inLanguage(data.criteria[index].title)}`;
    return h("li", {}, sign(String(open.answer)), " ", here && index >= 0 ? figure(text, () => cellPanel(data, 0, index), "unit") : text);
  };
  return panelOf(`${inLanguage(one.full)} · ${year.period}`,
    h("p", {}, h("strong", {}, capital(standingWord(year.standing))), ` · ${say("trend_counts", number(year.met), number(year.judged))}`),
    year.open.length === 0 ? h("p", {}, say("trend_none_open")) : [h("h3", {}, say("open_criteria")), h("ul.answers", {}, year.open.map(criterion))],
    !here && year.open.length > 0 && h("p.muted", {}, say("trend_titles", inLanguage(data.period.name))),
    h("p.muted", {}, say("explained_on_the_terminal"), " ", h("code", {}, `exemplar explain PACK --unit ${one.code} --period ${year.period}`)));
}

/** @param {ProfileValue} value */
function profileText(value) {
  if (typeof value === "object" && "number" in value) return `${number(value.number)} ${value.unit}`.trim();
  return typeof value === "object" && "day" in value ? date(value.day) : inLanguage(value);
}

/** @param {ReviewData} data */
function profileSection(data) {
  if (data.profile.length === 0) return null;
  const day = date(data.view.participants_day);
  return section("profile", say("profile_title"), saying("profile_lead", figure(day, () => profilePanel(data, say("profile_title"), data.profile))),
    h("dl.profile", {}, data.profile.map((one) => [h("dt", {}, inLanguage(one.name)), h("dd", {}, figure(profileText(one.value), () => profilePanel(data, inLanguage(one.name), [one])))]).flat()));
}

/** Where values of the profile come from. @param {ReviewData} data @param {string} title @param {ReviewData["profile"]} values */
function profilePanel(data, title, values) {
  return panelOf(title,
    h("p", {}, say("profile_from_register", date(data.view.participants_day)), " ", say("profile_never_scored")),
    values.map((one) => h("dl.rule", {},
      [h("dt", {}, values.length > 1 ? inLanguage(one.name) : say("value")), h("dd", {}, profileText(one.value))],
      [h("dt", {}, say("attribute")), h("dd", {}, h("code", {}, one.id))],
      [h("dt", {}, say("from")), h("dd", {}, one.from ? date(one.from) : say("since_records_begin"))])));
}

/** @param {ReviewData} data */
function unitSections(data) {
  return [unitCriteriaSection(data), unitWaySection(data), trendSection(data), contextSection(data), profileSection(data), methodSection(data)].filter((one) => one !== null);
}
