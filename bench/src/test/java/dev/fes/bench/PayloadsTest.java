package dev.fes.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PayloadsTest {

  @Test
  void areJsonOfAboutOneKilobyte() {
    IntStream.range(0, 100)
        .mapToObj(Payloads::of)
        .forEach(
            payload -> {
              JsonNode read = JsonMapper.shared().readTree(payload);
              assertThat(read.path("customer").asString()).startsWith("c-");
              assertThat(payload.length()).isBetween(900, 1_100);
            });
  }

  @Test
  void areTheSameAtEveryRun() {
    assertThat(Payloads.of(7)).isEqualTo(Payloads.of(7)).isNotEqualTo(Payloads.of(8));
  }
}
