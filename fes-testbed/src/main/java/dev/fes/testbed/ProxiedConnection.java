package dev.fes.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One client of the proxy, and the connection to the target that belongs to it. */
final class ProxiedConnection {

  private static final int BUFFER = 64 * 1024;
  private static final int GARBAGE_SIZE = 512;
  private static final byte[] UNAVAILABLE =
      """
            HTTP/1.1 503 Service Unavailable\r
            Content-Type: text/plain\r
            Content-Length: 11\r
            Connection: close\r
            \r
            unavailable"""
          .getBytes(StandardCharsets.US_ASCII);

  private final Socket client;
  private final Socket target = new Socket();
  private final Gate gate;
  private final FaultyProxy.Mode mode;

  ProxiedConnection(Socket client, FaultyProxy.Mode mode, Gate gate) {
    this.client = client;
    this.mode = mode;
    this.gate = gate;
  }

  /** Accepted while the proxy hung, never connected to the target. */
  boolean isSilent() {
    return mode == FaultyProxy.Mode.HANG;
  }

  void serve(InetSocketAddress address) {
    try {
      switch (mode) {
        case PASS -> forward(address);
        case HANG -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case HTTP_503 -> answer(UNAVAILABLE);
        case GARBAGE -> answer(garbage());
        case REFUSE -> cut();
      }
    } catch (IOException e) {
      // One side has gone; the other must learn it.
      cut();
    }
  }

  /** Closes both sides with a reset. */
  void cut() {
    reset(client);
    reset(target);
  }

  private void forward(InetSocketAddress address) throws IOException {
    target.connect(address);
    target.setTcpNoDelay(true);
    client.setTcpNoDelay(true);
    Thread back = Thread.ofVirtual().start(() -> pump(target, client));
    pump(client, target);
    join(back);
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        gate.pass();
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      cut();
    }
  }

  private void answer(byte[] bytes) throws IOException {
    client.getInputStream().read(new byte[BUFFER]);
    client.getOutputStream().write(bytes);
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
    client.close();
  }

  private static byte[] garbage() {
    byte[] bytes = new byte[GARBAGE_SIZE];
    new Random().nextBytes(bytes);
    return bytes;
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It was closed already, which is what was wanted.
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
