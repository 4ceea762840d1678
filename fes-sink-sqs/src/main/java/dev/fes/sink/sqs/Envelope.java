package dev.fes.sink.sqs;

import dev.fes.api.event.EventId;
import dev.fes.api.event.Facts;
import dev.fes.api.event.Fault;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What is said of a dead letter that cannot be sent: {@code {metadata, stream, id, position, stage,
 * error, attempts}}.
 */
final class Envelope {

  private static final JsonFactory JSON = new JsonFactory();

  private Envelope() {}

  static byte[] withoutPayload(String stream, Facts facts, Fault fault) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("metadata");
      json.writeStringProperty("eid", EventId.of("dead-letter", stream, facts.id()).toString());
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
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
