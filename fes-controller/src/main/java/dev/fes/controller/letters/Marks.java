package dev.fes.controller.letters;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What became of the letters of one topic; one bit or two for each, by chunks. */
final class Marks {

  private final NavigableMap<Long, Chunk> chunks = new TreeMap<>();

  synchronized LetterState of(long offset) {
    Chunk chunk = chunks.get(offset / Chunk.SIZE);
    return chunk == null ? LetterState.KEPT : chunk.at((int) (offset % Chunk.SIZE));
  }

  /** The first letter of that state; {@code end} if there is none before. */
  synchronized long next(LetterState state, long from, long end) {
    long offset = from;
    while (offset < end) {
      long number = offset / Chunk.SIZE;
      Chunk chunk = chunks.get(number);
      if (chunk == null && state == LetterState.KEPT) {
        return offset;
      }
      int place = chunk == null ? Chunk.SIZE : chunk.next(state, (int) (offset % Chunk.SIZE));
      if (place < Chunk.SIZE) {
        return Math.min(end, number * Chunk.SIZE + place);
      }
      offset = (number + 1) * Chunk.SIZE;
    }
    return end;
  }

  /** How many are kept. */
  synchronized long kept(long start, long end) {
    long marked = 0;
    for (Map.Entry<Long, Chunk> chunk :
        chunks.subMap(start / Chunk.SIZE, true, end / Chunk.SIZE, true).entrySet()) {
      long first = chunk.getKey() * Chunk.SIZE;
      int from = (int) Math.max(0, start - first);
      int to = (int) Math.min(Chunk.SIZE, end - first);
      marked += from < to ? chunk.getValue().marked(from, to) : 0;
    }
    return Math.max(0, end - start - marked);
  }

  /** The chunks as they are once these letters are marked, to be {@link #put} when that is safe. */
  synchronized Map<Long, Chunk> with(LetterState mark, Collection<Long> offsets) {
    Map<Long, Chunk> changed = new TreeMap<>();
    for (long offset : offsets) {
      changed
          .computeIfAbsent(
              offset / Chunk.SIZE, number -> chunks.getOrDefault(number, Chunk.empty()).copy())
          .mark((int) (offset % Chunk.SIZE), mark);
    }
    return changed;
  }

  synchronized void put(Map<Long, Chunk> changed) {
    chunks.putAll(changed);
  }

  /** Takes away the chunks whose letters are all gone, and names them. */
  synchronized List<Long> dropBelow(long start) {
    NavigableMap<Long, Chunk> gone = chunks.headMap(start / Chunk.SIZE, false);
    List<Long> numbers = List.copyOf(gone.keySet());
    gone.clear();
    return numbers;
  }

  synchronized List<Long> numbers() {
    return List.copyOf(chunks.keySet());
  }
}
