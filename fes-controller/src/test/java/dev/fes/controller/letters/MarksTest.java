package dev.fes.controller.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MarksTest {

  private final Marks marks = new Marks();

  @Test
  void everyLetterIsKeptUntilItIsMarked() {
    mark(LetterState.REPLAYED, 3, 5000);
    mark(LetterState.DISCARDED, 4);

    assertThat(marks.of(2)).isEqualTo(LetterState.KEPT);
    assertThat(marks.of(3)).isEqualTo(LetterState.REPLAYED);
    assertThat(marks.of(4)).isEqualTo(LetterState.DISCARDED);
    assertThat(marks.of(5000)).isEqualTo(LetterState.REPLAYED);
  }

  @Test
  void countsWhatIsKeptBetweenTwoOffsets() {
    mark(LetterState.REPLAYED, 0, 4095, 4096, 9999);

    assertThat(marks.kept(0, 10_000)).isEqualTo(9_996);
    assertThat(marks.kept(4095, 4097)).isZero();
    assertThat(marks.kept(1, 4095)).isEqualTo(4_094);
    assertThat(marks.kept(7, 7)).isZero();
  }

  @Test
  void findsTheNextOfAStateAcrossChunks() {
    mark(LetterState.REPLAYED, LongStream.range(0, 5000).toArray());
    mark(LetterState.DISCARDED, 20_000);

    assertThat(marks.next(LetterState.KEPT, 0, 30_000)).isEqualTo(5000);
    assertThat(marks.next(LetterState.DISCARDED, 0, 30_000)).isEqualTo(20_000);
    assertThat(marks.next(LetterState.DISCARDED, 20_001, 30_000)).isEqualTo(30_000);
    assertThat(marks.next(LetterState.REPLAYED, 4999, 30_000)).isEqualTo(4999);
    assertThat(marks.next(LetterState.KEPT, 0, 100)).isEqualTo(100);
  }

  @Test
  void nothingChangesBeforeItIsPut() {
    marks.with(LetterState.REPLAYED, List.of(1L));

    assertThat(marks.of(1)).isEqualTo(LetterState.KEPT);
  }

  @Test
  void dropsChunksWhoseLettersAreAllGone() {
    mark(LetterState.REPLAYED, 1, 5000, 9000);

    assertThat(marks.dropBelow(8192)).containsExactly(0L, 1L);
    assertThat(marks.numbers()).containsExactly(2L);
  }

  @Test
  void rangesAreTextThatSaysTheSame() {
    var numbers = Ranges.read("0-99,105,4095");

    assertThat(numbers.cardinality()).isEqualTo(102);
    assertThat(Ranges.write(numbers)).isEqualTo("0-99,105,4095");
    assertThat(Ranges.write(Ranges.read(""))).isEmpty();
  }

  private void mark(LetterState state, long... offsets) {
    marks.put(marks.with(state, LongStream.of(offsets).boxed().toList()));
  }
}
