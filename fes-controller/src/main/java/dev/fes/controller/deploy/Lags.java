package dev.fes.controller.deploy;

import dev.fes.controller.deploy.Topics.Depth;
import dev.fes.controller.plan.Wiring.Input;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What groups have yet to read; a group that never confirmed anything has all that is there. */
final class Lags {

  /** Waits for an answer, or fails saying what could not be done. */
  interface Await {
    <T> T await(String what, KafkaFuture<T> future);
  }

  private final Admin admin;
  private final Await answer;

  Lags(Admin admin, Await answer) {
    this.admin = admin;
    this.answer = answer;
  }

  /** A topic that is gone has nothing to be read. */
  Depth of(Input input) {
    try {
      return of(input, partitions(input.topic()));
    } catch (Topics.Unavailable e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Depth.EMPTY;
      }
      throw e;
    }
  }

  private Depth of(Input input, List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> confirmed =
        answer.await(
            "read the offsets of " + input.group(),
            admin.listConsumerGroupOffsets(input.group()).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
    return offsets(partitions, OffsetSpec.latest()).entrySet().stream()
        .map(
            end ->
                depth(
                    starts.getOrDefault(end.getKey(), 0L),
                    end.getValue(),
                    confirmed.get(end.getKey())))
        .reduce(Depth.EMPTY, Depth::plus);
  }

  private static Depth depth(long start, long end, @Nullable OffsetAndMetadata confirmed) {
    long next = confirmed == null ? start : Math.max(start, confirmed.offset());
    return new Depth(Math.max(0, end - next), Math.max(0, end - start));
  }

  Map<TopicPartition, OffsetAndMetadata> ends(Input input) {
    return offsets(partitions(input.topic()), OffsetSpec.latest()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue())));
  }

  private List<TopicPartition> partitions(String topic) {
    var described =
        answer.await(
            "describe topic " + topic,
            admin.describeTopics(TopicCollection.ofTopicNames(List.of(topic))).allTopicNames());
    return described.values().stream()
        .flatMap(description -> description.partitions().stream())
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, ListOffsetsResultInfo> found =
        answer.await(
            "list offsets",
            admin
                .listOffsets(
                    partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec)))
                .all());
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }
}
