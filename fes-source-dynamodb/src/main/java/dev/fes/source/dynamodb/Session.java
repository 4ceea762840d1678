package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import dev.fes.stage.ReaderLifecycle;
import dev.fes.stage.StageFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.kinesis.coordinator.WorkerStateChangeListener;

/**
 * From one start of the library's worker to its end: the worker, its shard readers, and the watch
 * over both.
 */
final class Session implements ReaderLifecycle.Session, ShardReader.Session {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LOOK_FOR_NEXT_STREAM = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(3);
  private static final Duration END = Duration.ofSeconds(4);
  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Place place;
  private final WatchedStreams streams;
  private final Worker worker;
  private final Set<ShardReader> readers = ConcurrentHashMap.newKeySet();
  private final Silence silence;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final long started = System.nanoTime();
  private volatile boolean shardEnded;
  private volatile boolean confirmed;
  private volatile @Nullable Throwable cause;

  // the watch's thread alone
  private @Nullable SdkException reported;
  private @Nullable StreamDescription described;
  private long lookedForNextStream = System.nanoTime();

  /** What a session is about. */
  record Place(
      ShardReader.Place shards,
      Worker.Job job,
      TableStream stream,
      SourceMeters meters,
      Clients clients,
      Duration callTimeout) {}

  Session(Place place) {
    this.place = place;
    this.silence =
        new Silence(() -> place.stream().over(place.job().streamArn()), System.currentTimeMillis());
    this.streams = new WatchedStreams(place.clients().streams(), this::fail);
    this.worker =
        new Worker(
            place.job(),
            new DirectStreams(streams, place.clients().region()),
            place.callTimeout(),
            () -> new ShardReader(place.shards(), this),
            new FailedStart());
  }

  @Override
  public @Nullable Throwable run() throws InterruptedException {
    Thread.ofPlatform().name("worker").start(this::work);
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory())) {
      var _ =
          timer.scheduleWithFixedDelay(
              this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
      over.await();
      timer.shutdownNow();
    }
    return cause;
  }

  /**
   * To have read is not enough, for a failure that comes with the same change again would never
   * slow down.
   */
  @Override
  public boolean madeProgress() {
    return confirmed || System.nanoTime() - started > STEADY.toNanos();
  }

  @Override
  public void stop() throws InterruptedException {
    readers.forEach(ShardReader::stop);
    long deadline = System.nanoTime() + DRAIN.toNanos();
    try {
      for (ShardReader reader : readers) {
        reader.awaitDurable(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        var _ = reader.confirm();
      }
    } finally {
      end();
    }
    ended.await(END.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A shard may have been about to begin when the others were told that it is over. */
  @Override
  public void began(ShardReader reader) {
    readers.add(reader);
    if (stopped.get()) {
      reader.abandon();
    }
  }

  @Override
  public void ended(ShardReader reader) {
    note(reader);
    readers.remove(reader);
    shardEnded = true;
  }

  @Override
  public void fail(Throwable why) {
    synchronized (this) {
      cause = cause == null ? why : cause;
    }
    end();
  }

  @Override
  public void close() {
    end();
  }

  private void work() {
    try {
      worker.run();
      fail(
          new StageFailure(
              Failure.transientFailure("worker", "the reading of the stream has stopped")));
    } catch (RuntimeException | LinkageError e) {
      fail(e);
    } finally {
      ended.countDown();
    }
  }

  /** The library's own end takes seconds; nobody waits for it but an orderly stop. */
  private void end() {
    boolean first = stopped.compareAndSet(false, true);
    readers.forEach(ShardReader::abandon);
    if (first) {
      Thread.ofVirtual().name("worker-stop").start(worker::stop);
    }
    over.countDown();
  }

  private void look() {
    try {
      Throwable unconfirmed = confirm();
      if (stopped.get()) {
        return;
      }
      report(unconfirmed);
      if (shardEnded) {
        shardEnded = false;
        worker.takeLeases();
      }
      lookForStall();
      lookForNextStream();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private @Nullable Throwable confirm() {
    Throwable failed = null;
    for (ShardReader reader : readers) {
      Throwable why = reader.confirm();
      failed = why == null ? failed : why;
      note(reader);
    }
    return failed;
  }

  private void note(ShardReader reader) {
    if (reader.hasConfirmed()) {
      confirmed = true;
    }
  }

  private void report(@Nullable Throwable unconfirmed) {
    SdkException failure = streams.failure();
    if (failure != null) {
      if (!failure.equals(reported)) {
        place.shards().routes().report(place.stream().failure(failure));
      }
      place.meters().connected(false);
    } else if (unconfirmed != null) {
      place
          .shards()
          .routes()
          .report(DynamoFailures.ofLeases(place.job().leaseTable()).of(unconfirmed));
    } else if (streams.hasRead()) {
      place.meters().connected(true);
      running();
    }
    reported = failure;
    long now = System.currentTimeMillis();
    readers.stream()
        .map(reader -> reader.behind(now))
        .max(Comparator.naturalOrder())
        .ifPresent(place.meters()::behind);
  }

  private void running() {
    StreamDescription stream =
        described == null ? place.stream().describe(place.job().streamArn()) : described;
    described = stream;
    place.shards().routes().all().forEach(route -> route.running(stream));
  }

  private void lookForStall() {
    Failure silent = silence.look(readers, System.currentTimeMillis());
    if (silent != null) {
      fail(new StageFailure(silent));
    }
  }

  /** A stream that was switched off ends; its table may have a new one. */
  private void lookForNextStream() {
    if (!place.stream().isLookedUp()
        || !readers.isEmpty()
        || System.nanoTime() - lookedForNextStream < LOOK_FOR_NEXT_STREAM.toNanos()) {
      return;
    }
    lookedForNextStream = System.nanoTime();
    if (!place.stream().newest().equals(place.job().streamArn())) {
      fail(
          new StageFailure(
              Failure.transientFailure(
                  "next-stream", "the table has a new stream, to be read now")));
    }
  }

  /** Keeps the reason of a start that failed, which the library only logs. */
  private final class FailedStart implements WorkerStateChangeListener {

    @Override
    public void onWorkerStateChange(WorkerState next) {}

    @Override
    public void onAllInitializationAttemptsFailed(Throwable why) {
      fail(why);
    }
  }
}
