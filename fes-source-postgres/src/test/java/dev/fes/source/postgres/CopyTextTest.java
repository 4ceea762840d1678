package dev.fes.source.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CopyTextTest {

  @Test
  void tellsNullFromEmptyAndFromItsOwnSign() {
    assertThat(CopyText.values("\\N\t\t\\\\N\n".getBytes(UTF_8))).containsExactly(null, "", "\\N");
  }

  @Test
  void takesBackWhatWasEscaped() {
    assertThat(CopyText.values("a\\tb\\nc\\\\d\\re\\bf\\fg\\vh\tö€\n".getBytes(UTF_8)))
        .containsExactly("a\tb\nc\\d\re\bf\fg\u000bh", "ö€");
  }

  @Test
  void aRowMayHaveOneColumn() {
    assertThat(CopyText.values("1\n".getBytes(UTF_8))).containsExactly("1");
  }
}
