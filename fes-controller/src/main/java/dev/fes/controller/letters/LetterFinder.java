package dev.fes.controller.letters;

import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.letters.Page.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Shows letters. One question at a time is answered, so that their payloads are not in memory side
 * by side.
 */
final class LetterFinder {

  /** So much payload each letter of a list may bring; a larger one is read alone. */
  private static final int LONGEST_IN_LIST = 64 * 1024;

  /** Payloads are read whether they are asked for or not. */
  private static final LetterReader.Bounds BOUNDS =
      new LetterReader.Bounds(256L * 1024 * 1024, Duration.ofSeconds(10));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LetterClients clients;
  private final Semaphore turn = new Semaphore(1, true);

  LetterFinder(LetterClients clients) {
    this.clients = clients;
  }

  Page page(TopicSnapshot snapshot, Notes notes, Query query) {
    List<Long> wanted = wanted(snapshot, notes, query);
    List<Letter> letters = new ArrayList<>();
    int longest = query.withPayload() ? LONGEST_IN_LIST : -1;
    int dealt =
        wanted.isEmpty()
            ? 0
            : with(
                snapshot,
                reader ->
                    reader.read(
                        wanted,
                        BOUNDS,
                        found ->
                            letters.add(
                                Letter.of(found, notes.marks().of(found.offset()), longest))));
    return new Page(letters, next(snapshot, notes, query, wanted, dealt), notes.view());
  }

  Optional<Letter> letter(TopicSnapshot snapshot, Notes notes, long offset) {
    List<Letter> found = new ArrayList<>();
    with(
        snapshot,
        reader ->
            reader.read(
                List.of(offset),
                BOUNDS,
                record ->
                    found.add(Letter.of(record, notes.marks().of(offset), Integer.MAX_VALUE))));
    return found.stream().findFirst();
  }

  private static List<Long> wanted(TopicSnapshot snapshot, Notes notes, Query query) {
    List<Long> wanted = new ArrayList<>();
    long offset =
        following(snapshot, notes, query.state(), Math.max(snapshot.start() - 1, query.after()));
    while (offset < snapshot.end() && wanted.size() < query.limit()) {
      wanted.add(offset);
      offset = following(snapshot, notes, query.state(), offset);
    }
    return wanted;
  }

  private static long following(
      TopicSnapshot snapshot, Notes notes, @Nullable LetterState state, long offset) {
    long next = offset + 1;
    return state == null ? next : notes.marks().next(state, next, snapshot.end());
  }

  private static @Nullable Long next(
      TopicSnapshot snapshot, Notes notes, Query query, List<Long> wanted, int dealt) {
    if (dealt == 0) {
      return null;
    }
    long last = wanted.get(dealt - 1);
    return following(snapshot, notes, query.state(), last) < snapshot.end() ? last : null;
  }

  private <T> T with(TopicSnapshot snapshot, Function<LetterReader, T> question) {
    try {
      if (!turn.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new Unavailable("others are reading letters: ask again", new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
    try (LetterReader reader = new LetterReader(clients, snapshot.topic())) {
      return question.apply(reader);
    } catch (KafkaException e) {
      throw new Unavailable("Kafka does not give letters: " + e.getMessage(), e);
    } finally {
      turn.release();
    }
  }
}
