package dev.fes.testbed.cluster;

import dev.fes.testbed.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;

/** The Kafka of the tests, on this machine. */
record Broker(KafkaBroker kafka, Admin admin) implements AutoCloseable {

  static Broker open() {
    KafkaBroker kafka = KafkaBroker.open();
    return new Broker(kafka, Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())));
  }

  String address() {
    return kafka.bootstrapServers();
  }

  /** The topics and groups of one resource. */
  List<String> namesOf(Namespace namespace, String resource) {
    String stem = "fes." + namespace.name() + "." + resource + ".";
    try {
      return Stream.concat(
              admin.listTopics().names().get().stream(),
              admin.listGroups().all().get().stream().map(GroupListing::groupId))
          .filter(name -> name.startsWith(stem))
          .toList();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
    kafka.close();
  }
}
