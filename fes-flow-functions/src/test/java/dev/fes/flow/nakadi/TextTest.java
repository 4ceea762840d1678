package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.stage.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

class TextTest {

  private static final String[] PARTS = {
    "a",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\t",
    "\\b",
    "\\f",
    "\\r",
    "\\u0001",
    "\\u00fc",
    "\\u20AC",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00",
    "\\ud83dx",
    "ü",
    "日",
    "😀",
    "{}"
  };

  @Test
  void readsAnyStringAsAParserDoes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder json = new StringBuilder("[\"");
      random.ints(random.nextInt(12), 0, PARTS.length).forEach(part -> json.append(PARTS[part]));
      String quoted = json.append("\",\"next\"]").toString();

      assertThat(read(quoted)).as(quoted).isEqualTo(parsed(quoted));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"",
        "[\"a",
        "[\"a\\",
        "[\"a\\\"",
        "[\"\\q\"]",
        "[\"\\u00g0\"]",
        "[\"\\u00\"]",
        "[\"\\u0"
      })
  void seesThatItIsNoString(String json) {
    assertThat(new Text(json.getBytes(UTF_8), 1).isBroken()).isTrue();
  }

  private static String read(String json) {
    Text text = new Text(json.getBytes(UTF_8), 1);
    assertThat(text.isBroken()).isFalse();
    return new String(text.bytes(), 0, text.length(), UTF_8);
  }

  private static String parsed(String json) {
    try (JsonParser parser = Json.parse(json.getBytes(UTF_8))) {
      parser.nextToken();
      parser.nextToken();
      return new String(parser.getString().getBytes(UTF_8), UTF_8);
    }
  }
}
