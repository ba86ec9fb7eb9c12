// Pictures with their lines named directly, no legends. Each stands beside the same figures in text.

/** Labels on one side of a chart, pushed apart so that none covers another.
 * @param {{y: number}[]} labels in any order; y in the chart's units @param {number} apart */
function pushApart(labels, apart) {
  const ordered = [...labels].sort((a, b) => a.y - b.y);
  for (let i = 1; i < ordered.length; ++i) {
    ordered[i].y = Math.max(ordered[i].y, ordered[i - 1].y + apart);
  }
}

/**
 * Where the programme stands year by year, and the way each target version asks for.
 *
 *   249 ┤                        ╱ ● 100 % in 2029 (version 3)
 *       │                   ╱
 *   100 ┤           ╱ ● more than 40 % in 2025
 *    14 ┤    ●━━━━●
 *       └──2021──2023──2025──────2029
 */
function trajectoryChart(/** @type {ReviewData} */ data) {
  if (data.trajectory.length === 0) return null;
  const here = data.trajectory[data.trajectory.length - 1];
  const entry_of = (/** @type {string} */ kind, /** @type {Child[]} */ said) => h("li." + kind, {}, h("span.dot", { "aria-hidden": "true" }), said);
  return h("div", {}, trajectoryPicture(data, { width: 820, right: 300, labels: true }),
    h("div.narrow-chart", {}, trajectoryPicture(data, { width: 360, right: 18, labels: false }),
      h("ul.chart-key", {},
        here.undetermined < here.participants && entry_of("reached", [...saying("n_meet_all", meetAllFigure(data)), undeterminedFigure(data, " (", ")")]),
        entry_of("recognised", saying("n_recognised", recognisedFigure(data))),
        data.targets.map((target) => entry_of(target.current ? "current" : "older",
          [figure(say("asked_in", number(target.asked), target.by.slice(0, 4), inLanguage(target.name)), () => targetPanel(data, target), "unit")])))));
}

/** The picture for a screen, or the narrow one for a phone, whose labels stand below it.
 * @param {ReviewData} data @param {{width: number, right: number, labels: boolean}} shape */
