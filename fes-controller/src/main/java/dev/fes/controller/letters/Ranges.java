package dev.fes.controller.letters;

import java.util.BitSet;
import java.util.StringJoiner;

/** Numbers as text that a person can read in the topic: {@code 0-99,105}. */
final class Ranges {

  private Ranges() {}

  static String write(BitSet numbers) {
    StringJoiner text = new StringJoiner(",");
    for (int first = numbers.nextSetBit(0); first >= 0; ) {
      int end = numbers.nextClearBit(first);
      text.add(end - first == 1 ? Integer.toString(first) : first + "-" + (end - 1));
      first = numbers.nextSetBit(end);
    }
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException if the text is none of these
   */
  static BitSet read(String text) {
    BitSet numbers = new BitSet();
    for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = range.split("-", 2);
      numbers.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
    return numbers;
  }
}
