package dev.fes.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.StreamState;
import dev.fes.controller.reconcile.StreamStatus.Counts;
import dev.fes.controller.reconcile.StreamStatus.Figures;
import dev.fes.controller.reconcile.StreamStatus.Lag;
import dev.fes.controller.reconcile.StreamStatus.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  private final History history = new History();

  @Test
  void tellsTheChangesOfOneStreamTheLatestFirst() {
    ResourceStatus starting = status(StreamState.STARTING, StreamState.STARTING);
    ResourceStatus mixed = status(StreamState.RUNNING, StreamState.BLOCKED);
    history.add(null, starting, START);
    history.add(starting, mixed, START.plusSeconds(1));

    assertThat(history.of("payments"))
        .containsExactly(
            new History.Entry(START.plusSeconds(1), "payments", "Blocked", "sink: refused"),
            new History.Entry(START, "payments", "Starting", ""));
  }

  @Test
  void tellsNothingWhileOnlyFiguresMove() {
    ResourceStatus running = status(StreamState.RUNNING, StreamState.RUNNING);
    history.add(running, running, START);

    assertThat(history.of("orders")).isEmpty();
  }

  @Test
  void forgetsWhatIsTooLongAgo() {
    ResourceStatus one = status(StreamState.RUNNING, StreamState.RUNNING);
    ResourceStatus other = status(StreamState.RUNNING, StreamState.BLOCKED);
    for (int i = 0; i < 100; i++) {
      history.add(i % 2 == 0 ? one : other, i % 2 == 0 ? other : one, START.plusSeconds(i));
    }

    assertThat(history.of("payments"))
        .hasSize(50)
        .first()
        .extracting(History.Entry::at)
        .isEqualTo(START.plusSeconds(99));
  }

  private static ResourceStatus status(StreamState orders, StreamState payments) {
    return new ResourceStatus(
        new ResourceKey("team", "shop"),
        1,
        "shop",
        List.of(
            Condition.of(Condition.Type.VALID, true, "Valid", ""),
            Condition.of(Condition.Type.DEPLOYED, true, "Deployed", "")),
        List.of(),
        List.of(stream("orders", orders), stream("payments", payments)));
  }

  private static StreamStatus stream(String name, StreamState state) {
    return new StreamStatus(
        name,
        "postgres | nakadi",
        state,
        state == StreamState.BLOCKED ? new Problem("sink", "refused", "refused") : null,
        new Figures(new Counts(0, 0, 0, 0, 0), new Lag(null, null, null)),
        List.of());
  }
}
