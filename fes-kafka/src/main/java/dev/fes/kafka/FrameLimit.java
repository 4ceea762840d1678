package dev.fes.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/**
 * Follows the bytes of one connection from frame to frame: four bytes of length, and as many bytes
 * as they say.
 */
final class FrameLimit {

  private static final int LENGTH_BYTES = 4;
  private static final int TLS_ALERT = 0x1503;
  private static final int HTTP =
      ByteBuffer.wrap("HTTP".getBytes(StandardCharsets.US_ASCII)).getInt();

  private final int largest;
  private int length;
  private int lengthBytes;
  private int left;

  /**
   * @param largest the most bytes that a frame may have
   */
  FrameLimit(int largest) {
    this.largest = largest;
  }

  /**
   * Reads on.
   *
   * @throws SSLException if a frame is longer than it may be
   */
  void follow(ByteBuffer bytes) throws SSLException {
    while (bytes.hasRemaining()) {
      if (left > 0) {
        int skipped = Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + skipped);
        left -= skipped;
      } else {
        length = length << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
        if (++lengthBytes == LENGTH_BYTES) {
          begin();
        }
      }
    }
  }

  private void begin() throws SSLException {
    if (length < 0 || length > largest) {
      throw new SSLException(
          "what it answers is no answer of Kafka's, or one of %s bytes of which fes.max-record-size allows %d: %s"
              .formatted(Integer.toUnsignedString(length), largest, guess()));
    }
    left = length;
    length = 0;
    lengthBytes = 0;
  }

  private String guess() {
    if (length >>> Short.SIZE == TLS_ALERT) {
      return "it speaks TLS, set security.protocol to SSL or SASL_SSL";
    }
    return length == HTTP ? "it is a web server" : "see what listens there";
  }
}
