package dev.fes.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Event;
import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import dev.fes.api.event.Replay;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A dead letter as an event of its own: {@code {metadata, stream, id, position, stage, error,
 * attempts, payload}}. The payload is the event's JSON as it is, or, where it is none, its text, or
 * its bytes in base64.
 */
record Envelope(String stream) {

  Event of(Event letter, Fault fault) {
    return write(letter, fault, letter.value().length, json -> writePayload(letter.value(), json));
  }

  Event withoutPayload(Event letter, Fault fault) {
    return write(letter, fault, 0, _ -> {});
  }

  private Event write(Event letter, Fault fault, int room, Consumer<JsonGenerator> payload) {
    Facts facts = letter.facts();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(room + 512);
    try (JsonGenerator json = Json.write(bytes)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("eid", eid(letter));
      json.writeStringProperty(
          "occurred_at",
          Instant.EPOCH.plus(facts.committedAtMicros(), ChronoUnit.MICROS).toString());
      json.writeEndObject();
      json.writeStringProperty("stream", stream);
      json.writeStringProperty("id", facts.id());
      json.writeStringProperty("position", facts.position());
      json.writeStringProperty("stage", fault.stage());
      json.writeStringProperty("error", fault.error());
      json.writeNumberProperty("attempts", fault.attempts());
      payload.accept(json);
      json.writeEndObject();
    }
    return new Event(letter.key(), bytes.toByteArray(), facts, fault, letter.replay());
  }

  /** A replayed event that fails again has another letter, which must not pass for a copy. */
  private String eid(Event letter) {
    String id = letter.facts().id();
    Replay replay = letter.replay();
    UUID eid =
        replay == null
            ? EventId.of("dead-letter", stream, id)
            : EventId.of("dead-letter", stream, id, Long.toString(replay.letter()));
    return eid.toString();
  }

  private static void writePayload(byte[] value, JsonGenerator json) {
    json.writeName("payload");
    String text = text(value);
    if (text == null) {
      json.writeBinary(value);
    } else if (isJson(value)) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }

  private static @Nullable String text(byte[] value) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean isJson(byte[] value) {
    try (JsonParser parser = Json.parse(value)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
