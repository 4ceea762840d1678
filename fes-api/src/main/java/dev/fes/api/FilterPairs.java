package dev.fes.api;

import org.jspecify.annotations.Nullable;

/**
 * How much it costs at most to compare every part of a value with every part of another one.
 * JsonPath shows values one by one, each once or twice, so that each is taken as compared with the
 * largest before it; what comes a third time in a row is compared with itself.
 */
final class FilterPairs {

  private @Nullable Object last;
  private int lastInARow;
  private @Nullable Object largest;
  private long largestSize;
  private long nextSize;

  FilterPairs(long least) {
    largestSize = least;
    nextSize = least;
  }

  @SuppressWarnings("ReferenceEquality")
  long with(@Nullable Object value, long size) {
    lastInARow = value == last ? lastInARow + 1 : 1;
    last = value;
    if (value == largest) {
      return size * (lastInARow > 2 ? size : nextSize);
    }
    long cost = size * largestSize;
    if (size > largestSize) {
      nextSize = largestSize;
      largestSize = size;
      largest = value;
    } else {
      nextSize = Math.max(nextSize, size);
    }
    return cost;
  }
}
