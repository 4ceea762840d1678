package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyTest {

  private static final String QUESTION = "GET /event-types/none HTTP/1.1\r\nHost: x\r\n\r\n";
  private NakadiServer target;
  private FaultyProxy proxy;

  @BeforeEach
  void open() {
    target = NakadiServer.open();
    proxy = FaultyProxy.to(target.baseUri());
  }

  @AfterEach
  void close() {
    proxy.close();
    target.close();
  }

  @Test
  void passesBytesBothWays() throws IOException {
    try (Socket client = connect()) {
      assertThat(ask(client)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void refusesAndComesBackOnItsPort() throws IOException {
    proxy.mode(FaultyProxy.Mode.REFUSE);
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    proxy.mode(FaultyProxy.Mode.PASS);
    try (Socket client = connect()) {
      assertThat(ask(client)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void acceptsAndNeverAnswersWhileItHangs() throws IOException {
    proxy.mode(FaultyProxy.Mode.HANG);
    try (Socket client = connect()) {
      assertThatThrownBy(() -> ask(client)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void openConnectionFreezesAndGoesOn() throws IOException {
    try (Socket client = connect()) {
      ask(client);
      proxy.mode(FaultyProxy.Mode.HANG);
      assertThatThrownBy(() -> ask(client)).isInstanceOf(SocketTimeoutException.class);
      proxy.mode(FaultyProxy.Mode.PASS);
      assertThat(read(client)).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void answersUnavailableForTheTarget() throws IOException {
    proxy.mode(FaultyProxy.Mode.HTTP_503);
    try (Socket client = connect()) {
      assertThat(ask(client)).startsWith("HTTP/1.1 503");
    }
  }

  @Test
  void answersGarbage() throws IOException {
    proxy.mode(FaultyProxy.Mode.GARBAGE);
    try (Socket client = connect()) {
      assertThat(ask(client)).isNotEmpty().doesNotStartWith("HTTP");
    }
  }

  @Test
  void cutsOpenConnectionsAndTakesNewOnes() throws IOException {
    try (Socket client = connect()) {
      ask(client);
      proxy.cutConnections();
      assertThatThrownBy(() -> ask(client)).isInstanceOf(SocketException.class);
    }
    try (Socket client = connect()) {
      assertThat(ask(client)).startsWith("HTTP/1.1 404");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", proxy.port());
    socket.setSoTimeout(500);
    return socket;
  }

  private static String ask(Socket socket) throws IOException {
    socket.getOutputStream().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
    return read(socket);
  }

  private static String read(Socket socket) throws IOException {
    byte[] answer = new byte[4096];
    int length = socket.getInputStream().read(answer);
    return new String(answer, 0, Math.max(length, 0), StandardCharsets.ISO_8859_1);
  }
}
