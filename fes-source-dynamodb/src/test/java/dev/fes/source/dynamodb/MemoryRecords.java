package dev.fes.source.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers topic in memory. */
final class MemoryRecords implements ReaderRecords {

  private final List<ReaderRecord> written = new ArrayList<>();

  private @Nullable Runnable refusal;
  private boolean refusing;

  /** The first record is refused, as Kafka may do once it has it. */
  synchronized void refuseFirst() {
    refusing = true;
  }

  /** What a refusal leads to. */
  synchronized void onRefusal(Runnable action) {
    refusal = action;
  }

  @Override
  public synchronized @Nullable ReaderRecord read() {
    return written.isEmpty() ? null : written.getLast();
  }

  @Override
  public void write(ReaderRecord reader, Runnable durable) {
    synchronized (this) {
      written.add(reader);
      if (refusing && refusal != null) {
        refusing = false;
        refusal.run();
      }
    }
    durable.run();
  }

  synchronized ReaderRecord last() {
    return written.getLast();
  }
}
