package dev.fes.flow.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.api.event.Facts;
import dev.fes.flow.Metadata;
import dev.fes.flow.Payload;
import java.io.ByteArrayOutputStream;

/**
 * What a Nakadi data event is made of.
 *
 * @param metadata the object that the row brings, or an empty one
 * @param type what kind of thing the data are
 * @param operation C, U, D or S
 * @param data the data, as they are
 */
record DataRow(Payload metadata, String type, String operation, Payload data) {

  byte[] event(Facts facts) {
    byte[] complete = metadata.with(Metadata.of(facts));
    String middle =
        ",\"data_type\":%s,\"data_op\":\"%s\",\"data\":"
            .formatted(Metadata.quoted(type), operation);
    ByteArrayOutputStream event =
        new ByteArrayOutputStream(complete.length + middle.length() + data.size() + 32);
    event.writeBytes("{\"metadata\":".getBytes(UTF_8));
    event.writeBytes(complete);
    event.writeBytes(middle.getBytes(UTF_8));
    event.write(data.bytes(), data.start(), data.size());
    event.write('}');
    return event.toByteArray();
  }
}
