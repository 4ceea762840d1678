package dev.fes.testbed.demo;

import dev.fes.testbed.DynamoDbServer;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An item of a DynamoDB table; its key is the mark. */
record TableItem(DynamoDbServer dynamoDb, String table) implements Story.Origin {

  @Override
  public Story.Written write(String mark) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(mark),
            "Status", AttributeValue.fromM(Map.of("Id", AttributeValue.fromN("1"))));
    dynamoDb.client().putItem(put -> put.tableName(table).item(item));
    return new Story.Written(
        "{\"id\": \"%s\", \"Status\": {\"Id\": 1}}".formatted(mark), Instant.now());
  }

  @Override
  public String name() {
    return table;
  }
}
