package dev.fes.stage;

import static dev.fes.stage.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final int MOST = 10;

  private final Arrivals arrivals = new Arrivals(Duration.ofDays(1));

  @Test
  void theFirstLoadLeavesAtOnce() throws Exception {
    add();
    assertThat(load().get()).hasSize(1);
  }

  @Test
  void whileOneIsAwayTheNextWaitsUntilItIsFull() throws Exception {
    add();
    load().get();
    FutureTask<Deque<InFlight>> next = load();
    for (int i = 0; i < MOST; i++) {
      add();
    }
    assertThat(next.get()).hasSize(MOST);
  }

  @Test
  void whoComesBackIsAwayNoMore() throws Exception {
    add();
    arrivals.fill(new ArrayDeque<>(), MOST);
    add();
    Deque<InFlight> second = new ArrayDeque<>();
    arrivals.fill(second, MOST);
    assertThat(second).hasSize(1);
  }

  @Test
  void whoHasSomethingLeftWaitsForNobody() throws Exception {
    load();
    Deque<InFlight> left = new ArrayDeque<>();
    left.add(inFlight());
    arrivals.fill(left, MOST);
    assertThat(left).hasSize(1);
    arrivals.close();
  }

  @Test
  void whoWaitsForCompanyGivesUpWhenItIsClosed() throws Exception {
    add();
    load().get();
    add();
    FutureTask<Deque<InFlight>> next = load();
    arrivals.close();
    assertThatThrownBy(next::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  private void add() {
    arrivals.add(inFlight());
  }

  /** Of a lane of its own. */
  private FutureTask<Deque<InFlight>> load() {
    FutureTask<Deque<InFlight>> load =
        new FutureTask<>(
            () -> {
              Deque<InFlight> pending = new ArrayDeque<>();
              arrivals.fill(pending, MOST);
              return pending;
            });
    Thread.ofVirtual().start(load);
    return load;
  }

  private static InFlight inFlight() {
    return new InFlight(event("a"), () -> {});
  }
}
