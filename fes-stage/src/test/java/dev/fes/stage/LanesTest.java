package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LanesTest {

  private final List<Failure> restarts = new CopyOnWriteArrayList<>();

  @Test
  void eventsOfOneKeyStayOnOneLaneInOrder() {
    Map<Thread, List<String>> seen = new ConcurrentHashMap<>();
    Lanes lanes =
        new Lanes(Lanes.Spread.BY_KEY, 4, arrivals -> new Recorder(arrivals, seen), restarts::add);
    for (int i = 0; i < 100; i++) {
      lanes.accept(inFlight("k" + i % 10, "k" + i % 10 + "-" + i));
    }
    await().until(() -> seen.values().stream().mapToInt(List::size).sum() == 100);
    for (int key = 0; key < 10; key++) {
      String prefix = "k" + key + "-";
      assertThat(seen.values())
          .filteredOn(ids -> ids.stream().anyMatch(id -> id.startsWith(prefix)))
          .singleElement()
          .satisfies(
              ids ->
                  assertThat(
                          ids.stream()
                              .filter(id -> id.startsWith(prefix))
                              .map(id -> Integer.parseInt(id.substring(prefix.length()))))
                      .isSorted());
    }
    lanes.stop(Duration.ofSeconds(5));
  }

  @Test
  void lanesThatTakeAnyEventWorkSideBySide() {
    CyclicBarrier together = new CyclicBarrier(8);
    Set<String> done = ConcurrentHashMap.newKeySet();
    Lanes lanes =
        new Lanes(
            Lanes.Spread.ANY, 8, arrivals -> new Meeting(arrivals, together, done), restarts::add);
    for (int i = 0; i < 8; i++) {
      lanes.accept(inFlight("same key", "event-" + i));
    }
    await().until(() -> done.size() == 8);
    lanes.stop(Duration.ofSeconds(5));
  }

  @Test
  void aLaneThatBreaksMakesTheStageBeginAgain() {
    Lanes lanes =
        new Lanes(
            Lanes.Spread.ONE,
            1,
            _ ->
                () -> {
                  throw new IllegalStateException("a bug");
                },
            restarts::add);
    await().untilAsserted(() -> assertThat(restarts).hasSize(1));
    lanes.stop(Duration.ofSeconds(1));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // a lane that used its grace would take a day
  void idleLanesDoNotUseUpTheirGrace() {
    Lanes lanes =
        new Lanes(
            Lanes.Spread.ANY,
            8,
            arrivals -> new Recorder(arrivals, new ConcurrentHashMap<>()),
            restarts::add);
    lanes.stop(Duration.ofDays(1));
    assertThat(restarts).isEmpty();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // who waited for what hangs would wait for ever
  void whatHangsInACallIsAskedToEndAndNotWaitedFor() {
    CountDownLatch answered = new CountDownLatch(1);
    Set<Thread> calling = ConcurrentHashMap.newKeySet();
    Set<Thread> interrupted = ConcurrentHashMap.newKeySet();
    Lanes lanes =
        new Lanes(
            Lanes.Spread.ANY,
            8,
            _ ->
                () -> {
                  calling.add(Thread.currentThread());
                  awaitInSpiteOfInterrupts(answered, interrupted);
                },
            restarts::add);
    await().until(() -> calling.size() == 8);
    lanes.stop(Duration.ZERO);
    await().untilAsserted(() -> assertThat(interrupted).isEqualTo(calling));
    assertThat(calling).allMatch(Thread::isAlive);
    answered.countDown();
    await().untilAsserted(() -> assertThat(calling).noneMatch(Thread::isAlive));
    assertThat(restarts).isEmpty();
  }

  @Test
  void confirmationsOfAClosedGenerationAreVoid() {
    List<String> confirmed = new ArrayList<>();
    Generation generation = new Generation();
    InFlight early = new InFlight(event("a"), () -> confirmed.add("a")).within(generation);
    InFlight late = new InFlight(event("b"), () -> confirmed.add("b")).within(generation);
    early.confirm();
    generation.close();
    late.confirm();
    assertThat(confirmed).containsExactly("a");
  }

  @Test
  void confirmationsAreToldInTheOrderOfArrivalOnceNothingIsUnderWay() {
    List<String> confirmed = new CopyOnWriteArrayList<>();
    Generation generation = new Generation();
    List<InFlight> arrived =
        Stream.of("a", "b", "c")
            .map(id -> new InFlight(event(id), () -> confirmed.add(id)).within(generation))
            .toList();
    arrived.reversed().forEach(InFlight::confirm);
    assertThat(confirmed).containsExactly("a", "b", "c");
  }

  @Test
  void theThreadThatWaitsForTheRestTellsItself() throws Exception {
    List<Thread> tellers = new CopyOnWriteArrayList<>();
    Generation generation = new Generation();
    InFlight first = inFlight(tellers, generation);
    InFlight second = inFlight(tellers, generation);
    Thread reader = Thread.currentThread();
    Thread lane =
        Thread.ofVirtual()
            .start(
                () -> {
                  await().until(() -> confirmedWhileWaiting(reader, generation, first, second));
                });
    while (tellers.size() < 2) {
      generation.await();
    }
    lane.join();
    assertThat(tellers).containsOnly(Thread.currentThread());
  }

  @Test
  void waitingForTheRestEndsWhileAnEventIsStillUnderWay() throws Exception {
    List<Thread> tellers = new CopyOnWriteArrayList<>();
    Generation generation = new Generation();
    InFlight blocked = inFlight(tellers, generation);
    generation.await();
    assertThat(tellers).isEmpty();
    blocked.confirm();
    assertThat(tellers).containsExactly(Thread.currentThread());
  }

  @Test
  void whatIsDoneIsConfirmedWhileAnotherEventIsStillUnderWay() {
    List<String> confirmed = new CopyOnWriteArrayList<>();
    Generation generation = new Generation();
    InFlight blocked = new InFlight(event("a"), () -> confirmed.add("a")).within(generation);
    InFlight done = new InFlight(event("b"), () -> confirmed.add("b")).within(generation);
    done.confirm();
    await().until(() -> confirmed.contains("b"));
    assertThat(confirmed).containsExactly("b");
    blocked.confirm();
    assertThat(confirmed).containsExactly("b", "a");
  }

  /** As a blocking read of a socket does. */
  private static void awaitInSpiteOfInterrupts(CountDownLatch answered, Set<Thread> interrupted) {
    while (answered.getCount() > 0) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        interrupted.add(Thread.currentThread());
      }
    }
  }

  /** Who waits for a generation that is held here waits on until this is left. */
  private static boolean confirmedWhileWaiting(
      Thread reader, Generation generation, InFlight... events) {
    synchronized (generation) {
      boolean waiting = reader.getState() == Thread.State.TIMED_WAITING;
      if (waiting) {
        Stream.of(events).forEach(InFlight::confirm);
      }
      return waiting;
    }
  }

  private static InFlight inFlight(List<Thread> tellers, Generation generation) {
    return new InFlight(event("a"), () -> tellers.add(Thread.currentThread())).within(generation);
  }

  private static InFlight inFlight(String key, String id) {
    return new InFlight(event(key, id), () -> {});
  }

  /** Is done with an event when as many lanes have one as the barrier wants. */
  private record Meeting(Arrivals arrivals, CyclicBarrier together, Set<String> done)
      implements Lane {
    @Override
    public void advance() throws InterruptedException {
      Deque<InFlight> pending = new ArrayDeque<>();
      arrivals.fill(pending, 1);
      try {
        together.await();
      } catch (BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
      done.add(pending.getFirst().event().facts().id());
    }
  }

  private record Recorder(Arrivals arrivals, Map<Thread, List<String>> seen) implements Lane {
    @Override
    public void advance() throws InterruptedException {
      Deque<InFlight> pending = new ArrayDeque<>();
      arrivals.fill(pending, 10);
      List<String> ids =
          seen.computeIfAbsent(Thread.currentThread(), _ -> new CopyOnWriteArrayList<>());
      pending.forEach(next -> ids.add(next.event().facts().id()));
    }
  }
}
