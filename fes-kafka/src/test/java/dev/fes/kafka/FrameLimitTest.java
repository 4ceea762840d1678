package dev.fes.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLimitTest {

  private static final int LARGEST = 5;

  private final FrameLimit limit = new FrameLimit(LARGEST);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 100})
  void framesPassHoweverTheyAreCut(int piece) {
    byte[] frames = {0, 0, 0, 2, 9, 9, 0, 0, 0, 0, 0, 0, 0, 5, 9, 9, 9, 9, 9, 0, 0, 0, 1, 9};
    assertThatCode(() -> follow(frames, piece)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void aFrameThatIsTooLongIsRefusedHoweverItIsCut(int piece) {
    byte[] frames = {0, 0, 0, 1, 9, 0, 0, 0, 6};
    assertThatThrownBy(() -> follow(frames, piece))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("one of 6 bytes of which fes.max-record-size allows 5");
  }

  @Test
  void aLengthBelowNoneIsRefused() {
    assertThatThrownBy(() -> follow(new byte[] {-1, -1, -1, -1}, 4))
        .hasMessageContaining("one of 4294967295 bytes");
  }

  @Test
  void aWebServerIsCalledOne() {
    assertThatThrownBy(() -> follow("HTTP/1.1 503 Gone".getBytes(StandardCharsets.US_ASCII), 100))
        .hasMessageContaining("it is a web server");
  }

  @Test
  void whoSpeaksTlsIsToldFromTheAlert() {
    assertThatThrownBy(() -> follow(new byte[] {0x15, 3, 3, 0, 2, 2, 40}, 100))
        .hasMessageContaining("set security.protocol to SSL or SASL_SSL");
  }

  private void follow(byte[] bytes, int piece) throws SSLException {
    for (int from = 0; from < bytes.length; from += piece) {
      limit.follow(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
    }
  }
}
