package dev.fes.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real client, and what is no Kafka at its address. */
@Timeout(60)
class NoKafkaTest {

  private static final int API_VERSIONS = 18;

  private ServerSocket server;
  private Admin client;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Map<String, Object> settings =
        new HashMap<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + server.getLocalPort(), "retries", 0));
    BoundedAnswers.apply(settings);
    client = Admin.create(settings);
    var _ = client.describeCluster();
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close(Duration.ZERO);
    server.close();
  }

  @Test
  void whatIsSentIsKafkasOwnRequestAndNoHandshake() throws IOException {
    try (Socket connection = server.accept()) {
      byte[] request = connection.getInputStream().readNBytes(6);
      assertThat(request[4] << Byte.SIZE | request[5]).isEqualTo(API_VERSIONS);
    }
  }

  @Test
  void aConnectionToAWebServerIsGivenUpAtOnceAndTriedAgain() throws IOException {
    for (int again = 0; again < 3; again++) {
      try (Socket connection = server.accept()) {
        InputStream in = connection.getInputStream();
        in.readNBytes(6);
        connection
            .getOutputStream()
            .write("HTTP/1.1 503 Service Unavailable\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
