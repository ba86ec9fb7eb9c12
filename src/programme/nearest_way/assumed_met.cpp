#include "programme/nearest_way/assumed_met.hpp"

#include "programme/nearest_way/levers.hpp"

namespace exemplar::programme {

using engine::Answer;
using engine::Graph;
using engine::Node;
using engine::NodeId;
using engine::Op;
using engine::PeriodIndex;
using engine::Pool;

namespace {

// The run's source and, numbered after its inputs, two columns for each criterion: whether it is
// taken as met (in the assessed period), and its answer as it is.
class WithCriteria final : public engine::Source {
 public:
  explicit WithCriteria(AssessmentRun& run)
      : run_(run),
        source_(run.source()),
        first_(static_cast<uint32_t>(run.rules().inputs.size())),
        criteria_(run.rules().graph.criteria.size()) {}

  uint32_t index_of_taken(size_t criterion) const {
    return first_ + static_cast<uint32_t>(criterion);
  }
  uint32_t index_of_answer(size_t criterion) const {
    return first_ + static_cast<uint32_t>(criteria_ + criterion);
  }

  size_t unit_count() const override { return source_.unit_count(); }
  engine::Cell input(uint32_t index, const std::string& category, PeriodIndex period, size_t unit,
                     Pool& pool) override {
    if (index < first_) return source_.input(index, category, period, unit, pool);
    const size_t criterion = (index - first_) % criteria_;
    if (index >= index_of_answer(0)) return answers(criterion, period)[unit];
    engine::Cell cell;
    cell.answer = Answer::NotMet;
    if (period != run_.period()) return cell;
    const auto found = taken.find(unit);
    if (found != taken.end() && found->second[criterion] != 0) cell.answer = Answer::Met;
    return cell;
  }
  engine::Column input_column(uint32_t index, const std::string& category, PeriodIndex period,
                              engine::ValueType type, Pool& pool) override {
    if (index < first_) return source_.input_column(index, category, period, type, pool);
    if (index >= index_of_answer(0)) return answers((index - first_) % criteria_, period);
    return Source::input_column(index, category, period, type, pool);
  }
  engine::Cell attribute(uint32_t index, PeriodIndex period, size_t unit, Pool& pool) override {
    return source_.attribute(index, period, unit, pool);
  }
  engine::Cell months_active(bool lineage, PeriodIndex period, size_t unit, Pool& pool) override {
    return source_.months_active(lineage, period, unit, pool);
  }
  Date first_day(PeriodIndex period) override { return source_.first_day(period); }
  Date last_day(PeriodIndex period) override { return source_.last_day(period); }
  std::optional<std::vector<PeriodIndex>> select(PeriodIndex period,
                                                 const engine::Selector& selector) override {
    return source_.select(period, selector);
  }
  bool comparable(uint32_t input, PeriodIndex a, PeriodIndex b) override {
    return source_.comparable(input, a, b);
  }
  const std::vector<int32_t>& parents(PeriodIndex period, const std::string& hierarchy) override {
    return source_.parents(period, hierarchy);
  }
  const std::vector<char>& participants(PeriodIndex period) override {
    return source_.participants(period);
  }
  const std::vector<char>& existing(PeriodIndex period) override {
    return source_.existing(period);
  }
  int32_t unit_with_code(const std::string& code, PeriodIndex period) override {
    return source_.unit_with_code(code, period);
  }

  AssumedMet::Taken taken;

 private:
  const engine::Column& answers(size_t criterion, PeriodIndex period) {
    return run_.evaluation().column(run_.rules().graph.criteria[criterion].answer, period);
  }

  AssessmentRun& run_;
  FactSource& source_;
  uint32_t first_;
  size_t criteria_;
};

NodeId added(Graph& graph, Node node) {
  graph.nodes.push_back(std::move(node));
  return NodeId(graph.nodes.size() - 1);
}

Node handed_in(uint32_t index, engine::ValueType type) {
  Node node;
  node.op = Op::Input;
  node.type = type;
  node.index = index;
  return node;
}

Node constant(engine::ValueType type, const Ratio& value) {
  Node node;
  node.type = type;
  node.constant.answer = Answer::Met;
  node.constant.exact = value;
  return node;
}

}  // namespace

struct AssumedMet::Level {
  Level(AssessmentRun& owner, size_t which, KnockOuts knock_outs)
      : run(owner), source(owner), answer(owner.rules().graph.levels[which].answer) {
    const Graph& compiled = run.rules().graph;
    graph.nodes = compiled.nodes;
    graph.texts = compiled.texts;
    std::map<NodeId, NodeId> as_it_is;
    for (size_t c = 0; c < compiled.criteria.size(); ++c) {
      const NodeId name = compiled.criteria[c].answer;
      const NodeId kept = added(graph, asks_others(name) ? compiled[name]
                                                         : handed_in(source.index_of_answer(c),
                                                                     engine::ValueType::Truth));
      as_it_is[name] = kept;
      replace(name, source.index_of_taken(c), constant(engine::ValueType::Truth, {}), kept);
      full_points(c);
    }
    if (knock_outs == KnockOuts::AsTheyAre) keep_knock_outs(as_it_is);
    evaluation = std::make_unique<engine::Evaluation>(graph, source);
  }

