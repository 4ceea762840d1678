package dev.fes.sink.nakadi;

import dev.fes.api.event.Event;
import dev.fes.bench.Samples;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 200 events as the body of one request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchBenchmark {

  private final List<Event> events = Samples.events(200);

  @Benchmark
  public byte[] body() {
    return Body.of(events.subList(0, Body.fitting(events, 4L << 20)));
  }
}
