package dev.fes.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.SubscribableChannelBindingTargetFactory;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.integration.kafka.outbound.KafkaProducerMessageHandler;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.messaging.SubscribableChannel;

/**
 * The stage's outputs as real bindings, {@code output} and {@code dead-letters}: bound from the
 * start, listed and stoppable at {@code /actuator/bindings}. Stages write through the binder's own
 * producer rather than a channel.
 */
final class OutputBindings
    implements Bindable,
        ProducerMessageHandlerCustomizer<KafkaProducerMessageHandler<byte[], byte[]>> {

  static final String OUTPUT = "output";
  static final String DEAD_LETTERS = "dead-letters";

  private final Map<String, SubscribableChannel> channels = new LinkedHashMap<>();
  private final Map<String, ProducerFactory<byte[], byte[]>> producers = new ConcurrentHashMap<>();

  OutputBindings(
      BindingServiceProperties bindings, SubscribableChannelBindingTargetFactory factory) {
    for (String name : List.of(OUTPUT, DEAD_LETTERS)) {
      if (bindings.getBindings().containsKey(name)) {
        channels.put(name, factory.createOutput(name));
      }
    }
  }

  @Override
  public Collection<Binding<Object>> createAndBindOutputs(BindingService service) {
    List<Binding<Object>> bound = new ArrayList<>();
    channels.forEach((name, channel) -> bound.add(service.bindProducer((Object) channel, name)));
    return bound;
  }

  @Override
  public void unbindOutputs(BindingService service) {
    channels.keySet().forEach(service::unbindProducers);
  }

  @Override
  public Set<String> getOutputs() {
    return channels.keySet();
  }

  @Override
  @SuppressWarnings("unchecked") // the handler's serialisers are those of the binder: bytes
  public void configure(KafkaProducerMessageHandler<byte[], byte[]> handler, String destination) {
    producers.put(
        destination,
        (ProducerFactory<byte[], byte[]>) handler.getKafkaTemplate().getProducerFactory());
  }

  /** The producer behind a destination; while Kafka is away there may be none yet. */
  Producer<byte[], byte[]> producer(String destination) {
    ProducerFactory<byte[], byte[]> factory = producers.get(destination);
    if (factory == null) {
      throw new org.apache.kafka.common.errors.TimeoutException("no connection to Kafka yet");
    }
    return factory.createProducer();
  }

  /** Closes the producers, so that a broken one is not used again. */
  void reset() {
    producers.values().forEach(ProducerFactory::reset);
  }
}
