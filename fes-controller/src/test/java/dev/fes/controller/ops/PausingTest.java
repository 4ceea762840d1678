package dev.fes.controller.ops;

import static dev.fes.controller.plan.Manifests.outbox;
import static dev.fes.controller.plan.Manifests.plan;
import static dev.fes.controller.plan.Manifests.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Annotation;
import dev.fes.controller.plan.Plan;
import dev.fes.controller.reconcile.Switches;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PausingTest {

  private final Plan plan =
      plan(
          outbox(
              "shop",
              "fes",
              stream("orders", "uniqueStreamId: orders"),
              stream("shipments", "uniqueStreamId: shipments")));
  private final MemorySwitches switches = new MemorySwitches();
  private final Pausing pausing = new Pausing(switches);

  @Test
  void readsAListAsItsLoopDoes() {
    switches.set(plan.key(), Annotation.PAUSED_STREAMS, "orders, shipments");

    pausing.resume(target("shipments", null));

    assertThat(switches.get(plan.key(), Annotation.PAUSED_STREAMS)).contains("orders");
  }

  @Test
  void saysWhatHoldsAnEventStreamThatIsNotPausedByItself() {
    pausing.pause(target(null, null));

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pausing.resume(target("orders", null)))
        .withMessage(
            "event stream orders is not paused by itself: default/shop has"
                + " fes.zalando.org/paused=true, and {\"action\": \"resume\"} without a stream or"
                + " stage ends all of that");
  }

  @Test
  void saysNothingMoreOfWhatNothingHolds() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pausing.resume(target("orders", "sink")))
        .withMessageEndingWith(" is not paused by itself");
  }

  @Test
  void takesOffForOffHoweverItIsWritten() {
    switches.set(plan.key(), Annotation.PAUSED, "False");

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> pausing.resume(target(null, null)))
        .withMessage("default/shop is not paused");
  }

  private Target target(@Nullable String stream, @Nullable String stage) {
    return Target.of(plan, new ActionRequest(null, stream, stage, null, null));
  }

  /** The annotations of the one resource there is. */
  private static final class MemorySwitches implements Switches {

    private final Map<Annotation, String> values = new EnumMap<>(Annotation.class);

    @Override
    public Optional<String> get(ResourceKey key, Annotation name) {
      return Optional.ofNullable(values.get(name));
    }

    @Override
    public void set(ResourceKey key, Annotation name, String value) {
      values.put(name, value);
    }

    @Override
    public void clear(ResourceKey key, Collection<Annotation> names) {
      values.keySet().removeAll(names);
    }
  }
}
