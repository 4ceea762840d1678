package dev.fes.source.dynamodb;

import static dev.fes.source.dynamodb.DynamoDbSourceSettings.said;

import dev.fes.api.Operation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of the stream's changes to one event stream.
 *
 * @param stream the event stream's name
 * @param topic where the changes go. Default: the destination of the binding {@code output}
 * @param filter JSONPath over the change record; a match keeps the change
 * @param operations what is published. Default: everything but removals
 * @param partitionKeyFields the attributes whose values order is kept for. Default: the item's key
 */
record RouteSettings(
    String stream,
    @Nullable String topic,
    @Nullable String filter,
    Set<Operation> operations,
    List<String> partitionKeyFields) {

  RouteSettings(
      @Nullable String stream,
      @Nullable String topic,
      @Nullable String filter,
      @Nullable Set<Operation> operations,
      @Nullable List<String> partitionKeyFields) {
    this.stream = said(stream, "changes");
    this.topic = topic;
    this.filter = filter;
    this.operations =
        operations == null || operations.isEmpty()
            ? Operation.publishedByDefault()
            : Set.copyOf(operations);
    this.partitionKeyFields =
        partitionKeyFields == null ? List.of() : List.copyOf(partitionKeyFields);
  }
}
