package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TestbedTest {

  @Test
  void startsWhatIsAskedForAndTheRestOnFirstUse() {
    try (Testbed testbed = Testbed.start(EnumSet.of(Part.POSTGRES, Part.NAKADI))) {
      assertThat(testbed.postgres().isRunning()).isTrue();
      assertThat(testbed.lambda().endpoint()).isNotEqualTo(testbed.nakadi().baseUri());
    }
  }

  @Test
  void closedTestbedLeavesNoServerBehind() {
    PostgresServer postgres;
    NakadiServer nakadi;
    try (Testbed testbed = Testbed.start(EnumSet.of(Part.POSTGRES, Part.NAKADI))) {
      postgres = testbed.postgres();
      nakadi = testbed.nakadi();
    }
    assertThat(postgres.isRunning()).isFalse();
    assertThatThrownBy(() -> new Socket("127.0.0.1", nakadi.baseUri().getPort()))
        .isInstanceOf(ConnectException.class);
  }
}
