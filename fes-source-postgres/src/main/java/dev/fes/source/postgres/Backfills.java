package dev.fes.source.postgres;

import dev.fes.stage.Backoff;
import dev.fes.stage.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The backfills of this reader's event streams: at most one each, done one after another in the
 * order of their requests, and remembered until a new one is asked for.
 */
final class Backfills {

  private static final Duration REMEMBER = Duration.ofSeconds(20);

  private final Map<String, Entry> entries = new HashMap<>();

  /** Held while a record is replaced and sent, so that Kafka gets them in the same order. */
  private final Object writing = new Object();

  private final Routes routes;
  private final ReaderRecords records;
  private final Backoff backoff;
  private final Clock clock;
  private boolean loaded;

  /** What a backfill is doing. */
  enum Activity {
    QUEUED,
    WAITING,
    RUNNING,
    BLOCKED,
    RETRYING,
    DONE,
    CANCELLED
  }

  /**
   * What is told of one.
   *
   * @param words what it waits for, or why it does not go on
   */
  record Report(BackfillRecord record, Activity activity, @Nullable String words) {

    /** Such as {@code running, 2000 of about 50000 rows}. */
    String inWords() {
      BackfillRecord.Progress progress = record.progress();
      return activity.name().toLowerCase(Locale.ROOT)
          + ", "
          + progress.read()
          + (progress.estimate() == null ? "" : " of about " + progress.estimate())
          + " rows"
          + (words == null ? "" : ": " + words);
    }
  }

  private static final class Entry {
    private BackfillRecord record;
    private Activity activity;
    private @Nullable String words;
    private int failures;
    private Instant notBefore = Instant.MIN;

    private Entry(BackfillRecord record) {
      this.record = record;
      this.activity =
          switch (record.phase()) {
            case REQUESTED -> Activity.QUEUED;
            case DONE -> Activity.DONE;
            case CANCELLED -> Activity.CANCELLED;
          };
    }

    private boolean isWanted() {
      return record.phase() == BackfillRecord.Phase.REQUESTED;
    }
  }

  Backfills(Routes routes, ReaderRecords records, Backoff backoff, Clock clock) {
    this.routes = routes;
    this.records = records;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** Takes up what is remembered, the first time. */
  synchronized void load() {
    if (!loaded) {
      records
          .readBackfills()
          .forEach(record -> entries.putIfAbsent(record.stream(), new Entry(record)));
      entries.values().forEach(this::tell);
      loaded = true;
      notifyAll();
    }
  }

  synchronized List<Report> all() {
    return entries.values().stream()
        .sorted(Comparator.comparing(entry -> entry.record.stream()))
        .map(Backfills::report)
        .toList();
  }

  synchronized Optional<Report> of(String stream) {
    return Optional.ofNullable(entries.get(stream)).map(Backfills::report);
  }

  Optional<Route> route(String stream) {
    return routes.all().stream()
        .filter(route -> route.settings().stream().equals(stream))
        .findFirst();
  }

  /**
   * Remembers that one is wanted, unless one is under way; false if Kafka does not take it in time.
   */
  boolean request(String stream) throws InterruptedException {
    BackfillRecord wanted;
    synchronized (this) {
      Entry known = entries.get(stream);
      if (known != null && known.isWanted()) {
        return true;
      }
      wanted = BackfillRecord.request(UUID.randomUUID().toString(), stream, now());
    }
    return remember(wanted);
  }

  /** Ends the one that is under way, if there is one; false if Kafka does not take it in time. */
  boolean cancel(String stream) throws InterruptedException {
    BackfillRecord ended;
    synchronized (this) {
      Entry known = entries.get(stream);
      if (known == null || !known.isWanted()) {
        return true;
      }
      ended = known.record.ended(BackfillRecord.Phase.CANCELLED, now());
    }
    return remember(ended);
  }

  /** The next one to be worked on; waits for it. */
  synchronized BackfillRecord next() throws InterruptedException {
    while (true) {
      Instant now = clock.instant();
      List<Entry> wanted = wanted();
      for (Entry entry : wanted) {
        if (!entry.notBefore.isAfter(now)) {
          return entry.record;
        }
      }
      long pause =
          wanted.stream()
              .mapToLong(entry -> Duration.between(now, entry.notBefore).toMillis() + 1)
              .min()
              .orElse(0);
      wait(pause);
    }
  }

  /** Whether it is still wanted: nobody has ended it, or asked for another. */
  synchronized boolean isWanted(BackfillRecord record) {
    Entry entry = entries.get(record.stream());
    return entry != null && entry.isWanted() && entry.record.id().equals(record.id());
  }

  /** It has come further; what it was before is remembered until Kafka has this. */
  void advance(BackfillRecord record) {
    synchronized (writing) {
      if (take(record)) {
        records.write(record, () -> {});
      }
    }
  }

  private synchronized boolean take(BackfillRecord record) {
    Entry entry = entries.get(record.stream());
    if (entry == null || !isWanted(record)) {
      return false;
    }
    entry.record = record;
    entry.failures = 0;
    if (record.phase() == BackfillRecord.Phase.DONE) {
      entry.activity = Activity.DONE;
      entry.words = null;
    }
    tell(entry);
    return true;
  }

  synchronized void doing(BackfillRecord record, Activity activity, @Nullable String words) {
    Entry entry = entries.get(record.stream());
    if (entry != null && isWanted(record)) {
      entry.activity = activity;
      entry.words = words;
      tell(entry);
    }
  }

  /** It does not go on now, and is tried again later. */
  synchronized void failed(BackfillRecord record, Failure failure) {
    Entry entry = entries.get(record.stream());
    if (entry != null && isWanted(record)) {
      entry.failures++;
      entry.notBefore = clock.instant().plus(backoff.after(entry.failures, failure.kind()));
      entry.activity =
          failure.kind() == Failure.Kind.TRANSIENT ? Activity.RETRYING : Activity.BLOCKED;
      entry.words = failure.message();
      tell(entry);
    }
  }

  /** The reader reads no more: what was under way goes on with the next session. */
  synchronized void interrupted() {
    wanted().stream()
        .filter(entry -> entry.activity == Activity.RUNNING || entry.activity == Activity.WAITING)
        .forEach(
            entry -> {
              entry.activity = Activity.QUEUED;
              entry.words = "the stream is not read at the moment";
              tell(entry);
            });
  }

  String now() {
    return clock.instant().toString();
  }

  private boolean remember(BackfillRecord record) throws InterruptedException {
    CountDownLatch durable = new CountDownLatch(1);
    Thread.ofVirtual()
        .name("backfill-record")
        .start(
            () -> {
              synchronized (writing) {
                put(record);
                records.write(record, durable::countDown);
              }
            });
    return durable.await(REMEMBER.toSeconds(), TimeUnit.SECONDS);
  }

  private synchronized void put(BackfillRecord record) {
    Entry entry = new Entry(record);
    entries.put(record.stream(), entry);
    tell(entry);
    notifyAll();
  }

  private List<Entry> wanted() {
    List<Entry> wanted = new ArrayList<>(entries.values());
    wanted.removeIf(entry -> !entry.isWanted() || route(entry.record.stream()).isEmpty());
    wanted.sort(Comparator.comparing(entry -> entry.record.requested()));
    return wanted;
  }

  /** In the stream's state. */
  private void tell(Entry entry) {
    route(entry.record.stream())
        .ifPresent(route -> route.progress().backfill(report(entry).inWords()));
  }

  private static Report report(Entry entry) {
    return new Report(entry.record, entry.activity, entry.words);
  }
}
