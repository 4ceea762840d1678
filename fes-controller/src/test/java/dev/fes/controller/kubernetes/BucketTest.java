package dev.fes.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BucketTest {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void givesSoManyAtOnceAndThenOneEachInterval() {
    Bucket bucket = new Bucket(2, Duration.ofSeconds(20), START);

    assertThat(bucket.take(START)).isTrue();
    assertThat(bucket.take(START)).isTrue();
    assertThat(bucket.take(START)).isFalse();
    assertThat(bucket.take(START.plusSeconds(19))).isFalse();
    assertThat(bucket.take(START.plusSeconds(21))).isTrue();
    assertThat(bucket.take(START.plusSeconds(22))).isFalse();
  }
}
