package dev.fes.flow.nakadi;

import dev.fes.api.Flow;
import dev.fes.api.event.Event;
import dev.fes.bench.Samples;
import dev.fes.flow.OrderingKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the change of one outbox row to its event, in order and by key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OutboxFlowBenchmark {

  private final GenericNakadiEvent inOrder = flow(List.of());
  private final GenericNakadiEvent byKey = flow(List.of("customer"));
  private final List<Event> change = List.of(Samples.change(17));

  @Benchmark
  public List<Event> totallyOrdered() {
    return inOrder.apply(change);
  }

  @Benchmark
  public List<Event> orderedByKey() {
    return byKey.apply(change);
  }

  private static GenericNakadiEvent flow(List<String> key) {
    return new GenericNakadiEvent(
        new Flow.PostgresWalToGenericNakadiEvent("payload", null, null), new OrderingKey(key));
  }
}
