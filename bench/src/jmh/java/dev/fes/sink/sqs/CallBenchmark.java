package dev.fes.sink.sqs;

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

/** Ten events as the entries of one call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallBenchmark {

  private final CallPlan standard = plan(false);
  private final CallPlan fifo = plan(true);
  private final List<Event> ten = Samples.events(10);

  @Benchmark
  public Object standard() {
    return standard.plan(ten);
  }

  @Benchmark
  public Object fifoByKey() {
    return fifo.plan(ten);
  }

  private static CallPlan plan(boolean fifo) {
    return new CallPlan(
        fifo,
        new BatchSettings(10, 8, BatchSettings.FifoBatching.STRICT),
        new MessageWriter("stream", "shop/orders/stream", fifo));
  }
}
