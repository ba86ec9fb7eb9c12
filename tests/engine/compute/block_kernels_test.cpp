// Loops over lanes against the kernel for one cell, on blocks of every form.
#include "engine/compute/block_kernels.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <random>

namespace exemplar::engine {
namespace {

constexpr size_t kSize = 67;

struct Drawing {
  std::mt19937_64 random{11};
  uint64_t below(uint64_t n) { return random() % n; }

  Mark mark(bool truth) {
    const uint64_t kind = below(8);
    if (kind == 0) return kMarkUnknown;
    const auto status = static_cast<uint8_t>(below(4));
    const bool pending = below(6) == 0;
    if (kind == 1) return mark_of(Answer::NotApplicable, status, pending);
    return mark_of(truth && below(2) == 0 ? Answer::NotMet : Answer::Met, status, pending);
  }

  // One size of numbers a block: small with zeros, usual, near 2^53, and beyond it.
  i128 number(int size) {
    const auto sign = [&](i128 value) { return below(3) == 0 ? -value : value; };
    switch (size) {
      case 0:
        return sign(static_cast<i128>(below(4)));
      case 1:
        return sign(static_cast<i128>(below(1'000'000'000)));
      case 2:
        return sign((i128{1} << 53) - static_cast<i128>(below(3)));
      default:
        return sign((i128{1} << 60) + static_cast<i128>(below(1000)));
    }
  }

  void fill(BlockBuffer& buffer, ValueType type) {
    const bool uniform = below(3) == 0;
    const Mark one = mark(type == ValueType::Truth);
    const int size =
        static_cast<int>(below(6)) < 4 ? static_cast<int>(below(2)) : static_cast<int>(below(4));
    const i128 denominators[] = {1, 10, 100, 7};
    const i128 denominator = denominators[below(3)];
    const bool mixed = below(3) == 0;
    buffer.start(kSize, form_of(type), static_cast<double>(static_cast<int64_t>(denominator)));
    for (size_t i = 0; i < kSize; ++i) {
      Cell cell = cell_of(uniform ? one : mark(type == ValueType::Truth));
      if (type == ValueType::Real) {
        cell.real = below(5) == 0 ? 0 : std::bit_cast<double>((random() >> 2) | (below(2) << 63));
        if (!std::isfinite(cell.real)) cell.real = 1e308;
      } else if (type == ValueType::Exact) {
        cell.exact = {number(size), mixed ? denominators[below(4)] : denominator};
      }
      buffer.set(i, cell);
    }
    buffer.marks_written();
  }
};

void expect_as_one_by_one(const Node& node, std::span<const Block* const> blocks,
                          std::span<const ValueType> types, const std::string& what) {
  BlockBuffer out;
  run_block(node, {blocks, types}, kSize, out);
  ASSERT_EQ(out.block().size, kSize);
  for (size_t i = 0; i < kSize; ++i) {
    std::vector<Cell> cells;
    for (const Block* block : blocks) cells.push_back(block->cell(i));
    std::vector<const Cell*> pointers;
    for (const Cell& cell : cells) pointers.push_back(&cell);
    const Cell expected = run_cell(node, pointers, types, nullptr);
    const Cell actual = out.block().cell(i);
    ASSERT_EQ(int{mark_of(actual)}, int{mark_of(expected)}) << what << " at " << i;
    if (expected.answer != kKnown || node.type == ValueType::Truth) continue;
    if (node.type == ValueType::Real) {
      ASSERT_EQ(std::bit_cast<uint64_t>(actual.real), std::bit_cast<uint64_t>(expected.real))
          << what;
    } else {
      ASSERT_EQ(actual.exact, expected.exact) << what << " at " << i;
    }
  }
}

void try_all(const Node& node, const std::vector<ValueType>& types, const std::string& what,
             int times = 120) {
  Drawing draw;
  for (int time = 0; time < times; ++time) {
    std::vector<BlockBuffer> buffers(types.size());
    std::vector<const Block*> blocks;
    for (size_t i = 0; i < types.size(); ++i) {
      draw.fill(buffers[i], types[i]);
      blocks.push_back(&buffers[i].block());
    }
    expect_as_one_by_one(node, blocks, types, what);
    if (testing::Test::HasFatalFailure()) return;
  }
}

Node of(Op op, ValueType type) {
  Node node;
  node.op = op;
  node.type = type;
  return node;
}

TEST(BlockKernels, Junctions) {
  for (const Op op : {Op::And, Op::Or}) {
    for (size_t count = 1; count <= 5; ++count) {
      try_all(of(op, ValueType::Truth), std::vector<ValueType>(count, ValueType::Truth),
              op == Op::And ? "and" : "or");
    }
  }
}

TEST(BlockKernels, OfOneAnswer) {
  try_all(of(Op::Not, ValueType::Truth), {ValueType::Truth}, "not");
  for (int code = 0; code < 4; ++code) {
    Node is = of(Op::AnswerIs, ValueType::Truth);
    is.wanted = static_cast<Answer>(code);
    try_all(is, {ValueType::Truth}, "answer is");
    for (const ValueType type : {ValueType::Truth, ValueType::Exact}) {
      Node policy = of(Op::Policy, type);
      policy.policy = static_cast<WhenNotApplicablePolicy>(code);
      policy.quantity = {10, 1};
      try_all(policy, {type}, "policy");
      Node assume = of(Op::Assume, type);
      assume.flag = code % 2 == 0;
      assume.quantity = {10, 1};
      try_all(assume, {type}, "assume");
    }
  }
  for (const ValueType type : {ValueType::Truth, ValueType::Exact, ValueType::Real}) {
    try_all(of(Op::Applies, type), {type, ValueType::Truth}, "applies");
  }
}

TEST(BlockKernels, AtLeastKOfThem) {
  for (const bool share : {false, true}) {
    for (const bool shrinks : {false, true}) {
      for (int k = 0; k <= 6; ++k) {
        Node node = of(Op::AtLeast, ValueType::Truth);
        node.quantity = share ? Ratio{k, 5} : Ratio{k, 1};
        node.quantity_is_share = share;
        node.shrinks = shrinks;
        try_all(node, std::vector<ValueType>(5, ValueType::Truth), "at_least", 40);
      }
    }
  }
}

TEST(BlockKernels, Comparisons) {
  for (const Operator sign : {Operator::Equal, Operator::NotEqual, Operator::Less,
                              Operator::LessOrEqual, Operator::Greater, Operator::GreaterOrEqual}) {
    Node node = of(Op::Compare, ValueType::Truth);
    node.comparison = sign;
    try_all(node, {ValueType::Exact, ValueType::Exact}, "compare");
  }
}

TEST(BlockKernels, TheFourOperations) {
  for (const Op op : {Op::Add, Op::Subtract, Op::Multiply, Op::Divide}) {
    try_all(of(op, ValueType::Exact), {ValueType::Exact, ValueType::Exact}, "exact", 400);
    for (const ValueType a : {ValueType::Exact, ValueType::Real}) {
      for (const ValueType b : {ValueType::Exact, ValueType::Real}) {
        try_all(of(op, ValueType::Real), {a, b}, "real", 400);
      }
    }
  }
}

}  // namespace
}  // namespace exemplar::engine
