package dev.fes.stage;

/**
 * The confirmations of one assignment of partitions. Once it is closed they are void: their records
 * come again, and a late one would speak for a record that was handed out anew.
 */
final class Generation {

  private boolean open = true;

  synchronized void confirm(Runnable upstream) {
    if (open) {
      upstream.run();
    }
  }

  synchronized void close() {
    open = false;
  }
}
