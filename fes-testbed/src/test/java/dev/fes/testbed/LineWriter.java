package dev.fes.testbed;

import java.util.Random;

/**
 * Writes a line's rows, numbered from 1 in the order of their commits; row n has key n modulo
 * {@link Line#KEYS}.
 */
interface LineWriter extends AutoCloseable {

  int LARGEST_TRANSACTION = 1_000;

  int written();

  /** One transaction, or what comes nearest to it, in the middle of which something happens. */
  void write(int rows, BadRows bad, Runnable halfway);

  /** In transactions of 1 to 1,000 rows, the small ones as likely as the large. */
  default void write(int rows, BadRows bad, Random random) {
    int last = written() + rows;
    while (written() < last) {
      int size = (int) Math.round(Math.pow(LARGEST_TRANSACTION, random.nextDouble()));
      write(Math.min(size, last - written()), bad, () -> {});
    }
  }

  @Override
  void close();
}
