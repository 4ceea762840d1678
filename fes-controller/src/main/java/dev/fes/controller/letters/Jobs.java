package dev.fes.controller.letters;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is being done with letters: one job at a time for each stream. */
final class Jobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final Work.Tools tools;
  private final Map<String, Work> running = new ConcurrentHashMap<>();

  Jobs(Work.Tools tools) {
    this.tools = tools;
  }

  synchronized OrderResult start(LetterBox box, TopicSnapshot snapshot, Notes notes, Order order) {
    Job last = notes.job().get();
    if (last != null && last.isUnderWay()) {
      return new OrderResult.Busy(last.view());
    }
    Optional<OrderResult> wrong = wrong(snapshot, notes, order);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Job job = job(snapshot, notes, order, tools.clock().instant());
    try (Producer<byte[], byte[]> producer = tools.clients().producer()) {
      tools.memory().writeJob(producer, snapshot, job);
    }
    notes.job().set(job);
    begin(box, snapshot, notes, last != null);
    return new OrderResult.Begun(job.view());
  }

  /** Goes on with what a controller before this one began. */
  synchronized void goOn(LetterBox box, TopicSnapshot snapshot, Notes notes) {
    Job job = notes.job().get();
    if (job == null || !job.isUnderWay() || running.containsKey(box.topic())) {
      return;
    }
    long left = left(snapshot, notes, job.order().letters(), job.through());
    long total = Math.max(job.progress().total(), left);
    notes.job().set(job.with(new Job.Progress(total, total - left, 0, null)));
    begin(box, snapshot, notes, true);
  }

  @Override
  public void close() {
    running.values().forEach(Work::close);
  }

  private void begin(LetterBox box, TopicSnapshot snapshot, Notes notes, boolean follows) {
    Work work = new Work(tools, box, snapshot, notes, follows);
    running.put(box.topic(), work);
    LOG.info("{}/{}: works on dead letters", box.key(), box.stream());
    Thread.ofVirtual()
        .name("letters-" + box.topic())
        .start(
            () -> {
              try {
                work.run();
              } finally {
                running.remove(box.topic(), work);
              }
            });
  }

  private static Optional<OrderResult> wrong(TopicSnapshot snapshot, Notes notes, Order order) {
    List<Long> letters = order.letters();
    if (letters == null) {
      return Optional.empty();
    }
    for (long letter : letters) {
      if (!snapshot.has(letter)) {
        return Optional.of(new OrderResult.Missing(letter));
      }
      LetterState state = notes.marks().of(letter);
      if (state != LetterState.KEPT) {
        return Optional.of(new OrderResult.Settled(letter, state));
      }
    }
    return Optional.empty();
  }

  private static Job job(TopicSnapshot snapshot, Notes notes, Order order, Instant now) {
    long total = left(snapshot, notes, order.letters(), snapshot.end());
    return new Job(
        UUID.randomUUID().toString(),
        order,
        snapshot.end(),
        new Job.Progress(total, 0, 0, null),
        now,
        null);
  }

  private static long left(
      TopicSnapshot snapshot, Notes notes, @Nullable List<Long> letters, long through) {
    return letters == null
        ? notes.marks().kept(snapshot.start(), Math.min(through, snapshot.end()))
        : letters.stream()
            .filter(letter -> snapshot.has(letter) && notes.marks().of(letter) == LetterState.KEPT)
            .count();
  }
}
