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

  Page page(Shelf shelf, Notes notes, Query query) {
    List<Long> wanted = wanted(shelf, notes, query);
    List<Letter> letters = new ArrayList<>();
    int longest = query.withPayload() ? LONGEST_IN_LIST : -1;
    int dealt =
        wanted.isEmpty()
            ? 0
            : with(
                shelf,
                reader ->
                    reader.read(
                        wanted,
                        BOUNDS,
                        found ->
                            letters.add(
                                Letter.of(found, notes.marks().of(found.offset()), longest))));
    return new Page(letters, next(shelf, notes, query, wanted, dealt), notes.view());
  }

  Optional<Letter> letter(Shelf shelf, Notes notes, long offset) {
    List<Letter> found = new ArrayList<>();
    with(
        shelf,
        reader ->
            reader.read(
                List.of(offset),
                BOUNDS,
                record ->
                    found.add(Letter.of(record, notes.marks().of(offset), Integer.MAX_VALUE))));
    return found.stream().findFirst();
  }

  private static List<Long> wanted(Shelf shelf, Notes notes, Query query) {
    List<Long> wanted = new ArrayList<>();
    long offset =
        following(shelf, notes, query.state(), Math.max(shelf.start() - 1, query.after()));
    while (offset < shelf.end() && wanted.size() < query.limit()) {
      wanted.add(offset);
      offset = following(shelf, notes, query.state(), offset);
    }
    return wanted;
  }

  private static long following(
      Shelf shelf, Notes notes, @Nullable LetterState state, long offset) {
    long next = offset + 1;
    return state == null ? next : notes.marks().next(state, next, shelf.end());
  }

  private static @Nullable Long next(
      Shelf shelf, Notes notes, Query query, List<Long> wanted, int dealt) {
    if (dealt == 0) {
      return null;
    }
    long last = wanted.get(dealt - 1);
    return following(shelf, notes, query.state(), last) < shelf.end() ? last : null;
  }

  private <T> T with(Shelf shelf, Function<LetterReader, T> question) {
    try {
      if (!turn.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new Unavailable("others are reading letters: ask again", new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", e);
    }
    try (LetterReader reader = new LetterReader(clients, shelf.topic())) {
      return question.apply(reader);
    } catch (KafkaException e) {
      throw new Unavailable("Kafka does not give letters: " + e.getMessage(), e);
    } finally {
      turn.release();
    }
  }
}