function trajectoryPicture(data, { width, right, labels: labelled }) {
  const years = data.trajectory.map((one) => one.year);
  const ends = data.targets.map((target) => Number(target.by.slice(0, 4)));
  const first = Math.min(...years);
  const last = Math.max(...years, ...ends);
  const top = Math.max(1, ...data.targets.map((target) => target.asked), data.counts.participants);
  const [height, left, over, under] = [labelled ? 330 : 260, 44, 14, 40];
  const x = (/** @type {number} */ year) => left + ((year - first) / Math.max(1, last - first)) * (width - left - right);
  const y = (/** @type {number} */ count) => height - under - (count / top) * (height - over - under);
  const id = labelled ? "trajectory-says" : "narrow-trajectory-says";
  const picture = svg("svg.chart." + (labelled ? "labelled" : "narrow"), { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": id });
  picture.append(svg("title", { id }, say("trajectory_says")));

  // Only lines that mean something: nothing, everyone, and what the newest version asks for.
  const newest = data.targets.filter((target) => target.current);
  for (const count of new Set([0, top, ...newest.map((target) => target.asked)])) {
    picture.append(
      svg("line.rule", { x1: left, x2: width - right, y1: y(count), y2: y(count) }),
      svg("text.tick", { x: left - 8, y: y(count) + 4, "text-anchor": "end" }, number(count))
    );
  }
  const step = Math.ceil((40 * Math.max(1, last - first)) / (width - left - right)); // years between two that are named
  for (let year = last - step * Math.floor((last - first) / step); year <= last; year += step) {
    picture.append(svg("text.tick", { x: x(year), y: height - 8, "text-anchor": "middle" }, year));
  }

  const here = data.trajectory[data.trajectory.length - 1];
  const versions = new Map();
  for (const target of data.targets) {
    if (!versions.has(target.version)) versions.set(target.version, []);
    versions.get(target.version).push(target);
  }
  const labels = [];
  for (const milestones of versions.values()) {
    const kind = milestones[0].current ? "current" : "older";
    // From where its own way of counting stands today; a number that is not known begins no line.
    const reached = milestones[0].reached;
    const points = [...(reached === null ? [] : [[here.year, reached]]), ...milestones.map((/** @type {TargetData} */ one) => [Number(one.by.slice(0, 4)), one.asked])];
    picture.append(svg("polyline.asked." + kind, { points: points.map(([year, count]) => `${x(year)},${y(count)}`).join(" ") }));
    for (const one of milestones) {
      const [at, count] = [Number(one.by.slice(0, 4)), one.asked];
      picture.append(svg("circle.asked." + kind, { cx: x(at), cy: y(count), r: 4 }));
      labels.push({ y: y(count) + 4, from: [x(at), y(count)], kind, text: say("asked_in", number(count), at, inLanguage(one.name)) });
    }
  }
  pushApart(labels, 17);
  for (const label of labelled ? labels : []) {
    picture.append(
      svg("path.leader", { d: `M${label.from[0] + 6},${label.from[1]} L${width - right + 8},${label.y - 4}` }),
      svg("text.asked." + label.kind, { x: width - right + 12, y: label.y }, label.text)
    );
  }

  const line = (/** @type {"meets_all" | "recognised"} */ field, /** @type {string} */ name, /** @type {(end: YearData) => string} */ word, /** @type {number} */ below) => {
    const known = data.trajectory.filter((one) => field === "recognised" || one.undetermined < one.participants);
    if (known.length === 0) return;
    picture.append(
      svg("polyline." + name, { points: known.map((one) => `${x(one.year)},${y(one[field])}`).join(" ") })
    );
    for (const one of known) picture.append(svg("circle." + name, { cx: x(one.year), cy: y(one[field]), r: 3.5 }));
    if (!labelled) return;
    const end = known[known.length - 1];
    // Where few years lie before it, the word begins at the axis instead of ending at its point.
    const fits = x(end.year) - left > 110;
    picture.append(svg("text." + name, { x: fits ? x(end.year) - 8 : left + 4, y: y(end[field]) + below, "text-anchor": fits ? "end" : "start" }, word(end)));
  };
  line("meets_all", "reached", (one) => say("n_meet_all", number(one.meets_all)) + besideUndetermined(one.undetermined), -10);
  line("recognised", "recognised", (one) => say("n_recognised", number(one.recognised)), 14);
  return picture;
}

/** A bar of parts, each with its sign; the numbers stand in the table beside it.
 * @param {{count: number, kind: string}[]} parts @param {number} whole */
function stackedBar(parts, whole) {
  return h(
    "span.stack",
    { "aria-hidden": "true" },
    parts.filter((part) => part.count > 0).map((part) => h("span." + part.kind, { style: `width:${(100 * part.count) / whole}%` }))
  );
}

/** @param {number} count @param {number} most @param {string} kind */
function bar(count, most, kind) {
  return h("span.bar", { "aria-hidden": "true" }, h("span." + kind, { style: `width:${(100 * count) / Math.max(1, most)}%` }));
}

/** A change in percent with its 95 % interval, around the line of no change.
 * @param {number} change @param {number} low @param {number} high @param {number} reach the axis ends at ± reach; what goes on beyond ends in an arrow */
function intervalPicture(change, low, high, reach) {
  const x = (/** @type {number} */ value) => 60 + (Math.max(-reach, Math.min(reach, value)) / reach) * 56;
  return svg(
    "svg.interval",
    { viewBox: "0 0 120 14", "aria-hidden": "true" },
    svg("line.zero", { x1: 60, x2: 60, y1: 0, y2: 14 }),
    svg("line.range", { x1: x(low), x2: x(high), y1: 7, y2: 7 }),
    high > reach && svg("path.range", { d: "M111,3 L117,7 L111,11" }),
    low < -reach && svg("path.range", { d: "M9,3 L3,7 L9,11" }),
    svg("circle", { cx: x(change), cy: 7, r: 3 })
  );
}
