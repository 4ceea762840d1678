package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one job out: batch by batch, each sent, then marked. What cannot be done now is tried
 * again, from the first letter that has no mark: some may be sent twice, with the same id, and none
 * is left out or overtaken.
 */
final class Work implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Work.class);
  private static final int BATCH = 200;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final LetterReader.Bounds BOUNDS =
      new LetterReader.Bounds(LetterClients.FETCH_BYTES, Duration.ofSeconds(15));

  /** What all work is done with. */
  record Tools(
      LetterClients clients,
      TopicSnapshots snapshots,
      NotesTopic memory,
      Semaphore turns,
      Clock clock) {}

  private final Tools tools;
  private final LetterBox box;
  private final TopicSnapshot snapshot;
  private final Notes notes;
  private final FlowProgress flow;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long at;
  private @Nullable String failure;

  /**
   * @param notes have the job
   * @param follows letters may have been sent before it, by an order or a controller before this
   *     one
   */
  Work(Tools tools, LetterBox box, TopicSnapshot snapshot, Notes notes, boolean follows) {
    this.tools = tools;
    this.box = box;
    this.snapshot = snapshot;
    this.notes = notes;
    this.flow = new FlowProgress(box, tools.snapshots(), follows);
    this.at = snapshot.start();
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    while (closed.getCount() > 0) {
      long before = at;
      try {
        if (isFinished()) {
          return;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (Unavailable | KafkaException e) {
        pause = at > before ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        update(job().progress().saying(e.getMessage()));
        rest(pause);
      }
    }
  }

  void close() {
    closed.countDown();
  }

  private Job job() {
    return Objects.requireNonNull(notes.job().get());
  }

  private boolean isFinished() throws InterruptedException {
    Optional<TopicSnapshot> now = tools.snapshots().look(snapshot.topic());
    if (now.filter(found -> found.id().equals(snapshot.id())).isEmpty()) {
      notes.job().set(job().with(job().progress().saying("the topic is gone")).endedAt(now()));
      return true;
    }
    at = Math.max(at, now.get().start());
    try (LetterReader reader = new LetterReader(tools.clients(), snapshot.topic());
        Producer<byte[], byte[]> producer = tools.clients().producer()) {
      List<Long> batch = next();
      while (!batch.isEmpty()) {
        if (closed.getCount() == 0) {
          return false;
        }
        tools.turns().acquire();
        try {
          step(batch, reader, producer);
        } finally {
          tools.turns().release();
        }
        batch = next();
      }
      finish(producer);
      return true;
    }
  }

  private void step(List<Long> batch, LetterReader reader, Producer<byte[], byte[]> producer) {
    Step step =
        switch (job().order().action()) {
          case DISCARD -> new Step(batch.size(), batch, null);
          case REPLAY -> replay(batch, reader, producer);
        };
    Map<Long, Chunk> marked = notes.marks().with(job().order().action().mark(), step.marked());
    tools.memory().writeMarks(producer, snapshot, marked);
    notes.marks().put(marked);
    at = batch.get(step.dealt() - 1) + 1;
    count(step.marked().size(), step.dealt() - step.marked().size(), step.error());
  }

  /** What it waited for is over; why a letter failed is worth keeping. */
  private void count(int done, int failed, @Nullable String error) {
    if (failed > 0) {
      failure = error == null ? "letters are gone, for their time was over" : error;
    }
    update(job().progress().and(done, failed).saying(failure));
  }

  /** What became of a batch; who is dealt with and has no mark failed. */
  private record Step(int dealt, List<Long> marked, @Nullable String error) {}

  private Step replay(List<Long> batch, LetterReader reader, Producer<byte[], byte[]> producer) {
    Replay replay = new Replay(box, producer, flow);
    int dealt = reader.read(batch, BOUNDS, replay::send);
    if (dealt == 0) {
      throw new Unavailable(
          "letter " + batch.getFirst() + " waits until the flow has passed on those before it");
    }
    return new Step(dealt, replay.durable(), replay.error());
  }

  private List<Long> next() {
    List<Long> batch = new ArrayList<>();
    List<Long> ordered = job().order().letters();
    if (ordered != null) {
      ordered.stream()
          .filter(offset -> offset >= at && notes.marks().of(offset) == LetterState.KEPT)
          .limit(BATCH)
          .forEach(batch::add);
      return batch;
    }
    long end = Math.min(job().through(), snapshot.end());
    long offset = notes.marks().next(LetterState.KEPT, at, end);
    while (offset < end && batch.size() < BATCH) {
      batch.add(offset);
      offset = notes.marks().next(LetterState.KEPT, offset + 1, end);
    }
    return batch;
  }

  private void finish(Producer<byte[], byte[]> producer) {
    Job ended = job().endedAt(now());
    tools.memory().writeJob(producer, snapshot, ended);
    notes.job().set(ended);
    LOG.info(
        "{}/{}: {} of letters is over: {} done, {} failed",
        box.key(),
        box.stream(),
        ended.order().action().title(),
        ended.progress().done(),
        ended.progress().failed());
  }

  private Instant now() {
    return tools.clock().instant();
  }

  private void update(Job.Progress progress) {
    notes.job().set(job().with(progress));
  }

  private void rest(Duration pause) {
    try {
      var _ = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
