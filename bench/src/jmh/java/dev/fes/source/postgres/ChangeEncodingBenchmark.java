package dev.fes.source.postgres;

import dev.fes.api.Operation;
import dev.fes.bench.Samples;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the engine hands over for one outbox row, as id, facts and JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChangeEncodingBenchmark {

  private static final TablePlan OUTBOX =
      new TablePlan(
          List.of(
              new TablePlan.Column("id", new ColumnForm(ColumnType.NUMBER, false)),
              new TablePlan.Column("payload", new ColumnForm(ColumnType.JSON, false))));

  private final ChangeDecoder decoder =
      new ChangeDecoder(new Origin("7300000000000000000", "orders", "reader"));
  private final RowRead row =
      new RowRead(
          new TableName("public", "outbox"),
          Operation.INSERT,
          new LogPlace(28_925_280L, 766L, 1_795_383_485_690_912L),
          null,
          Row.of(OUTBOX, List.of("17", Samples.payload(17))));

  @Benchmark
  public Object encode() {
    return decoder.decode(row);
  }
}