  // A criterion whose answer another's decides must be evaluated again.
  bool asks_others(NodeId criterion) const {
    const Graph& compiled = run.rules().graph;
    for (const NodeId below : nodes_at_home(compiled, criterion)) {
      if (below == criterion) continue;
      for (const engine::CompiledCriterion& other : compiled.criteria) {
        if (below == other.answer || below == other.points) return true;
      }
    }
    return looks_across_units(compiled, criterion);
  }

  // if taken as met then `yes` else `kept`, under the criterion's own name.
  void replace(NodeId name, uint32_t taken, Node yes, NodeId kept) {
    Node either;
    either.op = Op::If;
    either.type = graph[name].type;
    either.may_be_not_applicable = graph[name].may_be_not_applicable;
    either.number = graph[name].number;
    const NodeId condition = added(graph, handed_in(taken, engine::ValueType::Truth));
    const NodeId met = added(graph, std::move(yes));
    either.args = {condition, met, kept};
    graph.nodes[name.index()] = std::move(either);
  }

  // Met by nothing but its full points: then it has them.
  void full_points(size_t c) {
    const engine::CriterionRule& rule = run.rules().rules.criteria[c];
    const NodeId points = run.rules().graph.criteria[c].points;
    if (rule.met != nullptr || !rule.max || !points.valid()) return;
    const NodeId kept = added(graph, graph[points]);
    replace(points, source.index_of_taken(c),
            constant(graph[points].type, Ratio{rule.max->units, power_of_ten(rule.max->digits)}),
            kept);
  }

  // no_knock_out of the answers as they are.
  void keep_knock_outs(const std::map<NodeId, NodeId>& as_it_is) {
    const NodeId name = run.rules().graph.no_knock_out;
    if (!name.valid()) return;
    const NodeId policy = graph[name].args[0];
    Node all = graph[graph[policy].args[0]];
    for (NodeId& arg : all.args) arg = as_it_is.at(arg);
    Node kept = graph[policy];
    kept.args = {added(graph, std::move(all))};
    const NodeId replaced = added(graph, std::move(kept));
    graph.nodes[name.index()].args = {replaced};
  }

  AssessmentRun& run;
  Graph graph;
  WithCriteria source;
  NodeId answer;
  std::unique_ptr<engine::Evaluation> evaluation;
};

AssumedMet::AssumedMet(AssessmentRun& run, size_t level, KnockOuts knock_outs)
    : level_(std::make_unique<Level>(run, level, knock_outs)) {}
AssumedMet::~AssumedMet() = default;

std::map<size_t, Answer> AssumedMet::answers(const Taken& taken) {
  Level& level = *level_;
  level.source.taken = taken;
  level.evaluation->release();
  const PeriodIndex period = level.run.period();
  std::map<size_t, Answer> result;
  for (const auto& [unit, criteria] : taken) {
    result[unit] =
        taken.size() <= kFewUnits
            ? level.evaluation->cell(level.answer, period, unit).answer
            : engine::answer_of(level.evaluation->column(level.answer, period).mark(unit));
  }
  return result;
}

std::optional<size_t> main_level_of(const Assessment& result) {
  for (size_t i = 0; i < result.set->levels.size(); ++i) {
    if (result.set->levels[i].id == result.programme->main_level) return i;
  }
  return std::nullopt;
}

std::vector<Answer> reaches_with_met(
    AssessmentRun& run, const std::vector<std::vector<size_t>>& criteria_of_participant) {
  const Assessment& result = run.result();
  std::vector<Answer> reaches(result.participants.size(), Answer::NotMet);
  const auto level = main_level_of(result);
  if (!level) return reaches;
  const size_t criteria = run.rules().graph.criteria.size();
  AssumedMet::Taken taken;
  for (size_t i = 0; i < reaches.size(); ++i) {
    std::vector<char>& of_unit = taken[result.units[result.participants[i]].unit.index()];
    of_unit.assign(criteria, 0);
    if (i >= criteria_of_participant.size()) continue;
    for (const size_t criterion : criteria_of_participant[i]) {
      if (criterion < criteria) of_unit[criterion] = 1;
    }
  }
  AssumedMet assumed(run, *level, KnockOuts::AsTheyAre);
  const std::map<size_t, Answer> answers = assumed.answers(taken);
  for (size_t i = 0; i < reaches.size(); ++i) {
    const UnitAssessment& unit = result.units[result.participants[i]];
    const bool something = unit.judged() > 0 || unit.not_applicable == 0;
    const auto found = answers.find(unit.unit.index());
    if (found == answers.end()) continue;
    const Answer level_met = found->second;
    if (!something || unit.assessable == Answer::NotMet || level_met == Answer::NotMet) continue;
    const bool open = unit.assessable == Answer::Unknown || level_met != Answer::Met;
    reaches[i] = open ? Answer::Unknown : Answer::Met;
  }
  return reaches;
}

}  // namespace exemplar::programme
