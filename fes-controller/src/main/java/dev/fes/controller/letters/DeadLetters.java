package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.plan.Installation;
import dev.fes.controller.reconcile.Leadership;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of all event streams. Only the controller that leads knows what became of them;
 * it goes on with what another one began.
 */
public final class DeadLetters implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final Duration BEAT = Duration.ofSeconds(3);

  private final Supplier<List<LetterBox>> boxes;
  private final Leadership leadership;
  private final TopicSnapshots snapshots;
  private final Memory memory;
  private final LetterFinder finder;
  private final Jobs jobs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("letters").factory());
  private volatile Map<String, TopicSnapshot> seen = new ConcurrentHashMap<>();
  private boolean hindered;

  /**
   * @param boxes of all event streams that there are
   */
  public DeadLetters(
      Installation installation, Supplier<List<LetterBox>> boxes, Leadership leadership) {
    this.boxes = boxes;
    this.leadership = leadership;
    LetterClients clients = LetterClients.of(installation);
    NotesTopic durable = new NotesTopic(clients);
    this.snapshots = new TopicSnapshots(clients);
    this.memory = new Memory(snapshots, durable);
    this.finder = new LetterFinder(clients);
    this.jobs =
        new Jobs(
            new Work.Tools(clients, snapshots, durable, new Semaphore(1, true), Clock.systemUTC()));
  }

  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Letters in their order.
   *
   * @throws Unavailable if Kafka cannot be asked
   */
  public Page list(LetterBox box, Page.Query query) {
    return snapshot(box)
        .map(snapshot -> finder.page(snapshot, memory.of(snapshot), query))
        .orElse(new Page(List.of(), null, null));
  }

  /** One letter with all of its payload; empty if it is not there. */
  public Optional<Letter> read(LetterBox box, long offset) {
    return snapshot(box)
        .filter(snapshot -> snapshot.has(offset))
        .flatMap(snapshot -> finder.letter(snapshot, memory.of(snapshot), offset));
  }

  /** Returns once the order is remembered and its work begins. */
  public OrderResult start(LetterBox box, Order order) {
    Optional<TopicSnapshot> snapshot = snapshot(box);
    if (snapshot.isEmpty() || snapshot.get().start() == snapshot.get().end()) {
      List<Long> letters = order.letters();
      return new OrderResult.Missing(letters == null || letters.isEmpty() ? 0 : letters.getFirst());
    }
    return jobs.start(box, snapshot.get(), memory.of(snapshot.get()), order);
  }

  /** What waits, as of some seconds ago; nothing where nobody knows. */
  public Waiting waiting(LetterBox box) {
    TopicSnapshot snapshot = seen.get(box.topic());
    if (snapshot == null) {
      return Waiting.NOTHING;
    }
    Notes notes = memory.of(snapshot);
    return new Waiting(notes.marks().kept(snapshot.start(), snapshot.end()), notes.view());
  }

  @Override
  public void close() {
    thread.shutdownNow();
    jobs.close();
    snapshots.close();
  }

  private Optional<TopicSnapshot> snapshot(LetterBox box) {
    try {
      memory.load();
      return snapshots.look(box.topic());
    } catch (KafkaException e) {
      throw new Unavailable("Kafka: " + e.getMessage(), e);
    }
  }

  void look() {
    try {
      if (leadership.isHeld()) {
        memory.load();
        look(boxes.get());
        hindered = false;
      }
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  private void look(List<LetterBox> all) {
    Set<String> topics = new HashSet<>(memory.topics());
    all.forEach(box -> topics.add(box.topic()));
    Map<String, TopicSnapshot> there = snapshots.look(topics);
    memory.tidy(topics, there);
    seen = there;
    for (LetterBox box : all) {
      if (there.get(box.topic()) instanceof TopicSnapshot snapshot) {
        jobs.goOn(box, snapshot, memory.of(snapshot));
      }
    }
  }

  /** Once, and not at each look. */
  private void tell(RuntimeException e) {
    if (!hindered) {
      LOG.warn("dead letters cannot be looked after now: {}", e.getMessage());
    }
    hindered = true;
  }
}
