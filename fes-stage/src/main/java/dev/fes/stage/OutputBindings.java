package dev.fes.stage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.Bindable;
import org.springframework.cloud.stream.binding.BindingService;
import org.springframework.cloud.stream.binding.SubscribableChannelBindingTargetFactory;
import org.springframework.cloud.stream.config.BindingProperties;
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
  private static final long LATE_MILLIS = 1_000;

  private final BindingServiceProperties bindings;
  private final SubscribableChannelBindingTargetFactory factory;
  private final Map<String, ProducerFactory<byte[], byte[]>> factories = new ConcurrentHashMap<>();

  OutputBindings(
      BindingServiceProperties bindings, SubscribableChannelBindingTargetFactory factory) {
    this.bindings = bindings;
    this.factory = factory;
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

  /** Binds one that nobody asked for at the start. */
  synchronized void open(String name, String topic, BindingService service) {
    if (!channels.containsKey(name)) {
      BindingProperties settings = new BindingProperties();
      settings.setDestination(topic);
      bindings.getBindings().put(name, settings);
      SubscribableChannel channel = factory.createOutput(name);
      service.bindProducer((Object) channel, name);
      channels.put(name, channel);
    }
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
  public synchronized void configure(
      KafkaProducerMessageHandler<byte[], byte[]> handler, String destination) {
    factories.put(
        destination,
        (ProducerFactory<byte[], byte[]>) handler.getKafkaTemplate().getProducerFactory());
    notifyAll();
  }

  /** The outlet of a destination; while Kafka is away there may be no producer behind it yet. */
  TopicWriter.Outlet outlet(String destination) {
    return new TopicWriter.Outlet() {
      @Override
      public Producer<byte[], byte[]> producer() {
        return factoryOf(destination).createProducer();
      }

      @Override
      public void reset() {
        Optional.ofNullable(factories.get(destination)).ifPresent(ProducerFactory::reset);
      }
    };
  }

  /** Waits a little for a binding that is bound late. */
  private synchronized ProducerFactory<byte[], byte[]> factoryOf(String destination) {
    try {
      if (!factories.containsKey(destination)) {
        wait(LATE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    ProducerFactory<byte[], byte[]> factory = factories.get(destination);
    if (factory == null) {
      throw new TimeoutException("there is no connection to Kafka yet");
    }
    return factory;
  }
}
