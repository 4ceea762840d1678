package dev.fes.controller.deploy;

import dev.fes.controller.plan.Buffer;
import dev.fes.controller.plan.BufferTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * One look at all buffer topics that deletes what {@link Extent} lets go. Each question is one
 * request for all of them; what has no answer is left alone.
 */
final class BufferPurge {

  private final Admin admin;
  private final Lags.Await answer;
  private final List<String> problems = new ArrayList<>();

  BufferPurge(Admin admin, Lags.Await answer) {
    this.admin = admin;
    this.answer = answer;
  }

  /** The confirmed offsets come first, so that none is beyond the end that is read after them. */
  Purged purge(Collection<Buffer> buffers, BufferTopics ages, Instant now) {
    Map<TopicPartition, Map<String, Long>> confirmed = confirmed(buffers);
    Map<TopicPartition, Buffer> partitions = partitions(buffers);
    Map<TopicPartition, Extent> extents = extents(partitions, ages, now);
    Map<TopicPartition, RecordsToDelete> deletable = new HashMap<>();
    partitions.forEach(
        (partition, buffer) ->
            Optional.ofNullable(extents.get(partition))
                .map(
                    extent ->
                        buffer.deadLetters() && buffer.readers().isEmpty()
                            ? extent.purgeableByAge()
                            : extent.purgeableTo(
                                buffer.readers(), confirmed.getOrDefault(partition, Map.of())))
                .orElse(OptionalLong.empty())
                .ifPresent(to -> deletable.put(partition, RecordsToDelete.beforeOffset(to))));
    return result(extents, deleted(deletable));
  }

  private Purged result(Map<TopicPartition, Extent> extents, Map<TopicPartition, Long> starts) {
    long deleted = 0;
    Map<String, Long> left = new HashMap<>();
    for (Map.Entry<TopicPartition, Extent> entry : extents.entrySet()) {
      Extent extent = entry.getValue();
      long start = starts.getOrDefault(entry.getKey(), extent.start());
      deleted += start - extent.start();
      left.merge(entry.getKey().topic(), extent.end() - start, Long::sum);
    }
    return new Purged(deleted, left, problems);
  }

  private Map<TopicPartition, Map<String, Long>> confirmed(Collection<Buffer> buffers) {
    Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
    buffers.stream()
        .flatMap(buffer -> buffer.readers().stream())
        .forEach(group -> groups.put(group, new ListConsumerGroupOffsetsSpec()));
    ListConsumerGroupOffsetsResult asked = admin.listConsumerGroupOffsets(groups);
    Map<TopicPartition, Map<String, Long>> confirmed = new HashMap<>();
    answers("read the offsets of", futures(groups.keySet(), asked::partitionsToOffsetAndMetadata))
        .forEach(
            (group, offsets) ->
                offsets.forEach(
                    (partition, offset) -> {
                      if (offset != null) {
                        confirmed
                            .computeIfAbsent(partition, _ -> new HashMap<>())
                            .put(group, offset.offset());
                      }
                    }));
    return confirmed;
  }

  private Map<TopicPartition, Buffer> partitions(Collection<Buffer> buffers) {
    List<String> topics = buffers.stream().map(Buffer::topic).toList();
    Map<String, TopicDescription> described =
        answers("describe topic", admin.describeTopics(topics).topicNameValues());
    Map<TopicPartition, Buffer> partitions = new HashMap<>();
    for (Buffer buffer : buffers) {
      if (described.get(buffer.topic()) instanceof TopicDescription topic) {
        topic
            .partitions()
            .forEach(
                partition ->
                    partitions.put(
                        new TopicPartition(topic.name(), partition.partition()), buffer));
      }
    }
    return partitions;
  }

  /** The end is read before it is asked for young records, which may come in between. */
  private Map<TopicPartition, Extent> extents(
      Map<TopicPartition, Buffer> partitions, BufferTopics ages, Instant now) {
    Map<TopicPartition, Long> starts = offsets(partitions, _ -> OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, _ -> OffsetSpec.latest());
    Map<TopicPartition, Long> young =
        offsets(partitions, buffer -> since(now.minus(ages.leastAge(buffer))));
    Map<TopicPartition, Extent> extents = new HashMap<>();
    for (TopicPartition partition : partitions.keySet()) {
      Long start = starts.get(partition);
      Long end = ends.get(partition);
      Long firstYoung = young.get(partition);
      if (start != null && end != null && firstYoung != null) {
        extents.put(partition, new Extent(start, end, firstYoung < 0 ? end : firstYoung));
      }
    }
    return extents;
  }

  private static OffsetSpec since(Instant time) {
    return OffsetSpec.forTimestamp(Math.max(0, time.toEpochMilli()));
  }

  private Map<TopicPartition, Long> offsets(
      Map<TopicPartition, Buffer> partitions, Function<Buffer, OffsetSpec> spec) {
    Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
    partitions.forEach((partition, buffer) -> specs.put(partition, spec.apply(buffer)));
    ListOffsetsResult asked = admin.listOffsets(specs);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    answers("list the offsets of", futures(specs.keySet(), asked::partitionResult))
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  /** Where each partition begins now. */
  private Map<TopicPartition, Long> deleted(Map<TopicPartition, RecordsToDelete> deletable) {
    Map<TopicPartition, Long> starts = new HashMap<>();
    answers("delete confirmed records of", admin.deleteRecords(deletable).lowWatermarks())
        .forEach((partition, records) -> starts.put(partition, records.lowWatermark()));
    return starts;
  }

  private static <K, V> Map<K, KafkaFuture<V>> futures(
      Set<K> keys, Function<K, KafkaFuture<V>> asked) {
    Map<K, KafkaFuture<V>> futures = new HashMap<>();
    keys.forEach(key -> futures.put(key, asked.apply(key)));
    return futures;
  }

  /** A topic that is gone is no problem; any other is told, and the rest goes on. */
  private <K, V> Map<K, V> answers(String what, Map<K, KafkaFuture<V>> asked) {
    Map<K, V> answers = new HashMap<>();
    asked.forEach(
        (key, future) -> {
          try {
            answers.put(key, answer.await(what + " " + key, future));
          } catch (Topics.Unavailable e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
              problems.add(String.valueOf(e.getMessage()));
            }
          }
        });
    return answers;
  }
}
