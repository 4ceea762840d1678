package dev.fes.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;

class DynamoDbServerTest {

  private static DynamoDbServer dynamo;

  @BeforeAll
  static void open() {
    dynamo = DynamoDbServer.open();
  }

  @AfterAll
  static void close() {
    dynamo.close();
  }

  @Test
  void putAppearsInTheStreamWithItsImages() {
    String stream = dynamo.createTable("parcels", "id");
    put("parcels", "p1", "packed");
    put("parcels", "p1", "sent");
    List<Record> records = records(stream);
    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY);
    assertThat(records.getLast().dynamodb().oldImage().get("state").s()).isEqualTo("packed");
    assertThat(records.getLast().dynamodb().newImage().get("state").s()).isEqualTo("sent");
  }

  @Test
  void onlyTheLoopbackAddressAnswers() throws Exception {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    for (InetAddress other : others) {
      assertThatThrownBy(() -> new Socket(other, dynamo.endpoint().getPort()))
          .isInstanceOf(ConnectException.class);
    }
  }

  private static void put(String table, String id, String state) {
    dynamo
        .client()
        .putItem(
            request ->
                request
                    .tableName(table)
                    .item(
                        Map.of(
                            "id", AttributeValue.fromS(id), "state", AttributeValue.fromS(state))));
  }

  private static List<Record> records(String stream) {
    String shard =
        dynamo
            .streams()
            .describeStream(request -> request.streamArn(stream))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    String position =
        dynamo
            .streams()
            .getShardIterator(
                request ->
                    request
                        .streamArn(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return dynamo.streams().getRecords(request -> request.shardIterator(position)).records();
  }
}
