package dev.fes.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of TLS where there is none: lets all bytes through as they are, and looks at the
 * lengths of the frames that come in.
 */
final class PlaintextEngine extends SSLEngine {

  private static final String[] NONE = {};

  private final SSLSession session;
  private final FrameLimit limit;
  private final Consumer<SSLException> refused;
  private @Nullable SSLException refusal;
  private boolean handshaking;
  private boolean inboundDone;
  private boolean outboundDone;

  /**
   * @param session one that was never negotiated
   */
  PlaintextEngine(SSLSession session, FrameLimit limit, Consumer<SSLException> refused) {
    this.session = session;
    this.limit = limit;
    this.refused = refused;
  }

  @Override
  public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) {
    if (outboundDone) {
      return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
    }
    int before = to.position();
    for (ByteBuffer part : Arrays.copyOfRange(from, offset, offset + length)) {
      move(part, to, fitting(part, to.remaining()));
    }
    return through(to.position() - before);
  }

  @Override
  public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length)
      throws SSLException {
    if (inboundDone) {
      return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
    }
    if (handshaking) {
      handshaking = false;
      return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
    }
    int before = from.position();
    for (ByteBuffer part : Arrays.copyOfRange(to, offset, offset + length)) {
      // Kafka takes a buffer that is filled to its last byte for a fault of the engine's.
      int count = fitting(from, part.remaining() - 1);
      follow(from.slice(from.position(), count));
      move(from, part, count);
    }
    int moved = from.position() - before;
    return moved == 0 && from.hasRemaining()
        ? new SSLEngineResult(Status.BUFFER_OVERFLOW, HandshakeStatus.NOT_HANDSHAKING, 0, 0)
        : through(moved);
  }

  /** Before anything is moved: what is refused must not reach the client, however often it asks. */
  private void follow(ByteBuffer bytes) throws SSLException {
    if (refusal != null) {
      throw refusal;
    }
    try {
      limit.follow(bytes);
    } catch (SSLException e) {
      refusal = e;
      refused.accept(e);
      throw e;
    }
  }

  private static int fitting(ByteBuffer from, int room) {
    return Math.max(0, Math.min(from.remaining(), room));
  }

  private static void move(ByteBuffer from, ByteBuffer to, int count) {
    to.put(to.position(), from, from.position(), count);
    to.position(to.position() + count);
    from.position(from.position() + count);
  }

  private static SSLEngineResult through(int bytes) {
    return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, bytes, bytes);
  }

  /** Nothing is negotiated: the first unwrap ends it, and takes nothing. */
  @Override
  public void beginHandshake() {
    handshaking = true;
  }

  @Override
  public HandshakeStatus getHandshakeStatus() {
    return handshaking ? HandshakeStatus.NEED_UNWRAP : HandshakeStatus.NOT_HANDSHAKING;
  }

  @Override
  public SSLSession getSession() {
    return session;
  }

  @Override
  public @Nullable Runnable getDelegatedTask() {
    return null;
  }

  @Override
  public void closeInbound() {
    inboundDone = true;
  }

  @Override
  public boolean isInboundDone() {
    return inboundDone;
  }

  @Override
  public void closeOutbound() {
    outboundDone = true;
  }

  @Override
  public boolean isOutboundDone() {
    return outboundDone;
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return NONE;
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return NONE;
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {}

  @Override
  public String[] getSupportedProtocols() {
    return NONE;
  }

  @Override
  public String[] getEnabledProtocols() {
    return NONE;
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {}

  @Override
  public void setUseClientMode(boolean client) {}

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setNeedClientAuth(boolean need) {}

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {}

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setEnableSessionCreation(boolean enabled) {}

  @Override
  public boolean getEnableSessionCreation() {
    return true;
  }
}
