package dev.fes.sink.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fes.api.event.Event;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * Answers calls of SQS's JSON protocol by script: what a real queue server cannot be made to
 * answer.
 */
final class SqsStub implements AutoCloseable {

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Scripted> scripted = new ConcurrentLinkedQueue<>();
  final List<String> calls = new CopyOnWriteArrayList<>();

  private record Scripted(int status, String body, String queryError) {}

  SqsStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  SqsStub answers(int status, String body) {
    scripted.add(new Scripted(status, body, ""));
    return this;
  }

  /** As SQS does: its own code in the body, and that of the older protocol in a header. */
  SqsStub refusesWith(int status, String code, String olderCode) {
    scripted.add(new Scripted(status, error(code, "words"), olderCode + ";Sender"));
    return this;
  }

  SqsStub refusesWith(int status, String code) {
    return answers(status, error(code, "words"));
  }

  SqsStub refusesBecause(int status, String code, String words) {
    return answers(status, error(code, words));
  }

  private static String error(String code, String words) {
    return "{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(code, words);
  }

  SqsStub hangs() {
    return answers(-1, "");
  }

  static String failed(int id, String code, boolean senderFault) {
    return "{\"Id\":\"%d\",\"Code\":\"%s\",\"SenderFault\":%s,\"Message\":\"words\"}"
        .formatted(id, code, senderFault);
  }

  /**
   * The client checks the hashes of what was stored: the body, and the attribute {@code fes-id}.
   */
  static String accepted(int id, Event event) {
    return "{\"Id\":\"%d\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\"%s\",\"MD5OfMessageAttributes\":\"%s\"}"
        .formatted(id, md5(event.value()), md5(attribute("fes-id", event.facts().id())));
  }

  private static byte[] attribute(String name, String value) {
    ByteBuffer bytes = ByteBuffer.allocate(100);
    for (String part : List.of(name, "String")) {
      bytes.putInt(part.length()).put(part.getBytes(UTF_8));
    }
    bytes.put((byte) 1).putInt(value.length()).put(value.getBytes(UTF_8));
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String md5(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String answer(List<String> accepted, List<String> failed) {
    return "{\"Successful\":" + accepted + ",\"Failed\":" + failed + "}";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      Scripted answer = scripted.remove();
      if (answer.status < 0) {
        closed.await();
      }
      byte[] body = answer.body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      if (!answer.queryError.isEmpty()) {
        exchange.getResponseHeaders().add("x-amzn-query-error", answer.queryError);
      }
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
