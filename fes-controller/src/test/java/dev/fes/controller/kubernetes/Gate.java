package dev.fes.controller.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way to the API server, which can be shut: connections break, and new ones end at once. */
final class Gate implements AutoCloseable {

  private final URI server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  Gate(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "https://127.0.0.1:" + listener.getLocalPort();
  }

  void shut() {
    shut = true;
    sockets.forEach(Gate::end);
  }

  void open() {
    shut = false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    shut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        join(listener.accept());
      } catch (IOException _) {
        // the listener is closed, or the server away
      }
    }
  }

  private void join(Socket near) throws IOException {
    sockets.add(near);
    if (shut) {
      near.close();
      return;
    }
    Socket far = new Socket();
    sockets.add(far);
    far.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    Thread.ofVirtual().start(() -> pass(near, far));
    Thread.ofVirtual().start(() -> pass(far, near));
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one side has ended, and so does the other
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
