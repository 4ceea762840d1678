package dev.fes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of any server, which passes bytes or plays an outage, and changes its mind
 * at run time.
 */
public final class FaultyProxy implements AutoCloseable {

  /** What happens to connections; a change applies to those that are open, too. */
  public enum Mode {
    /** Bytes go through. */
    PASS,
    /** Nobody listens. */
    REFUSE,
    /**
     * Connections are accepted and stay silent; open ones freeze and go on when the mode is PASS
     * again.
     */
    HANG,
    /** Every request gets an HTTP 503. */
    HTTP_503,
    /** Every request gets bytes that mean nothing. */
    GARBAGE
  }

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";

  private final InetSocketAddress target;
  private final String address;
  private final int port;
  private final Gate gate = new Gate();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private Mode mode = Mode.PASS;
  private @Nullable ServerSocket listener;

  private FaultyProxy(String address, int port, InetSocketAddress target) {
    this.address = address;
    this.port = port;
    this.target = target;
    listen();
  }

  public static FaultyProxy to(String host, int port) {
    return on(FreePort.next(), host, port);
  }

  /** On a port that the target has told its clients to come to. */
  static FaultyProxy on(int own, String host, int port) {
    return new FaultyProxy(LOOPBACK, own, new InetSocketAddress(host, port));
  }

  /** For whoever reaches this machine, to a server on its loopback address. */
  static FaultyProxy door(int own, int port) {
    return new FaultyProxy(EVERYWHERE, own, new InetSocketAddress(LOOPBACK, port));
  }

  public static FaultyProxy to(URI uri) {
    return to(uri.getHost(), uri.getPort());
  }

  public int port() {
    return port;
  }

  /** For targets that speak HTTP. */
  public URI uri() {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  public synchronized Mode mode() {
    return mode;
  }

  public synchronized void mode(Mode next) {
    mode = next;
    switch (next) {
      case HANG -> listen();
      case PASS -> {
        listen();
        connections.stream().filter(ProxiedConnection::isSilent).forEach(ProxiedConnection::cut);
      }
      case HTTP_503, GARBAGE -> {
        listen();
        cutConnections();
      }
      case REFUSE -> {
        stopListening();
        cutConnections();
      }
    }
    gate.open(next != Mode.HANG);
  }

  /** Resets every open connection; new ones are treated as the mode says. */
  public void cutConnections() {
    List.copyOf(connections).forEach(ProxiedConnection::cut);
  }

  @Override
  public synchronized void close() {
    stopListening();
    cutConnections();
    gate.open(true);
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      listener = socket;
      Thread.ofVirtual().name("faulty-proxy-" + port).start(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on port " + port, e);
    }
  }

  private synchronized void stopListening() {
    if (listener != null) {
      try {
        listener.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot stop listening on port " + port, e);
      }
      listener = null;
      awaitRefusal();
    }
  }

  /** A closed listener still takes connections until its accepting thread has left the kernel. */
  private void awaitRefusal() {
    Instant giveUp = Instant.now().plus(CLOSE_LIMIT);
    while (Instant.now().isBefore(giveUp)) {
      try (Socket attempt = new Socket()) {
        attempt.connect(new InetSocketAddress(LOOPBACK, port));
        Thread.yield();
      } catch (ConnectException e) {
        return;
      } catch (IOException e) {
        // Reset while the listener closes: neither taken nor refused yet.
        Thread.yield();
      }
    }
    throw new IllegalStateException("Somebody else listens on port " + port);
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        serve(socket, socket.accept());
      } catch (IOException e) {
        // The listener was closed, or the client has gone already: the condition of the loop knows.
        continue;
      }
    }
  }

  private synchronized void serve(ServerSocket taker, Socket client) throws IOException {
    if (taker.isClosed()) {
      client.close();
      return;
    }
    ProxiedConnection connection = new ProxiedConnection(client, mode, gate);
    connections.add(connection);
    Thread.ofVirtual()
        .name("faulty-proxy-connection")
        .start(
            () -> {
              connection.serve(target);
              connections.remove(connection);
            });
  }
}
