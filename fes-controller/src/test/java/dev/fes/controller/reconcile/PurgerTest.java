package dev.fes.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fes.controller.deploy.Purged;
import dev.fes.controller.plan.Buffer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PurgerTest {

  private final Buffer buffer = new Buffer("orders.changes", Set.of("orders.sink"), false);
  private final MemoryTopics topics = new MemoryTopics();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Purger purger =
      new Purger(() -> List.of(buffer), topics, Duration.ofMillis(5), meters);

  @Test
  void counts() {
    topics.purged = new Purged(7, Map.of("orders.changes", 3L), List.of());

    purger.look();
    purger.look();

    assertThat(meters.get("fes.buffer.purged").counter().count()).isEqualTo(14);
    assertThat(meters.get("fes.buffer.records").tag("topic", "orders.changes").gauge().value())
        .isEqualTo(3);
  }

  @Test
  void forgetsATopicThatIsGone() {
    topics.purged = new Purged(0, Map.of("orders.changes", 3L), List.of());
    purger.look();
    topics.purged = new Purged(0, Map.of(), List.of());
    purger.look();

    assertThat(meters.find("fes.buffer.records").gauge()).isNull();
  }

  @Test
  void looksAgainAfterKafkaWasAway() {
    topics.away = true;
    try (purger) {
      purger.start();
      await().until(() -> topics.refused.get() > 1);

      topics.away = false;

      await().untilAsserted(() -> assertThat(topics.purges).contains(List.of(buffer)));
    }
  }
}
