package dev.fes.source.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers topic in memory. */
final class MemoryRecords implements ReaderRecords {

  private final List<ReaderRecord> written = new ArrayList<>();

  @Override
  public synchronized @Nullable ReaderRecord read() {
    return written.isEmpty() ? null : written.getLast();
  }

  @Override
  public void write(ReaderRecord reader, Runnable durable) {
    synchronized (this) {
      written.add(reader);
    }
    durable.run();
  }

  synchronized ReaderRecord last() {
    return written.getLast();
  }
}
