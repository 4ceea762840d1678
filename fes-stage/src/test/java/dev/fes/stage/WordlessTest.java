package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class WordlessTest {

  @Test
  void saysWhatWasThrownAndWhereButNotItsWords() {
    Exception thrown =
        new IllegalStateException("of Lovelace", new IllegalArgumentException("invalid: Lovelace"));

    assertThat(printed(Wordless.of(thrown)))
        .contains(
            "java.lang.IllegalStateException",
            "Caused by",
            "java.lang.IllegalArgumentException",
            "saysWhatWasThrownAndWhereButNotItsWords")
        .doesNotContain("Lovelace");
  }

  @Test
  void endsWhereCausesAreARing() {
    Exception first = new IllegalStateException("a");
    first.initCause(new IllegalArgumentException("b", first));

    assertThat(printed(Wordless.of(first))).contains("IllegalArgumentException");
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
