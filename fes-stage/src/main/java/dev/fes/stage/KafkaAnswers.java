package dev.fes.stage;

import dev.fes.kafka.BoundedAnswers;
import java.util.Map;
import org.springframework.cloud.stream.binder.kafka.provisioning.AdminClientConfigCustomizer;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.cloud.stream.binder.kafka.support.ProducerConfigCustomizer;
import org.springframework.util.unit.DataSize;

/** Whatever answers at Kafka's address, the binder's clients outlive it. */
record KafkaAnswers(DataSize largestRecord)
    implements ProducerConfigCustomizer, ConsumerConfigCustomizer, AdminClientConfigCustomizer {

  @Override
  public void configure(Map<String, Object> settings, String binding, String destination) {
    configure(settings);
  }

  @Override
  public void configure(Map<String, Object> settings) {
    BoundedAnswers.apply(settings, largestRecord.toBytes());
  }
}
