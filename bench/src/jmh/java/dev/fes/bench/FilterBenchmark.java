package dev.fes.bench;

import dev.fes.api.Filter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A JSONPath filter over the change of one outbox row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FilterBenchmark {

  private final Filter filter = Filter.compile("[?(@.source.txId > 500 && @.source.lsn > 123456)]");
  private final byte[] change = Samples.change(17).value();

  @Benchmark
  public boolean match() {
    return filter.matches(change);
  }
}
