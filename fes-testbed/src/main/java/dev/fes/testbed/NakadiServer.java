package dev.fes.testbed;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A stand-in for Nakadi's publishing API that keeps what it is sent and fails on request. */
public final class NakadiServer implements AutoCloseable {

  private final NakadiCatalog catalog = new NakadiCatalog();
  private final NakadiFaults faults = new NakadiFaults();
  private final NakadiApi api = new NakadiApi(catalog, faults);
  private final LoopbackHttp http = LoopbackHttp.start(api);

  private NakadiServer() {}

  public static NakadiServer open() {
    return new NakadiServer();
  }

  public URI baseUri() {
    return http.uri();
  }

  /** Category is business, data or undefined. */
  public void createEventType(String name, String category) {
    createEventType(
        "{\"name\":%s,\"category\":%s}".formatted(Json.quote(name), Json.quote(category)));
  }

  /** The JSON that a client would post to /event-types. */
  public void createEventType(String definition) {
    HttpAnswer answer = catalog.create(definition.getBytes(StandardCharsets.UTF_8));
    if (answer.status() != 201) {
      throw new IllegalArgumentException(new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  /** From now on only these bearer tokens are good; with none at all, every caller is welcome. */
  public void acceptTokens(String... tokens) {
    api.acceptTokens(Set.of(tokens));
  }

  /** From now on only these tokens may publish to the type; none means everybody. */
  public void allowWriters(String type, String... tokens) {
    topic(type).allowOnly(Set.of(tokens));
  }

  /** From now on events of the type that match fail validation, as with a stricter schema. */
  public void refuseEvents(String type, Predicate<String> events) {
    topic(type).refuse(events);
  }

  /** The header {@code traceparent} of each post to the type that had one. */
  public List<String> traceparents(String type) {
    return topic(type).traces();
  }

  /** The next posts, to any type, go wrong; faults queue up. */
  public void failNext(int posts, NakadiFault fault) {
    faults.add(null, posts, fault);
  }

  public void failNext(String type, int posts, NakadiFault fault) {
    faults.add(type, posts, fault);
  }

  public void clearFaults() {
    faults.clear();
  }

  /** For benchmarks: events are checked and counted, and then forgotten. */
  public void forgetEvents() {
    api.forgetEvents();
  }

  public List<Received> published(String type) {
    return topic(type).published(0);
  }

  /**
   * Waits until the type has at least this many events; fails loudly when it does not get them in
   * time.
   */
  public List<Received> awaitPublished(String type, int count, Duration within) {
    NakadiTopic topic = topic(type);
    try {
      if (!topic.awaitItems(count, within)) {
        throw new IllegalStateException(
            "%s has %d events, not %d, after %s".formatted(type, topic.items(), count, within));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + type, e);
    }
    return topic.published(0);
  }

  /** Posts that reached the type, whatever became of them. */
  public long posts(String type) {
    return topic(type).posts.sum();
  }

  /** Events published to the type. */
  public long items(String type) {
    return topic(type).items();
  }

  @Override
  public void close() {
    api.close();
    http.close();
  }

  private NakadiTopic topic(String type) {
    NakadiTopic topic = catalog.find(type);
    if (topic == null) {
      throw new IllegalArgumentException("No event type " + type);
    }
    return topic;
  }
}
