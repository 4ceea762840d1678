package dev.fes.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final String STATUS_CHANGED = "[?(@.OldImage.Status.Id != @.NewImage.Status.Id)]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[?(@.source.txId > 500 && @.source.lsn > 123456)]|{\"source\":{\"txId\":501,\"lsn\":123457}}|true",
        "[?(@.source.txId > 500 && @.source.lsn > 123456)]|{\"source\":{\"txId\":501,\"lsn\":123456}}|false",
        "$[?(@.op == 'c')]|{\"op\":\"c\"}|true",
        "[?(@['op'] in ['c', 'u'])]|{\"op\":\"u\"}|true",
        "[?(@.op nin ['c', 'u'])]|{}|true",
        "[?(!(@.op == 'c'))]|{\"op\":\"c\"}|false",
        "[?(@.after.tags contains 'a')]|{\"after\":{\"tags\":[\"b\",\"a\"]}}|true",
        "[?(@.after.tags.length() > 1)]|{\"after\":{\"tags\":[\"b\",\"a\"]}}|true",
        "[?(@.after.tags anyof ['x', 'a'])]|{\"after\":{\"tags\":[\"b\",\"a\"]}}|true",
        "[?(@.before)]|{\"before\":null}|true",
        "[?(@.before)]|{}|false",
        "[?(!@.before)]|{}|true",
        "[?(@.before == null)]|{\"before\":null}|true",
        "[?(@.a == \"it's [?(!=] ..\")]|{\"a\":\"it's [?(!=] ..\"}|true",
        "after.items[?(@.price > 9)]|{\"after\":{\"items\":[{\"price\":1},{\"price\":10}]}}|true",
        "$.after.items[?(@.price > 10)]|{\"after\":{\"items\":[{\"price\":1},{\"price\":10}]}}|false",
        "$.after.name|{\"after\":{\"name\":null}}|true",
        "$.after.name|{\"after\":null}|false",
        "$.after.items[*]|{\"after\":{\"items\":[]}}|false",
        "$.after.items[?(@.price > 10)]|{\"after\":{\"items\":null}}|false",
        "$.after.items[?(@.price > 10)]|{\"after\":null}|false",
        "[?(@.after.tags.length() > 1)]|{\"after\":{\"tags\":null}}|false",
        "[?(@.a == 1)]|[1]|false",
        "[?(@.a == 1)]|5|false"
      })
  void keepsWhatMatches(String filter, String change, boolean kept) {
    assertThat(matches(filter, change)).isEqualTo(kept);
  }

  @Test
  void operatorsNeedNoBlanks() {
    String filter = "$[?(@.op=='c'&&@.a==1||@.b==2)]";
    assertThat(matches(filter, "{\"op\":\"c\",\"a\":1}")).isTrue();
    assertThat(matches(filter, "{\"op\":\"x\",\"b\":2}")).isTrue();
    assertThat(matches(filter, "{\"op\":\"x\",\"a\":1}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"NewImage\":{\"Status\":{\"Id\":1}}}|true",
        "{\"OldImage\":{\"Status\":{\"Id\":1}}}|true",
        "{\"OldImage\":null,\"NewImage\":{\"Status\":{\"Id\":1}}}|true",
        "{\"OldImage\":{\"Status\":{\"Id\":null}},\"NewImage\":{\"Status\":{}}}|true",
        "{\"OldImage\":{\"Status\":{\"Id\":1}},\"NewImage\":{\"Status\":{\"Id\":2}}}|true",
        "{\"OldImage\":{\"Status\":{\"Id\":1}},\"NewImage\":{\"Status\":{\"Id\":1}}}|false",
        "{\"OldImage\":{\"Status\":{\"Id\":null}},\"NewImage\":{\"Status\":{\"Id\":null}}}|false",
        "{\"OldImage\":{\"Status\":1},\"NewImage\":{\"Status\":2}}|false",
        "{\"OldImage\":{},\"NewImage\":{}}|false",
        "{}|false"
      })
  void unequalMatchesAnAbsentPathButNotTwo(String change, boolean kept) {
    assertThat(matches(STATUS_CHANGED, change)).isEqualTo(kept);
    assertThat(matches(STATUS_CHANGED.replace(" ", ""), change)).isEqualTo(kept);
    assertThat(matches("$" + STATUS_CHANGED.replace("!=", "\n !==\t"), change)).isEqualTo(kept);
    assertThat(matches("[?(1 == 1 && " + STATUS_CHANGED.substring(3), change)).isEqualTo(kept);
  }

  @Test
  void unequalIsTheSameInsideAnArray() {
    String filter = "$.items[?(@.a != $.b)]";
    assertThat(matches(filter, "{\"items\":[{\"c\":1}]}")).isFalse();
    assertThat(matches(filter, "{\"items\":[{\"c\":1}],\"b\":1}")).isTrue();
    assertThat(matches(filter, "{\"items\":[{\"a\":1}],\"b\":1}")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"==", "===", ">", "<", ">=", "<="})
  void anAbsentPathMatchesNoOtherComparison(String operator) {
    assertThat(matches("[?(@.a " + operator + " 1)]", "{}")).isFalse();
    assertThat(matches("[?(@.a " + operator + " null)]", "{}")).isFalse();
    assertThat(matches("[?(@.a " + operator + " @.b)]", "{}")).isFalse();
  }

  @Test
  void anAbsentPathDiffersFromALiteral() {
    assertThat(matches("[?(@.a != 1)]", "{}")).isTrue();
    assertThat(matches("[?(@.a != null)]", "{}")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "9007199254740993, ==, 9007199254740993, true",
    "9007199254740993, ==, 9007199254740992, false",
    "9007199254740993, >, 9007199254740992, true",
    "9223372036854775808, >, 9223372036854775807, true",
    "0.1000000000000000055, ==, 0.1, false",
    "1.0, ==, 1, true",
    "1e2, ==, 100, true",
    "10, >, 9, true",
    "-0.0, ==, 0, true"
  })
  void numbersAreComparedExactly(String value, String operator, String literal, boolean kept) {
    assertThat(matches("[?(@.a " + operator + " " + literal + ")]", "{\"a\":" + value + "}"))
        .isEqualTo(kept);
  }

  @Test
  void numbersInListsAreComparedByValue() {
    assertThat(matches("[?(@.a in [1, 2.50])]", "{\"a\":2.5}")).isTrue();
    assertThat(matches("[?(@.a contains 9007199254740993)]", "{\"a\":[9007199254740993]}"))
        .isTrue();
    assertThat(matches("[?(@.a contains 9007199254740993)]", "{\"a\":[9007199254740992, 1.5]}"))
        .isFalse();
  }

  @Test
  void aHugeNumericIsCompared() {
    String digits = "9".repeat(140_000);
    assertThat(matches("[?(@.a > 1)]", "{\"a\":" + digits + "}")).isTrue();
    assertThat(matches("[?(@.a < 1)]", "{\"a\":1e999999999}")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` `|is empty",
        "[?(@.a =~ /(a+)+$/)]|regular expression",
        "$..[?(@.a == 1)]|deep scan",
        "[?(@..a == 1)]|deep scan",
        "[?(@.a.sum() > 1)]|calls a function",
        "$.a.concat($.b)|calls a function",
        "[?(@.a == 'x)]|quote that is not closed",
        "[?(@.a[1 == 'x')]|[ that is not closed",
        "[?(@.a == 1)] && [?(@.b == 1)]|goes on after its end",
        "[?(@.a = 1)]|is not a JSONPath",
        "[?(@.a <> 1)]|is not a JSONPath",
        "[?(@.a == )]|is not a JSONPath",
        "[?()]|is not a JSONPath",
        "[?]|is not a JSONPath",
        "$.|is not a JSONPath"
      })
  void whatCannotBeEvaluatedIsRefused(String filter, String words) {
    assertRefused(filter, words);
  }

  @Test
  void longAndDeepFiltersAreRefused() {
    assertRefused("[?(@.a == '" + "x".repeat(5_000) + "')]", "4096 characters");
    assertRefused("[?(" + "(".repeat(40) + "@.a" + ")".repeat(40) + ")]", "32 deep");
    String nested = "@.a";
    for (int i = 0; i < 14; i++) {
      nested = "@.a[?(" + nested + " != @.b)]";
    }
    assertRefused("[?(" + nested + ")]", "too many !=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nothing", "{\"a\":1", "{\"s3cret\":NaN}", "\u0000"})
  void aChangeThatIsNotJsonFailsWithoutItsContent(String change) {
    assertThatThrownBy(() -> matches("[?(@.a == 1)]", change))
        .isInstanceOf(FilterFailed.class)
        .hasNoCause()
        .hasMessage("the filter cannot be evaluated: the change is not one JSON value");
  }

  @Test
  void anOperatorThatBreaksIsAFailure() {
    assertThatThrownBy(() -> matches("[?(@.a empty true)]", "{\"a\":{\"s3cret\":1}}"))
        .isInstanceOf(FilterFailed.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$.b[?(@ in $.b[?(@ in $.b)])]",
        "$.a[*][?(@.x)].a[?($.a[?($.a[?(@ == 0)])])]",
        "[?(@.a anyof @.b)]",
        "[?(@.a subsetof @.a)]",
        "[?(@.s contains @.t)]"
      })
  void evaluationIsBounded(String filter) {
    String numbers =
        IntStream.range(0, 50_000).mapToObj(i -> "{\"x\":" + i + "}").toList().toString();
    String change =
        "{\"a\":%s,\"b\":[%s],\"s\":\"%s\",\"t\":\"%s\"}"
            .formatted(
                numbers, "1,".repeat(50_000) + "1", "a".repeat(500_000), "a".repeat(200_000) + "b");
    Filter compiled = Filter.compile(filter);
    long start = System.nanoTime();
    try {
      compiled.matches(change.getBytes(UTF_8));
    } catch (FilterFailed e) {
      assertThat(e).hasMessageContaining("steps");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aLargeSoundChangeIsEvaluated() {
    String change = "{\"op\":\"c\",\"after\":{\"body\":\"" + "x".repeat(30_000_000) + "\"}}";
    assertThat(matches("[?(@.op == 'c' && @.after.body != @.before.body)]", change)).isTrue();
  }

  @Test
  void manyThreadsMayUseOne() {
    Filter filter = Filter.compile(STATUS_CHANGED);
    byte[] change = "{\"NewImage\":{\"Status\":{\"Id\":1}}}".getBytes(UTF_8);
    assertThat(
            IntStream.range(0, 20_000).parallel().mapToObj(_ -> filter.matches(change)).distinct())
        .isEqualTo(Collections.singletonList(true));
  }

  @Test
  void saysWhatWasWritten() {
    assertThat(Filter.compile(STATUS_CHANGED)).hasToString(STATUS_CHANGED);
  }

  private static boolean matches(String filter, String change) {
    return Filter.compile(filter).matches(change.getBytes(UTF_8));
  }

  private static void assertRefused(String filter, String words) {
    assertThatThrownBy(() -> Filter.compile(filter))
        .isInstanceOf(InvalidResource.class)
        .hasMessageContaining(words);
  }
}
