package dev.fes.source.dynamodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** One DynamoDB Local for all tests, run from the testbed's own source, which needs only a JDK. */
final class LocalDynamo {

  static final Region REGION = Region.EU_CENTRAL_1;

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final Path MAIN =
      Path.of("../fes-testbed/src/main/java/dev/fes/testbed/DynamoDbLocalMain.java");

  static final LocalDynamo SHARED = new LocalDynamo();

  private final URI endpoint;
  final DynamoDbClient client;
  final DynamoDbAsyncClient leases;
  final DynamoDbStreamsClient streams;

  private LocalDynamo() {
    int port = start();
    endpoint = URI.create("http://127.0.0.1:" + port);
    client = DynamoDbClient.builder().applyMutation(this::point).build();
    leases = DynamoDbAsyncClient.builder().applyMutation(this::point).build();
    streams = DynamoDbStreamsClient.builder().applyMutation(this::point).build();
  }

  URI endpoint() {
    return endpoint;
  }

  Clients clients() {
    return new Clients(streams, client, leases, REGION);
  }

  /** A new table with a stream; returns its name. */
  String createTable() {
    return createTable(StreamViewType.NEW_AND_OLD_IMAGES);
  }

  String createTable(StreamViewType images) {
    String name = "orders-" + TABLES.incrementAndGet();
    client.createTable(
        request ->
            request
                .tableName(name)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .streamSpecification(stream -> stream.streamEnabled(true).streamViewType(images)));
    return name;
  }

  String streamArn(String table) {
    return client.describeTable(request -> request.tableName(table)).table().latestStreamArn();
  }

  void put(String table, String id, String state) {
    client.putItem(
        request ->
            request
                .tableName(table)
                .item(
                    Map.of("id", AttributeValue.fromS(id), "state", AttributeValue.fromS(state))));
  }

  void switchStream(String table, boolean on) {
    StreamSpecification.Builder stream = StreamSpecification.builder().streamEnabled(on);
    if (on) {
      stream.streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
    }
    client.updateTable(request -> request.tableName(table).streamSpecification(stream.build()));
  }

  void rollShards() {
    order(Map.of("ACTION", AttributeValue.fromS("ROLLOVER")));
  }

  void passHours(int hours) {
    order(
        Map.of(
            "ACTION",
            AttributeValue.fromS("DILATE_TIME"),
            "HOURS",
            AttributeValue.fromS(Integer.toString(hours))));
  }

  private void order(Map<String, AttributeValue> order) {
    client.putItem(request -> request.tableName("[TEST_CONTROL]").item(order));
  }

  private void point(AwsClientBuilder<?, ?> builder) {
    builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  /** It ends with this process, whose end of its standard input it reads. */
  private static int start() {
    Path libraries = Path.of("target/dynamodb-local").toAbsolutePath();
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        port = free.getLocalPort();
      }
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx192m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "--enable-native-access=ALL-UNNAMED",
                      "-Djava.library.path=" + libraries,
                      MAIN.toString(),
                      Integer.toString(port),
                      libraries.toString(),
                      REGION.id()))
              .redirectErrorStream(true)
              .start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      while (line != null && !line.contains("listens on port")) {
        line = output.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("DynamoDB Local did not start");
      }
      Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
