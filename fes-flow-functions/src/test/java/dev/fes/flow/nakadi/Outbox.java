package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.Flow;
import dev.fes.api.Operation;
import dev.fes.api.event.Event;
import dev.fes.api.event.Facts;
import dev.fes.flow.OrderingKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Changes of an outbox table as a source writes them, and what the flow makes of them. */
final class Outbox {

  static final String CHANGE_ID = "0c2d5c1e-6f0e-8a3b-9d54-1b6f0a7c2e11";
  static final String GENERATED =
      "\"eid\":\"" + CHANGE_ID + "\",\"occurred_at\":\"2026-11-22T15:44:03.123456Z\"";
  static final String COMPLETE =
      "{\"metadata\":{\"eid\":\"7\",\"occurred_at\":\"2026-01-01T00:00:00Z\"},\"order\":1}";

  private static final long COMMITTED_AT = 1_795_362_243_123_456L;

  private Outbox() {}

  /** A row whose payload column holds the text. */
  static Event text(String payload) {
    return row("\"id\":1,\"payload\":" + quoted(payload) + ",\"created\":12.50");
  }

  /** A row whose payload column holds the object itself. */
  static Event embedded(String payload) {
    return row("\"id\":1,\"payload\":" + payload + ",\"created\":12.50");
  }

  static Event row(String columns) {
    return change(
        "{\"before\":null,\"after\":{"
            + columns
            + "},\"source\":{\"lsn\":5},\"op\":\"c\",\"ts_ms\":1}");
  }

  static Event change(String json) {
    return change(Operation.INSERT, json);
  }

  static Event change(Operation operation, String json) {
    return new Event(
        "orders-1a2b3c".getBytes(UTF_8), json.getBytes(UTF_8), facts(operation, CHANGE_ID));
  }

  static Facts facts(Operation operation, String id) {
    return new Facts(id, "0/16B3748", operation, "public.outbox", COMMITTED_AT, null);
  }

  static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  static GenericNakadiEvent flow(String... keyFields) {
    return flow(new Flow.PostgresWalToGenericNakadiEvent("payload", null, null), keyFields);
  }

  static GenericNakadiEvent flow(
      Flow.PostgresWalToGenericNakadiEvent columns, String... keyFields) {
    return new GenericNakadiEvent(columns, new OrderingKey(List.of(keyFields)));
  }

  static Event convert(GenericNakadiEvent flow, Event change) {
    return flow.apply(List.of(change)).getFirst();
  }

  static String valueOf(Event change) {
    return new String(convert(flow(), change).value(), UTF_8);
  }

  static String keyOf(GenericNakadiEvent flow, @Nullable String payload) {
    return new String(convert(flow, text(String.valueOf(payload))).key(), UTF_8);
  }
}
