package dev.fes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkTest {

  @Test
  void isFoundInAPayload() {
    assertThat(found(Payloads.of(4711))).containsExactly(4711);
  }

  @Test
  void isFoundInTextWithinJsonAndInTheOrderOfABatch() {
    String quoted = Payloads.of(2).replace("\"", "\\\"");
    assertThat(found("[{\"after\":\"" + quoted + "\"}," + Payloads.of(1) + "]"))
        .containsExactly(2, 1);
  }

  @Test
  void isNotSeenWhereThereIsNone() {
    assertThat(found("#0000001# #0000000x# ##")).isEmpty();
  }

  private static List<Integer> found(String body) {
    List<Integer> numbers = new ArrayList<>();
    Mark.find(body.getBytes(UTF_8), numbers::add);
    return numbers;
  }
}
