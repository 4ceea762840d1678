package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExtentTest {

  /** Records 10 to 19, of which 15 is the first young one. */
  private final Extent extent = new Extent(10, 20, 15);

  @Test
  void letsGoWhatIsConfirmedAndOld() {
    assertThat(extent.purgeableTo(Set.of("a"), Map.of("a", 13L))).hasValue(13);
  }

  @Test
  void keepsWhatIsYoung() {
    assertThat(extent.purgeableTo(Set.of("a"), Map.of("a", 20L))).hasValue(15);
    assertThat(new Extent(10, 20, 10).purgeableTo(Set.of("a"), Map.of("a", 20L))).isEmpty();
  }

  @Test
  void letsAllGoWhenAllIsConfirmedAndOld() {
    assertThat(new Extent(10, 20, 20).purgeableTo(Set.of("a"), Map.of("a", 20L))).hasValue(20);
  }

  @Test
  void goesByTheSlowestReader() {
    assertThat(extent.purgeableTo(Set.of("a", "b"), Map.of("a", 14L, "b", 12L))).hasValue(12);
  }

  @Test
  void keepsEverythingForAReaderThatNeverConfirmed() {
    assertThat(extent.purgeableTo(Set.of("a", "b"), Map.of("a", 14L))).isEmpty();
    assertThat(extent.purgeableTo(Set.of("a"), Map.of())).isEmpty();
  }

  @Test
  void keepsEverythingWhenNobodyReads() {
    assertThat(extent.purgeableTo(Set.of(), Map.of("a", 14L))).isEmpty();
  }

  @Test
  void doesNotAskWhoIsNoReader() {
    assertThat(extent.purgeableTo(Set.of("a"), Map.of("a", 14L, "gone", 11L))).hasValue(14);
  }

  @Test
  void keepsEverythingWhenAReaderHasConfirmedWhatIsNotThere() {
    assertThat(extent.purgeableTo(Set.of("a", "b"), Map.of("a", 14L, "b", 21L))).isEmpty();
  }

  @Test
  void findsNothingBeforeItsStart() {
    assertThat(extent.purgeableTo(Set.of("a"), Map.of("a", 10L))).isEmpty();
    assertThat(extent.purgeableTo(Set.of("a"), Map.of("a", 3L))).isEmpty();
    assertThat(new Extent(20, 20, 20).purgeableTo(Set.of("a"), Map.of("a", 20L))).isEmpty();
  }

  @Test
  void neverLetsGoWhatAnyReaderHasYetToConfirmOrIsYoung() {
    for (long young = 10; young <= 20; young++) {
      for (long a = 8; a <= 22; a++) {
        for (long b = 8; b <= 22; b++) {
          OptionalLong to =
              new Extent(10, 20, young).purgeableTo(Set.of("a", "b"), Map.of("a", a, "b", b));

          long expected = Math.min(young, Math.min(a, b));
          assertThat(to)
              .isEqualTo(
                  expected > 10 && a <= 20 && b <= 20
                      ? OptionalLong.of(expected)
                      : OptionalLong.empty());
        }
      }
    }
  }

  @Test
  void whatNobodyReadsGoesByItsAgeAlone() {
    assertThat(new Extent(3, 10, 7).purgeableByAge()).hasValue(7);
    assertThat(new Extent(3, 10, 3).purgeableByAge()).isEmpty();
  }
}
