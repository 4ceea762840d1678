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
  private final Shelves shelves;
  private final Memory memory;
  private final LetterFinder finder;
  private final Jobs jobs;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("letters").factory());
  private volatile Map<String, Shelf> seen = new ConcurrentHashMap<>();
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
    this.shelves = new Shelves(clients);
    this.memory = new Memory(shelves, durable);
    this.finder = new LetterFinder(clients);
    this.jobs =
        new Jobs(
            new Work.Tools(clients, shelves, durable, new Semaphore(1, true), Clock.systemUTC()));
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
    return shelf(box)
        .map(shelf -> finder.page(shelf, memory.of(shelf), query))
        .orElse(new Page(List.of(), null, null));
  }

  /** One letter with all of its payload; empty if it is not there. */
  public Optional<Letter> read(LetterBox box, long offset) {
    return shelf(box)
        .filter(shelf -> shelf.has(offset))
        .flatMap(shelf -> finder.letter(shelf, memory.of(shelf), offset));
  }

  /** Returns once the order is remembered and its work begins. */
  public Started start(LetterBox box, Order order) {
    Optional<Shelf> shelf = shelf(box);
    if (shelf.isEmpty() || shelf.get().start() == shelf.get().end()) {
      List<Long> letters = order.letters();
      return new Started.Missing(letters == null || letters.isEmpty() ? 0 : letters.getFirst());
    }
    return jobs.start(box, shelf.get(), memory.of(shelf.get()), order);
  }

  /** What waits, as of some seconds ago; nothing where nobody knows. */
  public Waiting waiting(LetterBox box) {
    Shelf shelf = seen.get(box.topic());
    if (shelf == null) {
      return Waiting.NOTHING;
    }
    Notes notes = memory.of(shelf);
    return new Waiting(notes.marks().kept(shelf.start(), shelf.end()), notes.view());
  }

  @Override
  public void close() {
    thread.shutdownNow();
    jobs.close();
    shelves.close();
  }

  private Optional<Shelf> shelf(LetterBox box) {
    try {
      memory.load();
      return shelves.look(box.topic());
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
    Map<String, Shelf> there = shelves.look(topics);
    memory.tidy(topics, there);
    seen = there;
    for (LetterBox box : all) {
      if (there.get(box.topic()) instanceof Shelf shelf) {
        jobs.goOn(box, shelf, memory.of(shelf));
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
