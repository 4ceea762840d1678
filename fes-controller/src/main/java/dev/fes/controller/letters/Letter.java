package dev.fes.controller.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as an operator sees it.
 *
 * @param attempts how often the event was tried, in all its replays
 * @param origin the letter of which this event is the replay; null for a first one
 * @param payload null where it was not asked for, or is too large for a list
 * @param base64 whether the payload is no text and therefore in base64
 * @param size the payload's, in bytes
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Letter(
    long offset,
    String id,
    String position,
    String key,
    String stage,
    String error,
    int attempts,
    @Nullable Long origin,
    Instant at,
    LetterState state,
    @Nullable String payload,
    boolean base64,
    int size) {

  /**
   * @param longest a larger payload is left out
   */
  static Letter of(ConsumerRecord<byte[], byte[]> found, LetterState state, int longest) {
    LetterHeaders headers = new LetterHeaders(found.headers());
    byte[] value = found.value() == null ? new byte[0] : found.value();
    String text = value.length > longest ? null : text(value);
    boolean binary = text == null && value.length <= longest;
    return new Letter(
        found.offset(),
        headers.id(),
        headers.position(),
        found.key() == null ? "" : new String(found.key(), UTF_8),
        headers.stage(),
        headers.error(),
        headers.attempts(),
        headers.origin(),
        Instant.ofEpochMilli(found.timestamp()),
        state,
        binary ? Base64.getEncoder().encodeToString(value) : text,
        binary,
        value.length);
  }

  private static @Nullable String text(byte[] value) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
