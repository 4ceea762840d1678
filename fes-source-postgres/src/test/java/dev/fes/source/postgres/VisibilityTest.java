package dev.fes.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibilityTest {

  @Test
  void seesWhatHadEndedAndNothingElse() {
    Visibility snapshot = Visibility.parse("10:20:10,14");

    assertThat(snapshot.sees(9)).isTrue();
    assertThat(snapshot.sees(10)).isFalse();
    assertThat(snapshot.sees(13)).isTrue();
    assertThat(snapshot.sees(14)).isFalse();
    assertThat(snapshot.sees(20)).isFalse();
    assertThat(snapshot.sees(21)).isFalse();
  }

  @Test
  void anIdMayHaveWrappedAround() {
    // the log has 32 bits of them, a snapshot 64
    Visibility snapshot = Visibility.parse("4294967290:4294967302:4294967295");

    assertThat(snapshot.sees(4294967289L)).isTrue();
    assertThat(snapshot.sees(4294967295L)).isFalse();
    assertThat(snapshot.sees(5)).isTrue();
    assertThat(snapshot.sees(6)).isFalse();
  }
}
