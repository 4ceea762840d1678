package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.controller.plan.Wiring.Input;
import dev.fes.controller.reconcile.MemoryTopics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailFastTopicsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private @Nullable Exception trouble;
  private final Topics brokers =
      new FailFastTopics(
          new MemoryTopics() {
            @Override
            public Map<Input, Depth> depths(Collection<Input> inputs) {
              asked.incrementAndGet();
              if (trouble != null) {
                throw new Unavailable("no answer", trouble);
              }
              return super.depths(inputs);
            }
          },
          nanos::get);

  @Test
  void asksSilentBrokersOnceInAMoment() {
    trouble = new TimeoutException();

    ask();
    ask();
    assertThat(asked).hasValue(1);

    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    ask();
    ask();
    assertThat(asked).hasValue(2);
  }

  @Test
  void asksOnOnceTheyAnswer() {
    trouble = new TimeoutException();
    ask();
    trouble = null;
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    assertThat(brokers.lag(List.of())).isEmpty();
    assertThat(brokers.lag(List.of())).isEmpty();
  }

  @Test
  void takesARefusalForAnAnswer() {
    trouble = new IllegalStateException("not authorized");

    ask();
    ask();

    assertThat(asked).hasValue(2);
  }

  private void ask() {
    assertThatThrownBy(() -> brokers.lag(List.of())).hasMessage("no answer");
  }
}
