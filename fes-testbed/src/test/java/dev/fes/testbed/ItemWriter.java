package dev.fes.testbed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Items of a DynamoDB table: one for each key, written again and again, so that order within an
 * item is the order of the rows.
 */
final class ItemWriter implements LineWriter {

  private final DynamoDbClient client;
  private final Line line;
  private int written;

  ItemWriter(DynamoDbClient client, Line line) {
    this.client = client;
    this.line = line;
  }

  @Override
  public int written() {
    return written;
  }

  @Override
  public void write(int rows, BadRows bad, Runnable halfway) {
    put(rows / 2, bad);
    halfway.run();
    put(rows - rows / 2, bad);
  }

  @Override
  public void close() {}

  /** A batch has each item once. */
  private void put(int rows, BadRows bad) {
    for (int left = rows; left > 0; left -= Line.KEYS) {
      int size = Math.min(left, Line.KEYS);
      List<WriteRequest> items =
          IntStream.rangeClosed(written + 1, written + size)
              .mapToObj(row -> put(item(row, bad)))
              .toList();
      BatchWriteItemResponse answer =
          client.batchWriteItem(request -> request.requestItems(Map.of(line.table(), items)));
      if (!answer.unprocessedItems().isEmpty()) {
        throw new IllegalStateException("DynamoDB did not take all items");
      }
      written += size;
    }
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(put -> put.item(item)).build();
  }

  private static Map<String, AttributeValue> item(int row, BadRows bad) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("key", AttributeValue.fromS("k" + row % Line.KEYS));
    item.put(RowWriter.NUMBER, AttributeValue.fromN(Integer.toString(row)));
    if (bad.rows().contains(row)) {
      item.put(BadRows.POISON, AttributeValue.fromS(bad.at().name()));
    }
    return item;
  }
}
