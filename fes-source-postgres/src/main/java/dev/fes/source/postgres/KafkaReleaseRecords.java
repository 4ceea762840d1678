package dev.fes.source.postgres;

import dev.fes.stage.ReadersTopic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.JsonNode;

/** The memory that a release ends, in the topic of all readers. */
final class KafkaReleaseRecords implements ReleaseRecords {

  private final ReadersTopic readers;
  private final String reader;
  private final ProducerFactory<byte[], byte[]> producers;

  KafkaReleaseRecords(
      ReadersTopic readers, String reader, ProducerFactory<byte[], byte[]> producers) {
    this.readers = readers;
    this.reader = reader;
    this.producers = producers;
  }

  @Override
  public @Nullable ReaderRecord reader() {
    return readers.read(ReaderRecord.class);
  }

  @Override
  public void forgetReader() {
    readers.readAll().keySet().stream()
        .filter(key -> key.startsWith(BackfillRecord.keysOf(reader)))
        .forEach(key -> readers.forget(key, producers));
    readers.forget(reader, producers);
  }

  @Override
  public boolean isMade(MadePublication publication) {
    return readers.readAll().containsKey(publication.key());
  }

  @Override
  public void forget(MadePublication publication) {
    readers.forget(publication.key(), producers);
  }

  @Override
  public List<String> otherSlots(MadePublication publication) {
    return readers.readAll().entrySet().stream()
        .filter(other -> !other.getKey().equals(reader))
        .map(other -> other.getValue())
        .filter(other -> mayReadBy(other, publication))
        .map(other -> text(other, "slot"))
        .toList();
  }

  /** Every source keeps its records here, and old ones do not name their publication. */
  private static boolean mayReadBy(JsonNode record, MadePublication publication) {
    return !text(record, "slot").isEmpty()
        && text(record, "systemIdentifier").equals(publication.systemIdentifier())
        && text(record, "database").equals(publication.database())
        && List.of("", publication.publication()).contains(text(record, "publication"));
  }

  private static String text(JsonNode record, String field) {
    return record.path(field).asString("");
  }
}
