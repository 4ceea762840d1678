package dev.fes.testbed;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * DynamoDB Local in a process of its own, on the loopback address only. Its data outlive a kill;
 * its ARNs are of the testbed's region.
 */
public final class DynamoDbServer implements AutoCloseable {

  /** A put into this table is an order to DynamoDB Local. */
  private static final String TEST_CONTROL = "[TEST_CONTROL]";

  private final int port = FreePort.next();
  private final ScratchFolder folder = ScratchFolder.create("dynamodb");
  private final DynamoDbClient client;
  private final DynamoDbStreamsClient streams;
  private @Nullable ChildProcess server;

  private DynamoDbServer() {
    client =
        DynamoDbClient.builder()
            .applyMutation(builder -> AwsAccess.to(builder, endpoint()))
            .build();
    streams =
        DynamoDbStreamsClient.builder()
            .applyMutation(builder -> AwsAccess.to(builder, endpoint()))
            .build();
    start();
  }

  public static DynamoDbServer open() {
    return new DynamoDbServer();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public DynamoDbClient client() {
    return client;
  }

  public DynamoDbStreamsClient streams() {
    return streams;
  }

  /** As a power cut. */
  public void kill() {
    if (server != null) {
      server.kill();
      server = null;
    }
  }

  /** Starts it again after a kill, on the same port and with the same data. */
  public void start() {
    if (server == null) {
      server =
          ChildProcess.start(
              command(port, folder.path()), line -> line.startsWith(DynamoDbLocalMain.READY));
    }
  }

  /**
   * Creates a table with a string key and a stream of old and new images; returns the stream's ARN.
   */
  public String createTable(String name, String partitionKey) {
    return client
        .createTable(
            request ->
                request
                    .tableName(name)
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName(partitionKey)
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(
                        KeySchemaElement.builder()
                            .attributeName(partitionKey)
                            .keyType(KeyType.HASH)
                            .build())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .streamSpecification(
                        stream ->
                            stream
                                .streamEnabled(true)
                                .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)))
        .tableDescription()
        .latestStreamArn();
  }

  /** The ARN of a table's newest stream. */
  public String streamArn(String table) {
    return client.describeTable(request -> request.tableName(table)).table().latestStreamArn();
  }

  /** Inserts an item, or replaces it; the same item again makes no record in the stream. */
  public void put(String table, Map<String, AttributeValue> item) {
    client.putItem(request -> request.tableName(table).item(item));
  }

  /** Sets one attribute of an item. */
  public void update(
      String table, Map<String, AttributeValue> key, String attribute, AttributeValue value) {
    client.updateItem(
        request ->
            request
                .tableName(table)
                .key(key)
                .updateExpression("SET #a = :v")
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":v", value)));
  }

  public void delete(String table, Map<String, AttributeValue> key) {
    client.deleteItem(request -> request.tableName(table).key(key));
  }

  /** Closes every open shard of every stream and opens a child for each. */
  public void rollShards() {
    put(TEST_CONTROL, Map.of("ACTION", AttributeValue.fromS("ROLLOVER")));
  }

  /** Makes all that is in the streams older; what is older than 24 hours is gone. */
  public void passHours(int hours) {
    put(
        TEST_CONTROL,
        Map.of(
            "ACTION",
            AttributeValue.fromS("DILATE_TIME"),
            "HOURS",
            AttributeValue.fromS(Integer.toString(hours))));
  }

  @Override
  public void close() {
    client.close();
    streams.close();
    kill();
    folder.close();
  }

  private static List<String> command(int port, Path data) {
    Path libraries = libraries();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.library.path=" + libraries,
        "-cp",
        ownClasses().toString(),
        DynamoDbLocalMain.class.getName(),
        Integer.toString(port),
        libraries.toString(),
        AwsAccess.REGION.id(),
        data.toString());
  }

  /** The build puts DynamoDB Local's class path beside the testbed's own classes. */
  private static Path libraries() {
    Path libraries = ownClasses().resolveSibling("dynamodb-local");
    if (!Files.isDirectory(libraries)) {
      throw new IllegalStateException(
          "No DynamoDB Local in "
              + libraries
              + "; run `mvn -pl fes-testbed generate-resources` once");
    }
    return libraries;
  }

  private static Path ownClasses() {
    try {
      return Path.of(
          DynamoDbServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The testbed's classes are not in a folder or jar", e);
    }
  }
}
