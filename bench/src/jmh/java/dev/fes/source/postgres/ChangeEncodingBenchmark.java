package dev.fes.source.postgres;

import dev.fes.bench.Samples;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
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

  private static final Schema ROW =
      SchemaBuilder.struct()
          .optional()
          .field("id", text("fes.json"))
          .field("payload", text("fes.json"))
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("lsn", Schema.INT64_SCHEMA)
          .field("txId", Schema.INT64_SCHEMA)
          .field("ts_us", Schema.INT64_SCHEMA)
          .build();
  private static final Schema ENVELOPE =
      SchemaBuilder.struct()
          .field("before", ROW)
          .field("after", ROW)
          .field("source", SOURCE)
          .field("op", Schema.STRING_SCHEMA)
          .build();

  private final ChangeDecoder decoder =
      new ChangeDecoder(new Origin("7300000000000000000", "orders", "reader"));
  private final SourceRecord row = row();

  @Benchmark
  public Object encode() {
    return decoder.decode(row);
  }

  private static Schema text(String name) {
    return SchemaBuilder.string().name(name).optional().build();
  }

  private static SourceRecord row() {
    Struct after = new Struct(ROW).put("id", "17").put("payload", Samples.payload(17));
    Struct source =
        new Struct(SOURCE)
            .put("schema", "public")
            .put("table", "outbox")
            .put("lsn", 28_925_280L)
            .put("txId", 766L)
            .put("ts_us", 1_795_383_485_690_912L);
    Struct envelope = new Struct(ENVELOPE).put("after", after).put("source", source).put("op", "c");
    return new SourceRecord(Map.of(), Map.of(), "outbox", ENVELOPE, envelope);
  }
}
