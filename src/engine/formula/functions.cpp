#include "engine/formula/functions.hpp"

#include <cassert>

namespace exemplar::engine {

namespace {

using enum FunctionId;
using enum FunctionGroup;
using enum MissingRule;
using enum Execution;

constexpr std::string_view kRankTies = "ties=min|max|mean|dense";
constexpr std::string_view kCutTies = "ties=none|all by=*";
constexpr std::string_view kModes = "mode=half_away|truncate|half_even";
constexpr std::string_view kShrink = "k=stays|shrinks";

// clang-format off
//  id, name, group, min, max, anchors, over, quantity, order, options, missing, in SQL, in cells,
constexpr FunctionInfo kFunctions[] = {
    {Known, "known", Answers, 1, 1, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "known(x)", "met when x has a value, else not met",
     "đạt khi x đã có số liệu, ngược lại là chưa đạt",
     "known(1)", "met"},
    {All, "all", Answers, 0, -1, false, false, true, false, "", Quantifier, WrittenOut, WrittenOut,
     "all(criteria) · all(points >= 50 % * max of criteria) · all(a, b, c)",
     "met when every one is met", "đạt khi tất cả đều đạt", "all(1 = 1, 2 > 1)", "met"},
    {Any, "any", Answers, 0, -1, false, false, true, false, "", Quantifier, WrittenOut, WrittenOut,
     "any(a, b, c) · any(not_met of group(\"IV\"))",
     "met when at least one is met", "đạt khi có ít nhất một điều kiện đạt",
     "any(1 = 2, 2 > 1)", "met"},
    {AtLeast, "at_least", Answers, 1, -1, false, false, true, false, kShrink, Quantifier, WrittenOut, WrittenOut,
     "at_least(19 of criteria) · at_least(3 of a, b, c, d, k = stays)",
     "met when at least k of them are met; a share of them counts up to the next whole one",
     "đạt khi có ít nhất k điều kiện đạt; k là tỷ lệ thì số cần đạt được làm tròn lên",
     "at_least(2 of 1 = 1, 1 = 2, 2 = 2)", "met"},
    {AtMost, "at_most", Answers, 1, 1, false, false, true, true, kCutTies, Quantifier, WrittenOut, AsValue,
     "at_most(20 % of level(\"good\"), by = total(points), highest first)",
     "met for the best units up to that share, rounded down, of those on the level",
     "đạt với các đơn vị tốt nhất của mức đã nêu, không quá tỷ lệ đó (làm tròn xuống)", "", ""},
    {Criterion, "criterion", Answers, 1, 1, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "criterion(\"8\")", "the answer of that criterion", "kết quả của tiêu chí đó", "", ""},
    {Level, "level", Answers, 1, 1, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "level(\"good\")", "met when the unit is on that level",
     "đạt khi đơn vị được xếp ở mức đó", "", ""},
    {Under, "under", Answers, 1, 1, false, false, false, false, "hierarchy=*", Never, WrittenOut, AsValue,
     "under(\"79\")", "met for the units below that one, at any depth",
     "đạt với các đơn vị thuộc đơn vị đó, ở mọi cấp dưới", "", ""},
    {NoData, "no_data", Answers, 1, 2, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "if answers >= 200 then a / answers else no_data(\"chưa đủ 200 phiếu\", \"too few answers\")",
     "unknown, for the reason given; a second text says it in English",
     "chưa đủ số liệu, với lý do đã nêu; lời thứ hai, nếu có, là tiếng Anh",
     "no_data(\"chưa khảo sát\", \"not surveyed\")", "unknown"},
    {NotApplicable, "not_applicable", Answers, 1, 2, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "if unit.kind = \"school\" then a / b else not_applicable(\"chỉ trường học\", \"schools only\")",
     "not applicable, for the reason given; a second text says it in English",
     "không áp dụng, với lý do đã nêu; lời thứ hai, nếu có, là tiếng Anh",
     "not_applicable(\"chỉ trường học\", \"schools only\")", "not applicable"},

    {Share, "share", Criteria, 1, -1, false, false, true, false, "", Aggregate, WrittenOut, WrittenOut,
     "share(met of group(\"IV\")) · share(not_met of criteria)",
     "how many of the judged criteria have that answer, as a share",
     "tỷ lệ tiêu chí có kết quả đó trong số tiêu chí được xét",
     "share(met of 1 = 1, 1 = 2)", "1/2"},
    {CountOf, "count_of", Criteria, 1, -1, false, false, true, false, "", Aggregate, WrittenOut, WrittenOut,
     "count_of(met of criteria)", "how many criteria have that answer",
     "số tiêu chí có kết quả đó", "count_of(not_met of 1 = 1, 1 = 2, 2 = 3)", "2"},
    {Total, "total", Criteria, 1, 1, false, false, true, false, "", Aggregate, WrittenOut, WrittenOut,
     "total(points) · total(points of group(\"IV\"))", "the sum of the criteria's points",
     "tổng điểm của các tiêu chí", "", ""},
    {Points, "points", Criteria, 1, 1, false, false, false, false, "", Never, WrittenOut, WrittenOut,
     "points(\"3.2\")", "the points of that criterion", "điểm của tiêu chí đó", "", ""},

    {Round, "round", Numbers, 2, 2, false, false, false, false, kModes, Arithmetic, WrittenOut, WrittenOut,
     "round(x, 2) · round(x, 2, mode = truncate)",
     "x to that many decimals, half away from zero unless declared",
     "làm tròn x đến số chữ số thập phân đã cho; đúng một nửa thì ra xa số 0, trừ khi khai báo khác",
     "round(2.675, 2)", "2.68"},
    {Abs, "abs", Numbers, 1, 1, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "abs(x)", "x without its sign", "giá trị tuyệt đối", "abs(-3)", "3"},
    {Clip, "clip", Numbers, 3, 3, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "clip(x, low, high)", "x, but not below low nor above high",
     "x, nhưng không dưới low và không quá high", "clip(12, 0, 10)", "10"},
    {Cap, "cap", Numbers, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "cap(x, high)", "x, but at most high", "x, nhưng tối đa bằng high", "cap(40, 35)", "35"},
    {Floor, "floor", Numbers, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "floor(x, low)", "x, but at least low", "x, nhưng tối thiểu bằng low", "floor(-2, 0)", "0"},
    {Band, "band", Numbers, 1, 1, true, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "band(x, < 50 % -> 0, < 80 % -> 5, else 10)", "the value of the first band that x falls in",
     "giá trị của khoảng đầu tiên chứa x", "band(80 %, < 50 % -> 0, < 80 % -> 5, else 10)", "10"},
    {Steps, "steps", Numbers, 1, 1, true, false, false, false, "part=ignored|counts", Arithmetic, WrittenOut, WrittenOut,
     "steps(x, 100 -> 0.5)", "0.5 for every full 100 in x (with part = counts: for every begun 100)",
     "mỗi 100 trọn vẹn trong x được 0,5 (part = counts: phần lẻ cũng tính như đủ 100)",
     "steps(250, 100 -> 0.5)", "1"},
    {Interpolate, "interpolate", Numbers, 1, 1, true, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "interpolate(x, 50 % -> 0, 80 % -> 10)",
     "on the straight line between the anchors, level beyond them",
     "nội suy tuyến tính giữa các mốc; ngoài mốc đầu và mốc cuối thì giữ nguyên giá trị",
     "interpolate(65 %, 50 % -> 0, 80 % -> 10)", "5"},
    {Goalposts, "goalposts", Numbers, 3, 3, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "goalposts(x, low, high)", "(x - low) / (high - low), between 0 and 1",
     "(x - low) / (high - low), giới hạn từ 0 đến 1", "goalposts(50, 20, 80)", "1/2"},
    {Choose, "choose", Numbers, 1, 1, true, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "choose(unit.group, \"A\" -> 80 %, \"B\" -> 70 %, else 60 %)",
     "the value that stands beside the text", "giá trị ghi bên cạnh đoạn chữ trùng khớp",
     "choose(\"B\", \"A\" -> 1, \"B\" -> 2, else 3)", "2"},
    {Change, "change", Numbers, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "change(x, base)", "x - base; without a base (0) not applicable",
     "x - base; không có gốc so sánh (base bằng 0) thì không áp dụng", "change(7, 5)", "2"},
    {ChangeShare, "change_share", Numbers, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "change_share(x, base)", "(x - base) / base; without a base (0) not applicable",
     "(x - base) / base; không có gốc so sánh (base bằng 0) thì không áp dụng",
     "change_share(7, 5)", "2/5"},
    {AddMonths, "add_months", Numbers, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "add_months(period.first_day, 3)", "the day that many months on; a month ends on the same day number",
     "cùng ngày ấy sau từng ấy tháng; tháng không có ngày ấy thì lấy ngày cuối tháng",
     "add_months(2023-01-31, 1)", "2023-02-28"},

    {Sum, "sum", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "sum(x over children) · sum(x[months]) · sum(a, b) · sum(x over kind)", "the sum",
     "tổng", "sum(1, 2, 3.5)", "6.5"},
    {Mean, "mean", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "mean(x over siblings) · mean(a, b)", "the arithmetic mean", "trung bình cộng",
     "mean(1, 2)", "3/2"},
    {Min, "min", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "min(x over children) · min(a, b)", "the smallest", "nhỏ nhất", "min(3, 2)", "2"},
    {Max, "max", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "max(x over children) · max(a, b)", "the largest", "lớn nhất", "max(3, 2)", "3"},
    {Median, "median", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "median(x over siblings)", "the middle value; of an even number the mean of the two middle ones",
     "trung vị; nếu số giá trị là chẵn thì lấy trung bình của hai giá trị ở giữa",
     "median(1, 4, 2, 10)", "3"},
    {Count, "count", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "count(x over children)", "how many of them apply; for a condition, how many are met",
     "số giá trị có áp dụng; với điều kiện thì là số trường hợp đạt", "count(3, 4, 5)", "3"},
    {WeightedMean, "weighted_mean", Aggregates, 0, 0, true, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "weighted_mean(entry -> 5 %, land -> 95 %)", "the sum of value × weight ÷ the sum of weights",
     "tổng của giá trị × trọng số, chia cho tổng trọng số", "weighted_mean(4 -> 1, 8 -> 3)", "7"},
    {GeometricMean, "geometric_mean", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "geometric_mean(a, b, c)", "the n-th root of the product; a negative value has none",
     "trung bình nhân; có giá trị âm thì không tính được", "round(geometric_mean(2, 8), 3)", "4"},
    {HarmonicMean, "harmonic_mean", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "harmonic_mean(a, b)", "n ÷ the sum of the reciprocals; 0 where a value is 0, none for a negative one",
     "trung bình điều hòa; có giá trị 0 thì bằng 0, có giá trị âm thì không tính được",
     "round(harmonic_mean(1, 3), 3)", "1.5"},
    {StandardDeviation, "standard_deviation", Aggregates, 1, -1, false, true, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "standard_deviation(x over siblings)", "the sample standard deviation (n - 1); of one value not applicable",
     "độ lệch chuẩn mẫu (n - 1); chỉ có một giá trị thì không áp dụng",
     "round(standard_deviation(2, 4, 4, 4, 5, 5, 7, 9), 4)", "2.1381"},

    {Rank, "rank", Comparisons, 1, 1, false, true, false, true, kRankTies, AmongKnown, WrittenOut, WrittenOut,
     "rank(hdi, highest first, ties = min)", "the place among the units taking part",
     "thứ hạng trong các đơn vị tham gia", "", ""},
    {PercentileRank, "percentile_rank", Comparisons, 1, 1, false, true, false, false, "", AmongKnown, WrittenOut, WrittenOut,
     "percentile_rank(x)", "the share of the other units with a smaller value, an equal one counting half",
     "tỷ lệ đơn vị khác có giá trị nhỏ hơn; đơn vị có giá trị bằng nhau tính một nửa", "", ""},
    {MinMax, "min_max", Comparisons, 1, 1, false, true, false, false, "", AmongKnown, WrittenOut, WrittenOut,
     "min_max(x)", "(x - smallest) / (largest - smallest) among the units taking part",
     "(x - nhỏ nhất) / (lớn nhất - nhỏ nhất) trong các đơn vị tham gia", "", ""},
    {ZScore, "z_score", Comparisons, 1, 1, false, true, false, false, "", AmongKnown, WrittenOut, WrittenOut,
     "z_score(x)", "(x - mean) / sample standard deviation among the units taking part",
     "(x - trung bình) / độ lệch chuẩn mẫu, tính trên các đơn vị tham gia", "", ""},
    {ShareOfMax, "share_of_max", Comparisons, 1, 1, false, true, false, false, "", AmongKnown, WrittenOut, WrittenOut,
     "share_of_max(x)", "x / largest among the units taking part",
     "x / giá trị lớn nhất trong các đơn vị tham gia", "", ""},

    {Ln, "ln", Statistics, 1, 1, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "ln(x)", "the natural logarithm; of 0 or less unknown",
     "lô-ga-rít tự nhiên; x từ 0 trở xuống thì chưa đủ số liệu",
     "round(ln(10), 6)", "2.302585"},
    {Log10, "log10", Statistics, 1, 1, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "log10(x)", "the logarithm to base 10; of 0 or less unknown",
     "lô-ga-rít thập phân; x từ 0 trở xuống thì chưa đủ số liệu",
     "round(log10(1000), 6)", "3"},
    {Exp, "exp", Statistics, 1, 1, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "exp(x)", "e to the power x", "e mũ x", "round(exp(1), 6)", "2.718282"},
    {Sqrt, "sqrt", Statistics, 1, 1, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "sqrt(x)", "the square root; of a negative number unknown",
     "căn bậc hai; x âm thì chưa đủ số liệu",
     "round(sqrt(2), 6)", "1.414214"},
    {ProportionLow, "proportion_low", Statistics, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "proportion_low(62, 68)", "the lower end of Wilson's 95 % interval of k out of n",
     "cận dưới của khoảng tin cậy 95 % (Wilson) cho tỷ lệ k trên n",
     "round(proportion_low(62, 68), 4)", "0.8206"},
    {ProportionHigh, "proportion_high", Statistics, 2, 2, false, false, false, false, "", Arithmetic, WrittenOut, WrittenOut,
     "proportion_high(62, 68)", "the upper end of Wilson's 95 % interval of k out of n",
     "cận trên của khoảng tin cậy 95 % (Wilson) cho tỷ lệ k trên n",
     "round(proportion_high(62, 68), 4)", "0.9589"},

    {MonthsActive, "months_active", Units, 0, 1, false, false, false, false, "", Arithmetic, AsValue, AsValue,
     "months_active() · months_active(lineage)",
     "whole months the unit has existed by the period's end; with lineage also its predecessors",
     "số tháng trọn đơn vị đã tồn tại tính đến hết kỳ; lineage: tính cả các đơn vị tiền thân",
     "", ""},
    {Across, "across", Units, 2, 2, false, false, false, false, "", Aggregate, WrittenOut, WrittenOut,
     "across(siblings, median(x))", "the same as median(x over siblings)",
     "giống như median(x over siblings)", "", ""},
};
// clang-format on

}  // namespace

std::span<const FunctionInfo> functions() {
  return kFunctions;
}

const FunctionInfo* find_function(std::string_view name) {
  for (const FunctionInfo& info : kFunctions) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

const FunctionInfo& function(FunctionId id) {
  for (const FunctionInfo& info : kFunctions) {
    if (info.id == id) return info;
  }
  assert(false);
  return kFunctions[0];
}

std::string_view option_values(const FunctionInfo& function, std::string_view option) {
  std::string_view rest = function.options;
  while (!rest.empty()) {
    const size_t space = rest.find(' ');
    const std::string_view one = rest.substr(0, space);
    const size_t equals = one.find('=');
    if (one.substr(0, equals) == option) return one.substr(equals + 1);
    rest = space == std::string_view::npos ? std::string_view{} : rest.substr(space + 1);
  }
  return {};
}

}  // namespace exemplar::engine
