package dev.fes.controller.letters;

import java.util.BitSet;

/** The marks of {@link #SIZE} letters in a row: what is in neither set is kept. */
record Chunk(BitSet replayed, BitSet discarded) {

  static final int SIZE = 4096;

  static Chunk empty() {
    return new Chunk(new BitSet(), new BitSet());
  }

  Chunk copy() {
    return new Chunk((BitSet) replayed.clone(), (BitSet) discarded.clone());
  }

  void mark(int place, LetterState state) {
    replayed.set(place, state == LetterState.REPLAYED);
    discarded.set(place, state == LetterState.DISCARDED);
  }

  LetterState at(int place) {
    if (replayed.get(place)) {
      return LetterState.REPLAYED;
    }
    return discarded.get(place) ? LetterState.DISCARDED : LetterState.KEPT;
  }

  /** The first place of that state; {@link #SIZE} if there is none. */
  int next(LetterState state, int from) {
    int next =
        switch (state) {
          case REPLAYED -> replayed.nextSetBit(from);
          case DISCARDED -> discarded.nextSetBit(from);
          case KEPT -> marked().nextClearBit(from);
        };
    return next < 0 ? SIZE : Math.min(next, SIZE);
  }

  /** How many of these places are marked. */
  int marked(int from, int end) {
    return marked().get(from, end).cardinality();
  }

  private BitSet marked() {
    BitSet marked = (BitSet) replayed.clone();
    marked.or(discarded);
    return marked;
  }
}
