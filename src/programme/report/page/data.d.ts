// The page's data, as src/programme/report/review.cpp writes it. Numbers are what the verbs of the
// command line give as JSON; texts are one string, or [Vietnamese, English].

type Bilingual = string | readonly [string, string];
type UnitIndex = number; // into ReviewData.units
type CriterionIndex = number; // into ReviewData.criteria
type GroupIndex = number; // into ReviewData.groups
type Standing = "meets_all" | "near" | "not_yet" | "undetermined" | "not_assessable";
type Counts = Record<Standing, number>;
type Way = "meets_all" | "title_of_year" | "title_in_force" | "title_ever";

interface Named {
  id: string;
  name: Bilingual;
}

interface PeriodData extends Named {
  first: string;
  last: string;
}

interface CriterionData {
  id: string;
  group?: number; // into criteria_groups; none: of no group
  title: Bilingual;
  text: Bilingual;
  basis: string;
  illustrative: boolean;
  formula: string;
  evidence: Bilingual;
  knock_out: boolean;
  accepted: Bilingual[];
  met: number;
  not_met: number;
  unknown: number;
  not_applicable: number;
  why: { count: number; what: Bilingual }[];
}

interface GroupData extends Counts {
  name: Bilingual;
  units: number;
  registered: number;
  proposed: number;
  recognised: number;
}

interface WayData {
  solved: boolean; // every step is a change or data
  verified: boolean; // assessed again with the changed values
  reaches: boolean; // the main level, with all changes made
  steps: { criterion: CriterionIndex; kind: "change" | "give_data" | "not_solvable"; what: Bilingual }[];
}

interface UnitData {
  code: string;
  name: Bilingual;
  full: Bilingual; // with its district
  group: GroupIndex;
  standing: Standing;
  answers: string; // a digit for each criterion: 0 not met, 1 unknown, 2 met, 3 not applicable
  level: Bilingual; // the level reached; where values are missing also at best and at worst; "" without levels
  registered: boolean;
  proposed: boolean;
  recognised: boolean;
  takes_part: boolean;
  way: WayData | null;
}

interface FlowRow {
  unit: UnitIndex | null; // null: does not take part any more
  criteria: CriterionIndex[];
  before?: (Lines | null)[]; // at_risk: how each of them stood the year before; null: it did not exist then
}

interface FlowData {
  against: string;
  against_name: Bilingual;
  held: FlowRow[];
  gained: FlowRow[];
  lost: FlowRow[];
  undetermined: FlowRow[];
  at_risk: FlowRow[];
  ended: number;
}

/** How many units the target asks for, as its line says and as else it could be read. */
interface TargetReading {
  declared: boolean;
  strictly_more: boolean;
  fixed_denominator: boolean;
  denominator: number;
  asked: number;
}

interface TargetGroup extends Record<Way, number | null> {
  group: GroupIndex | null;
  name: Bilingual; // also of a group that is none of this page, in a later geography
  units: number;
  reached: number;
  undetermined: number;
  share: number; // of what is missing
}

interface TargetData extends Record<Way, number | null> {
  version: string;
  name: Bilingual;
  by: string;
  kind: "assigned" | "committed" | "striven_for";
  current: boolean;
  document: string;
  issuer: Bilingual;
  date: string | null;
  note: Bilingual;
  counts: Way;
  share: string | null; // in percent
  strictly_more: boolean;
  fixed_denominator: boolean;
  denominator: number;
  asked: number;
  reached: number | null;
  missing: number | null;
  undetermined: number;
  counted_on: string;
  frozen: boolean;
  gone: number;
  readings: TargetReading[]; // the declared one first
  groups: TargetGroup[];
}

interface YearData {
  period: string;
  year: number;
  participants: number;
  meets_all: number;
  undetermined: number;
  registered: number;
  recognised: number;
}

interface ComparisonRow {
  indicator: string;
  name: Bilingual;
  note: Bilingual;
  unit: string;
  share: boolean; // values in percent, changes in percentage points
  value: number | null;
  value_known: [number, number] | null;
  base_period: string;
  base: number | null;
  base_known: [number, number] | null;
  change: number | null;
  change_percent: number | null;
  no_base: boolean;
  interval_low: number | null;
  interval_high: number | null;
  definition_changed: Bilingual[] | null;
  not_comparable: Bilingual | null;
}

interface ComparisonData {
  period: string;
  against: string;
  against_name: Bilingual;
  same_participants: boolean; // false: the totals speak of different lists
  declared: boolean;
  reason: Bilingual;
  rows: ComparisonRow[];
}

