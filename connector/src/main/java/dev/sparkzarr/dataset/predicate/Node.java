package dev.sparkzarr.dataset.predicate;

/** An expression that can be evaluated. Types of its operands were checked when it was made. */
sealed interface Node extends CellExpression
    permits AxisValue,
        Arithmetic,
        CaseWhen,
        Coalesce,
        ColumnValue,
        Comparison,
        Constant,
        DateArithmetic,
        DatePart,
        DateTruncation,
        Extremum,
        Junction,
        MathFunction,
        Membership,
        Negation,
        NullTest,
        NumericCast,
        Rounding,
        SignChange,
        Substring,
        TemporalCast,
        TextCast,
        TextLength,
        TextTest,
        TimePart {
  /**
   * Computes the values of a block. Where an error could arise, {@link Block#refuse()} is called
   * and what is returned means nothing.
   */
  Values evaluate(Block block);
}
