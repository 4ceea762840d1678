package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fes.api.event.Event;
import dev.fes.bench.Samples;
import dev.fes.stage.BatchResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A call with ten events, from events to outcomes, over a real connection to a server that always
 * gives the same answer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PublishBenchmark {

  private final List<Event> ten = Samples.events(10);
  private HttpServer server;
  private SqsClient client;
  private SqsPublisher publisher;

  @Setup
  public void open() throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    byte[] answer = answer().getBytes(UTF_8);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, answer));
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    client =
        SqsClient.builder()
            .endpointOverride(address)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    QueueTarget target = new QueueTarget("bench", URI.create(address + "/0/bench"), false);
    CallPlan plan =
        new CallPlan(
            false,
            new BatchSettings(10, 8, BatchSettings.FifoBatching.STRICT),
            new MessageWriter("stream", "shop/orders/stream", false));
    publisher =
        new SqsPublisher(new Queue(client, target), plan, new SqsFailures(target, "eu-central-1"));
  }

  @TearDown
  public void close() {
    client.close();
    server.stop(0);
  }

  @Benchmark
  public BatchResult call() throws InterruptedException {
    return publisher.publish(ten);
  }

  private static void answer(HttpExchange exchange, byte[] answer) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** With the hashes that the client checks. */
  private String answer() {
    StringJoiner accepted = new StringJoiner(",", "{\"Successful\":[", "],\"Failed\":[]}");
    for (int i = 0; i < ten.size(); i++) {
      Event event = ten.get(i);
      accepted.add(
          "{\"Id\":\"%d\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\"%s\",\"MD5OfMessageAttributes\":\"%s\"}"
              .formatted(i, md5(event.value()), md5(attribute(event.facts().id()))));
    }
    return accepted.toString();
  }

  private static byte[] attribute(String id) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    for (String part : List.of("fes-id", "String")) {
      bytes.putInt(part.length()).put(part.getBytes(UTF_8));
    }
    bytes.put((byte) 1).putInt(id.length()).put(id.getBytes(UTF_8));
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