interface ObstacleRow {
  id: string;
  kind: Bilingual;
  unit: UnitIndex | null; // null: of no single participant
  of: Bilingual; // the unit's name
  criteria: CriterionIndex[];
  reference: string; // where in the document
  department_name: Bilingual | null;
  department: number | null; // into ObstacleData.departments
  what: Bilingual;
  cost: number | null; // in đồng
  funds: Bilingual;
  state: string; // "stood": solved after the period's end; "refused": the request was, the difficulty stays
  state_name: Bilingual;
  since: string | null; // the obstacle's first day, not the state's
  solved_on: string | null; // after the period's end
  document: Bilingual;
  frees: boolean; // this unit meets all once this obstacle alone is solved
  undetermined: boolean; // it would then still be undetermined
}

interface DepartmentData {
  name: Bilingual;
  count: number;
  cost: number;
  months: number | null; // the longest wait
  states: { state: string; count: number; name: Bilingual }[];
  freed: UnitIndex[]; // meet all once all of this department's obstacles are solved
  undetermined: UnitIndex[]; // would then still be undetermined
}

interface ObstacleData {
  open: number;
  cost: number;
  unfunded: number;
  departments: DepartmentData[];
  rows: ObstacleRow[];
  named: ObstacleRow[]; // named without a unit
  together: UnitIndex[]; // meet all once all obstacles are solved
  together_undetermined: UnitIndex[];
  left_out: number; // obstacles of units that are none of this page's
}

interface DirectiveRow {
  id: string;
  clause: Bilingual;
  note: string; // Vietnamese only; may be empty
  lead: Bilingual;
  co_operating: Bilingual;
  due: string | null;
  state: string;
  state_name: Bilingual;
  document: Bilingual;
  reference: string;
  evidence: string;
}

interface QuotaRow {
  id: string;
  name: Bilingual;
  group: GroupIndex | null; // null: all participants
  units: number;
  known: number; // of so many both numbers are known; they alone are added up
  assigned: number;
  done: number;
  percent: number | null;
  short: number;
}

interface CommendationData {
  id: string;
  name: Bilingual;
  rule: Bilingual;
  rows: { unit: UnitIndex; status: Bilingual }[]; // how certain the figures behind it are
}

interface PlanData {
  targets: { version: string; name: Bilingual; by: string; current: boolean; missing: number; periods: number; registrations: number }[];
  rows: { group: GroupIndex; registrations: number[] }[];
  too_late: { version: string; name: Bilingual; by: string; missing: number }[]; // no remaining period's decision can fall in time
}

type ProfileValue = Bilingual | { number: number; unit: string } | { day: string };

interface TrendYear {
  period: string;
  standing: Standing;
  met: number;
  judged: number;
  open: { id: string; answer: number }[];
}

interface ReviewData {
  format: string;
  kind: "review" | "unit";
  lang: "vi" | "en"; // in which the page opens; ?lang= in its address wins
  labels: Bilingual[];
  office: Bilingual;
  office_note: Bilingual;
  programme: Named & { note: Bilingual };
  period: PeriodData;
  next: PeriodData;
  unit_word: Bilingual | null;
  view: { status: string; status_name: Bilingual; geography: string | null; participants_day: string; fate_unknown: Bilingual[] };
  criteria_set: Named & { note: Bilingual; illustrative: boolean };
  counts: Counts & { participants: number; registered: number; registered_meeting: number; proposed: number; recognised: number };
  levels: (Named & { formula: string; near: boolean })[]; // near: the level that "near" stands for
  criteria_groups: Named[];
  criteria: CriterionData[];
  groups: GroupData[];
  units: UnitData[];
  reasons: Record<string, Bilingual>; // "unit:criterion"
  flow: FlowData | null;
  targets: TargetData[];
  trajectory: YearData[];
  comparison: ComparisonData | null;
  obstacles: ObstacleData | null;
  directives: DirectiveRow[];
  documents: { id: string; title: Bilingual; subject: Bilingual; date: string | null; issuer: Bilingual; in_force_until: string | null; replaced_by: Bilingual | null }[];
  quotas: QuotaRow[];
  commendations: CommendationData[];
  one_thing: { unit: UnitIndex; criterion: CriterionIndex }[];
  plan: PlanData | null;
  // Of the page of one unit only:
  profile: { id: string; name: Bilingual; value: ProfileValue; from: string | null }[]; // from: the day since which it holds; null: since the records begin
  trend: TrendYear[];
}

/** The data as it stands in the file: what many places say is a place in `texts`. */
interface ReviewFile extends Omit<ReviewData, "units" | "reasons"> {
  texts: Bilingual[];
  units: UnitInFile[];
  reasons: Record<string, number>;
}

interface UnitInFile extends Omit<UnitData, "level" | "way"> {
  level: number;
  way: WayInFile | null;
}

interface WayInFile extends Omit<WayData, "steps"> {
  steps: { criterion: CriterionIndex; kind: "change" | "give_data" | "not_solvable"; what: number }[];
}

/** As the terminal writes them. */
interface Lines {
  vi: string[];
  en: string[];
}

/** What an element of the panel shows for one unit, by its code: why it is not assessable (or not known to
 * be), and the lines of the explanation of each criterion. */
type Explanations = Record<string, { assessable: Lines; criteria: Record<string, Lines> }>;
