package dev.fes.kafka;

import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka's own extension point for the bytes of its connections; see {@link BoundedAnswers}. */
public final class PlaintextEngineFactory implements SslEngineFactory {

  private static final Logger LOG = LoggerFactory.getLogger(PlaintextEngineFactory.class);
  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final AtomicLong TOLD = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  private final SSLContext context = context();
  private int largest;

  @Override
  public void configure(Map<String, ?> settings) {
    largest = (Integer) Objects.requireNonNull(settings.get(BoundedAnswers.LARGEST));
  }

  /** For the shape of a session; it trusts nobody. */
  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (NoSuchAlgorithmException | KeyManagementException e) {
      throw new ConfigException("Java has no TLS: " + e.getMessage());
    }
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    return new PlaintextEngine(
        context.createSSLEngine(host, port).getSession(),
        new FrameLimit(largest),
        refused -> tell(host, port, refused));
  }

  /** Once a minute: clients connect again and again, and are made anew. */
  private void tell(String host, int port, SSLException refused) {
    long last = TOLD.get();
    long now = System.nanoTime();
    if (now - last >= QUIET_NANOS && TOLD.compareAndSet(last, now)) {
      LOG.warn("the Kafka at {}:{} is not used: {}", host, port, refused.getMessage());
    }
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("this is for clients");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> settings) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {}
}
