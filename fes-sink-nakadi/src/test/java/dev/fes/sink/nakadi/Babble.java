package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/** Answers every connection with bytes that mean nothing. */
final class Babble implements AutoCloseable {

  private final ServerSocket listener;

  Babble() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::babble);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void babble() {
    try {
      while (true) {
        try (Socket caller = listener.accept()) {
          var _ = caller.getInputStream().read(new byte[65_536]);
          caller.getOutputStream().write("*&^%$ nothing of the kind\r\n\r\n".getBytes(UTF_8));
        }
      }
    } catch (SocketException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
