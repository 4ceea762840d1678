package dev.fes.flow.nakadi;

import static dev.fes.flow.nakadi.Outbox.GENERATED;
import static dev.fes.flow.nakadi.Outbox.convert;
import static dev.fes.flow.nakadi.Outbox.embedded;
import static dev.fes.flow.nakadi.Outbox.flow;
import static dev.fes.flow.nakadi.Outbox.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a payload holds, its bytes outside of metadata are those of the event. */
class UntouchedBytesTest {

  private static final int PAYLOADS = 2_000;
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-1.50",
    "1e400",
    "98765432109876543210987654321",
    "\"\"",
    "\"ü\\\"\\\\😀\"",
    "\"\\u0000\"",
    "\"{\\\"metadata\\\":1}\""
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areThoseOfThePayload(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < PAYLOADS; i++) {
      String space = space(random);
      String before = fields(random, 3);
      String after = fields(random, 3);
      String generated = "\"metadata\":{" + GENERATED + "}";

      check("{" + space + "}", "{" + generated + space + "}");
      check("{" + before + "}", "{" + generated + "," + before + "}");
      check(
          "{" + before + ",\"metadata\":{" + space + after + "}}",
          "{" + before + ",\"metadata\":{" + GENERATED + "," + space + after + "}}");
      check(
          "{\"metadata\"" + space + ":" + space + "null" + space + "," + after + "}",
          "{\"metadata\""
              + space
              + ":"
              + space
              + "{"
              + GENERATED
              + "}"
              + space
              + ","
              + after
              + "}");
    }
  }

  private static void check(String payload, String event) {
    assertThat(convert(flow(), text(payload)).value()).isEqualTo(event.getBytes(UTF_8));
    assertThat(convert(flow(), embedded(payload)).value()).isEqualTo(event.getBytes(UTF_8));
  }

  private static String fields(RandomGenerator random, int depth) {
    StringBuilder fields = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      String name = "\"" + random.nextInt(1000) + "ñ\\u00e9\"";
      fields
          .append(space(random))
          .append(name)
          .append(space(random))
          .append(':')
          .append(value(random, depth));
      fields.append(i > 1 ? "," : "");
    }
    return fields.toString();
  }

  private static String value(RandomGenerator random, int depth) {
    String value =
        switch (random.nextInt(depth == 0 ? 3 : 5)) {
          case 0, 1, 2 -> SCALARS[random.nextInt(SCALARS.length)];
          case 3 -> "{" + fields(random, depth - 1) + "}";
          default -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
        };
    return space(random) + value + space(random);
  }

  private static String space(RandomGenerator random) {
    return " \t\n\r".substring(0, random.nextInt(5));
  }
}
