package dev.fes.stage;

import static dev.fes.stage.Events.badOnArrival;
import static dev.fes.stage.Events.event;
import static dev.fes.stage.Recoveries.blocking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.event.Event;
import dev.fes.stage.StreamState.Activity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ConvertingLaneTest {

  private final StreamProgress progress =
      new Streams(
              new StageSettings(null, null, null, null, "flow", null, null),
              new SimpleMeterRegistry())
          .of("orders");
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final TopicWriter output =
      new TopicWriter("orders.events", new FixedOutlet(kafka), why -> {});
  private final TopicWriter deadLetters =
      new TopicWriter("dead", new FixedOutlet(kafka), why -> {});
  private final List<String> converted = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> confirmed = new ArrayList<>();
  private final Arrivals arrivals = new Arrivals();

  @Test
  void confirmsAChangeWhenAllItsEventsAreDurable() throws Exception {
    Lane lane = lane(change -> List.of(event("a1"), event("a2")), 1, blocking(progress));
    arrive(event("a"));
    lane.advance();
    kafka.completeNext();
    assertThat(confirmed).isEmpty();
    kafka.completeNext();
    assertThat(confirmed).containsExactly("a");
  }

  @Test
  void aChangeWithoutEventsIsCountedAsFilteredAndConfirmed() throws Exception {
    Lane lane = lane(change -> List.of(), 1, blocking(progress));
    arrive(event("a"));
    lane.advance();
    assertThat(confirmed).containsExactly("a");
    assertThat(progress.snapshot().filtered()).isEqualTo(1);
  }

  @Test
  void resultsLeaveInOrderThoughConversionsOverlap() throws Exception {
    CountDownLatch secondIsDone = new CountDownLatch(1);
    Function<List<Event>, List<Event>> overtaking =
        change -> {
          if (id(change).equals("a")) {
            join(secondIsDone);
          } else {
            secondIsDone.countDown();
          }
          return change;
        };
    Lane lane = lane(overtaking, 2, blocking(progress));
    arrive(event("a"), event("b"));
    lane.advance();
    lane.advance();
    assertThat(kafka.history())
        .extracting(sent -> new String(sent.value()))
        .containsExactly("a", "b");
  }

  @Test
  void nothingPassesAChangeThatFails() throws Exception {
    List<String> down = new ArrayList<>(List.of("a"));
    Function<List<Event>, List<Event>> flow =
        change -> {
          if (down.contains(id(change))) {
            throw new StageFailure(Failure.transientFailure("unavailable", "the service is away"));
          }
          return change;
        };
    Lane lane = lane(flow, 2, new BadEvents.Skip(progress));
    arrive(event("a"), event("b"));
    lane.advance();
    assertThat(kafka.history()).isEmpty();
    assertThat(progress.state().activity()).isEqualTo(Activity.RETRYING);
    down.clear();
    lane.advance();
    lane.advance();
    assertThat(kafka.history()).hasSize(2);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void aBadChangeAndOneThatArrivedBadAreRecovered() throws Exception {
    Function<List<Event>, List<Event>> flow =
        change -> {
          throw new StageFailure(Failure.badEvent("not-json", "no JSON"));
        };
    Lane lane = lane(flow, 1, new BadEvents.Skip(progress));
    arrive(event("a"), badOnArrival("b"));
    lane.advance();
    lane.advance();
    assertThat(confirmed).containsExactly("a", "b");
    assertThat(progress.snapshot().ignored()).isEqualTo(2);
  }

  @Test
  void aBadChangeAmongConcurrentOnesIsTakenOutAloneAndTheOthersAreConvertedOnce() throws Exception {
    BadEvents toDeadLetters = new BadEvents.ToDeadLetters(deadLetters, "flow", progress);
    Lane lane = lane(refusing(List.of("b", "c")), 4, toDeadLetters);
    arrive(event("a"), event("b"), event("c"), event("d"));
    advance(lane, 4);
    assertThat(sent()).containsExactly("orders.events a", "dead b", "dead c", "orders.events d");
    assertThat(converted).containsExactlyInAnyOrder("a", "b", "c", "d");
    while (kafka.completeNext()) {}
    assertThat(confirmed).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aChangeThatBlocksIsTheOnlyOneThatIsConvertedAgain() throws Exception {
    List<String> bad = new CopyOnWriteArrayList<>(List.of("b"));
    Lane lane = lane(refusing(bad), 4, blocking(progress));
    arrive(event("a"), event("b"), event("c"), event("d"));
    advance(lane, 4);
    assertThat(sent()).containsExactly("orders.events a");
    assertThat(progress.state().activity()).isEqualTo(Activity.BLOCKED);
    bad.clear();
    advance(lane, 3);
    assertThat(sent())
        .containsExactly(
            "orders.events a", "orders.events b", "orders.events c", "orders.events d");
    assertThat(converted).containsExactlyInAnyOrder("a", "b", "b", "b", "b", "c", "d");
  }

  @Test
  void conversionsThatFailTogetherWaitOnceAndAreTriedAgainTogether() throws Exception {
    BlockingQueue<Thread> failed = new LinkedBlockingQueue<>();
    Set<String> tried = ConcurrentHashMap.newKeySet();
    Function<List<Event>, List<Event>> flow =
        change -> {
          if (!tried.add(id(change))) {
            return change;
          }
          if (id(change).equals("a")) {
            joinNext(failed);
            joinNext(failed);
          } else {
            failed.add(Thread.currentThread());
          }
          throw new StageFailure(Failure.transientFailure("throttled", "too many calls"));
        };
    Lane lane = lane(flow, 3, blocking(progress));
    arrive(event("a"), event("b"), event("c"));
    advance(lane, 4);
    assertThat(sent()).containsExactly("orders.events a", "orders.events b", "orders.events c");
    assertThat(pauses).hasSize(1);
  }

  private Function<List<Event>, List<Event>> refusing(List<String> bad) {
    return change -> {
      converted.add(id(change));
      if (bad.contains(id(change))) {
        throw new StageFailure(Failure.badEvent("function-error", "the function failed"));
      }
      return change;
    };
  }

  private List<String> sent() {
    return kafka.history().stream()
        .map(sent -> sent.topic() + " " + new String(sent.value()))
        .toList();
  }

  private static void advance(Lane lane, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      lane.advance();
    }
  }

  private Lane lane(Function<List<Event>, List<Event>> flow, int width, BadEvents badEvents) {
    Patience patience = new Patience(Backoff.DEFAULT, pauses::add);
    return new ConvertingLane(
        arrivals, new Converter(flow, width), output, badEvents, progress, patience);
  }

  private void arrive(Event... events) {
    for (Event event : events) {
      arrivals.add(new InFlight(event, () -> confirmed.add(event.facts().id())));
    }
  }

  private static String id(List<Event> change) {
    return change.getFirst().facts().id();
  }

  private static void joinNext(BlockingQueue<Thread> threads) {
    try {
      threads.take().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record FixedOutlet(Producer<byte[], byte[]> producer) implements TopicWriter.Outlet {
    @Override
    public void reset() {
      producer.close();
    }
  }
}
