package dev.fes.source.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readers topic in memory. */
final class MemoryRecords implements ReaderRecords, ReleaseRecords {

  final List<String> otherSlots = new ArrayList<>();
  private final Set<MadePublication> made = new HashSet<>();
  private final Map<String, BackfillRecord> backfills = new HashMap<>();

  private final List<ReaderRecord> written = new ArrayList<>();
  private final List<Runnable> held = new ArrayList<>();
  private boolean holding;
  private @Nullable Runnable first;

  /** Before anything is written, once. */
  synchronized void beforeFirstWrite(Runnable action) {
    first = action;
  }

  private synchronized @Nullable Runnable takeFirst() {
    Runnable taken = first;
    first = null;
    return taken;
  }

  @Override
  public synchronized @Nullable ReaderRecord read() {
    return written.isEmpty() ? null : written.getLast();
  }

  @Override
  public void write(ReaderRecord position, Runnable durable) {
    Runnable before = takeFirst();
    if (before != null) {
      before.run();
    }
    synchronized (this) {
      if (holding) {
        held.add(durable);
        return;
      }
      written.add(position);
    }
    durable.run();
  }

  @Override
  public void write(MadePublication publication, Runnable durable) {
    synchronized (this) {
      made.add(publication);
    }
    durable.run();
  }

  @Override
  public synchronized List<BackfillRecord> readBackfills() {
    return List.copyOf(backfills.values());
  }

  @Override
  public void write(BackfillRecord backfill, Runnable durable) {
    synchronized (this) {
      backfills.put(backfill.stream(), backfill);
    }
    durable.run();
  }

  @Override
  public @Nullable ReaderRecord reader() {
    return read();
  }

  @Override
  public synchronized void forgetReader() {
    written.clear();
  }

  @Override
  public synchronized boolean isMade(MadePublication publication) {
    return made.contains(publication);
  }

  @Override
  public synchronized void forget(MadePublication publication) {
    made.remove(publication);
  }

  @Override
  public List<String> otherSlots(MadePublication publication) {
    return otherSlots;
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
