package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent.Reason;

class BrokenInputTest {

  private final InputContainer input = new InputContainer();
  private final List<Failure> restarts = new ArrayList<>();
  private final BrokenInput broken = new BrokenInput(input, restarts::add);

  @Test
  void beginsAgainAfterAnError() {
    broken.onApplicationEvent(stopped(Reason.ERROR));
    assertThat(restarts)
        .singleElement()
        .extracting(Failure::kind)
        .isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(input.stop()).as("to be started again").isTrue();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ERROR")
  void staysStoppedWhereItWasStopped(Reason reason) {
    broken.onApplicationEvent(stopped(reason));
    assertThat(restarts).isEmpty();
    assertThat(input.stop()).isFalse();
  }

  private ConsumerStoppedEvent stopped(Reason reason) {
    return new ConsumerStoppedEvent(this, this, reason);
  }
}
