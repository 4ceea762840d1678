package dev.fes.source.postgres;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers topic in memory. */
final class MemoryRecords implements ReaderRecords {

  private final List<ReaderRecord> written = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean holding;

  @Override
  public synchronized @Nullable ReaderRecord read() {
    return written.isEmpty() ? null : written.getLast();
  }

  @Override
  public void write(ReaderRecord position, Runnable durable) {
    synchronized (this) {
      if (holding) {
        held.add(durable);
        return;
      }
      written.add(position);
    }
    durable.run();
  }

  synchronized void hold() {
    holding = true;
  }

  synchronized int heldWrites() {
    return held.size();
  }

  synchronized ReaderRecord last() {
    return written.getLast();
  }

  synchronized List<ReaderRecord> all() {
    return List.copyOf(written);
  }
}
