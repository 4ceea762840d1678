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
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
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

  @Test
  void dataOutliveAKill() {
    String stream = dynamo.createTable("kept", "id");
    put("kept", "k1", "written");
    dynamo.kill();
    dynamo.start();
    assertThat(dynamo.streamArn("kept")).isEqualTo(stream);
    assertThat(records(stream)).hasSize(1);
  }

  @Test
  void arnsAreOfTheTestbedsRegion() {
    assertThat(dynamo.createTable("regional", "id"))
        .startsWith("arn:aws:dynamodb:eu-central-1:000000000000:table/regional/stream/");
  }

  @Test
  void shardsRollOverAndHaveChildren() {
    String stream = dynamo.createTable("rolled", "id");
    put("rolled", "r1", "before");
    dynamo.rollShards();
    put("rolled", "r1", "after");

    List<Shard> shards = shards(stream);
    assertThat(shards).hasSize(2);
    assertThat(shards.getLast().parentShardId()).isEqualTo(shards.getFirst().shardId());
    assertThat(shards.getFirst().sequenceNumberRange().endingSequenceNumber()).isNotNull();
  }

  @Test
  void whatIsOlderThanADayIsTrimmed() {
    String stream = dynamo.createTable("trimmed", "id");
    put("trimmed", "t1", "old");
    dynamo.rollShards();
    put("trimmed", "t1", "new");
    dynamo.passHours(25);

    assertThatThrownBy(() -> records(stream)).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void updatesAndDeletesAreRecordsToo() {
    String stream = dynamo.createTable("changed", "id");
    put("changed", "c1", "packed");
    Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS("c1"));
    dynamo.update("changed", key, "state", AttributeValue.fromS("sent"));
    dynamo.delete("changed", key);
    assertThat(records(stream))
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
  }

  private static void put(String table, String id, String state) {
    dynamo.put(table, Map.of("id", AttributeValue.fromS(id), "state", AttributeValue.fromS(state)));
  }

  private static List<Shard> shards(String stream) {
    return dynamo
        .streams()
        .describeStream(request -> request.streamArn(stream))
        .streamDescription()
        .shards();
  }

  private static List<Record> records(String stream) {
    String shard = shards(stream).getFirst().shardId();
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
