package dev.fes.testbed;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** DynamoDB Local in a process of its own, in memory, on the loopback address only. */
public final class DynamoDbServer implements AutoCloseable {

  private final int port = FreePort.next();
  private final ChildProcess server;
  private final DynamoDbClient client;
  private final DynamoDbStreamsClient streams;

  private DynamoDbServer() {
    server = ChildProcess.start(command(port), line -> line.startsWith(DynamoDbLocalMain.READY));
    client =
        DynamoDbClient.builder()
            .applyMutation(builder -> AwsAccess.to(builder, endpoint()))
            .build();
    streams =
        DynamoDbStreamsClient.builder()
            .applyMutation(builder -> AwsAccess.to(builder, endpoint()))
            .build();
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

  @Override
  public void close() {
    client.close();
    streams.close();
    server.kill();
  }

  private static List<String> command(int port) {
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
        ownClasses() + File.pathSeparator + libraries.resolve("*"),
        DynamoDbLocalMain.class.getName(),
        Integer.toString(port));
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
