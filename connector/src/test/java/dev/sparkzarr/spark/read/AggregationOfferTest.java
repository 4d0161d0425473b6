package dev.sparkzarr.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkzarr.spark.options.ReadConf;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.Cast;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Avg;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.aggregate.Sum;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scan builder answers to aggregations, offered one after the other as planners do. */
class AggregationOfferTest {
  private static final Expression T = Expressions.column("t");

  private SparkSession spark;
  private SampleStore weather;

  @BeforeEach
  void openWeather() {
    spark = LocalSpark.session();
    weather = SampleStore.weather("offers");
  }

  private CellScanBuilder builder(Map<String, String> options) {
    Map<String, String> all = new java.util.HashMap<>(options);
    all.put("path", weather.path());
    ZarrTable table = (ZarrTable) new TableOpener(ReadConf.of(all), Map.of()).open();
    return (CellScanBuilder) table.newScanBuilder(null);
  }

  private CellScanBuilder builder() {
    return builder(Map.of());
  }

  private static Aggregation by(Expression key, AggregateFunc... functions) {
    return new Aggregation(functions, key == null ? new Expression[0] : new Expression[] {key});
  }

  private static Expression column(String name) {
    return Expressions.column(name);
  }

  @Test
  void whatWasPromisedCompleteIsGivenComplete() {
    CellScanBuilder builder = builder();
    Aggregation byTime = by(column("time"), new Avg(T, false));
    assertThat(builder.supportCompletePushDown(byTime)).isTrue();
    assertThat(builder.pushAggregation(byTime)).isTrue();
    assertThat(builder.build().description()).startsWith("complete aggregates");
  }

  @Test
  void anotherAggregationThanThePromisedOneIsPlannedAnew() {
    CellScanBuilder builder = builder();
    assertThat(builder.supportCompletePushDown(by(column("time"), new Sum(T, false)))).isTrue();
    assertThat(builder.pushAggregation(by(column("time"), new CountStar()))).isTrue();
    assertThat(builder.build().description())
        .startsWith("complete aggregates [COUNT(*)] by [time]");
  }

  @Test
  void afterAPromiseNothingIsGivenThatSparkWouldHaveToMerge() {
    CellScanBuilder groups = builder();
    assertThat(groups.supportCompletePushDown(by(column("time"), new Sum(T, false)))).isTrue();
    assertThat(groups.pushAggregation(by(column("longitude"), new Sum(T, false)))).isFalse();
    CellScanBuilder geometry = builder();
    assertThat(geometry.supportCompletePushDown(by(null, new CountStar()))).isTrue();
    assertThat(geometry.pushAggregation(by(column("longitude"), new Sum(T, false)))).isFalse();
    assertThat(geometry.build()).isInstanceOf(CellScan.class);
  }

  @Test
  void withoutAPromisePartitionsGivePartsThatSparkMerges() {
    CellScanBuilder builder = builder();
    Aggregation byColumn = by(column("longitude"), new Sum(T, false), new Count(T, false));
    assertThat(builder.supportCompletePushDown(by(column("longitude"), new Avg(T, false))))
        .isFalse();
    assertThat(builder.supportCompletePushDown(byColumn)).isFalse();
    assertThat(builder.pushAggregation(byColumn)).isTrue();
    assertThat(builder.build().description()).startsWith("aggregates");
  }

  @Test
  void whyAnAggregationIsSparksIsTold() {
    Expression sum = new GeneralScalarExpression("+", new Expression[] {T, column("latitude")});
    assertThat(refusal(by(sum, new CountStar()))).contains("the key t + latitude");
    assertThat(refusal(by(null, new Sum(T, true)))).contains("SUM(DISTINCT t)");
    assertThat(refusal(by(null, new Sum(new Cast(T, DataTypes.IntegerType), false))))
        .contains("could fail on some cell");
    assertThat(refusal(by(null, new Sum(column("time"), false)))).contains("TIMESTAMP_NTZ");
  }

  private String refusal(Aggregation aggregation) {
    CellScanBuilder builder = builder();
    assertThat(builder.supportCompletePushDown(aggregation)).isFalse();
    assertThat(builder.pushAggregation(aggregation)).isFalse();
    String description = builder.build().description();
    return description.substring(description.indexOf("left to Spark: "));
  }

  @Test
  void whatTheOptionLeavesToSparkIsTold() {
    CellScanBuilder builder = builder(Map.of("aggregatePushdown", "false"));
    assertThat(builder.pushAggregation(by(null, new CountStar()))).isFalse();
    assertThat(builder.build().description()).contains("aggregatePushdown is false");
  }

  @Test
  void aFilterThatStaysWithSparkIsTold() {
    CellScanBuilder builder = builder();
    Expression whole = new Cast(T, DataTypes.IntegerType);
    Predicate predicate = new Predicate("=", new Expression[] {whole, Expressions.literal(203)});
    assertThat(builder.pushPredicates(new Predicate[] {predicate})).hasSize(1);
    assertThat(builder.build().description())
        .containsPattern("filters \\[CAST\\(t AS int(eger)?\\) = 203\\] left to Spark");
  }

  @Test
  void keysAreNumberedOnce() {
    ZarrTable table =
        (ZarrTable) new TableOpener(ReadConf.of(Map.of("path", weather.path())), Map.of()).open();
    KeyNumbering numbering = new KeyNumbering(table.table().axes());
    CellsPlan cells = CellsPlan.all(table, java.util.List.of());
    Aggregation byTime = by(column("longitude"), new Sum(T, false));
    assertThat(GroupsPush.of(cells, byTime, GroupsPush.Merge.NONE, numbering).plan()).isEmpty();
    GroupsPlan first = planned(cells, byTime, numbering);
    GroupsPlan second = planned(cells, byTime, numbering);
    assertThat(second.scan().axes().get(0)).isSameAs(first.scan().axes().get(0));
  }

  private static GroupsPlan planned(
      CellsPlan cells, Aggregation aggregation, KeyNumbering numbering) {
    return GroupsPush.of(cells, aggregation, GroupsPush.Merge.BY_SPARK, numbering)
        .plan()
        .orElseThrow();
  }

  @Test
  void explainTellsIt() {
    spark.read().format("zarr").load(weather.path()).createOrReplaceTempView("offered");
    assertThat(LocalSpark.plan(spark.sql("SELECT t, count(*) FROM offered GROUP BY t")))
        .contains("left to Spark: ");
  }
}
